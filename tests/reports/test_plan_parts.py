"""What a plan's report tells beyond its tables: what is new since the release before, and what cannot be told of."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipelines.published import Changes, Release
from pipelines.published.plans import Plans
from pipelines.reports.document import Grid, Paragraph
from pipelines.reports.plan_parts import not_updated, status_changes
from pipelines.reports.subject import Subject
from tests.reports.conftest import RUS, About

NBSP = "\N{NO-BREAK SPACE}"


def before(release: Release, indicator: str, **was: object) -> Release:
    """The release as it would have been with other values of one indicator in the land."""
    table = release.plans.table
    assert table is not None
    mine = (pl.col("planindikator") == indicator) & (pl.col("regiontype") == "land")
    changed = table.with_columns(
        pl.when(mine).then(pl.lit(value)).otherwise(name).cast(table.schema[name]).alias(name)
        for name, value in was.items()
    )
    return replace(release, plans=Plans(release.plans.by_id, changed))


def rows(about: Subject) -> list[list[str]]:
    return [
        [f"{cell.text} ({cell.note})" if cell.note else cell.text for cell in row]
        for block in status_changes(about) if isinstance(block, Grid) for row in block.table.rows
    ]  # fmt: skip


def test_without_a_release_before_it_is_said(about: About) -> None:
    (said,) = status_changes(about("status", "land-0", plan=RUS))
    assert isinstance(said, Paragraph)
    assert said.text == "Det finnes ingen tidligere utgivelse med planen å sammenligne med."


@pytest.mark.parametrize(
    ("was", "told"),
    [
        pytest.param({"siste_aar": 2018, "siste_verdi": 15894.0},
                     [["Årsverk i kommunalt psykisk helse- og rusarbeid",
                       f"riktig retning (15{NBSP}894 årsverk (2018))", f"riktig retning (16{NBSP}399 årsverk (2019))"]],
                     id="a newer value"),
        pytest.param({"status": "ingen_malbar_endring"},
                     [["Årsverk i kommunalt psykisk helse- og rusarbeid",
                       f"ingen målbar endring (16{NBSP}399 årsverk (2019))",
                       f"riktig retning (16{NBSP}399 årsverk (2019))"]],
                     id="another verdict"),
        pytest.param({"siste_verdi": None, "siste_aar": None},
                     [["Årsverk i kommunalt psykisk helse- og rusarbeid", "riktig retning (..)",
                       f"riktig retning (16{NBSP}399 årsverk (2019))"]],
                     id="a value where none was"),
        pytest.param({"siste_verdi": 16399.0}, [], id="the same"),
    ],
)  # fmt: skip
def test_what_stands_otherwise_is_told_before_and_now(
    about: About, release: Release, was: dict[str, object], told: list[list[str]]
) -> None:
    subject = replace(about("status", "land-0", plan=RUS), before=before(release, "o2", **was))
    assert rows(subject) == told


def test_an_indicator_without_a_verdict_stands_under_its_reason(about: About) -> None:
    subject = about("status", "land-0", plan=RUS)
    (table, *_) = [block.table for block in not_updated(subject) if isinstance(block, Grid)]
    reasons = {row[0].text: (int(row[1].text), row[2].text) for row in table.rows}
    assert "Narkotikautløste dødsfall" in reasons["Utgangsverdien er ikke etablert"][1]
    assert "Bruk av fritt behandlingsvalg" in reasons["Ikke etablert"][1]
    assert all(n == len(names.split("; ")) for n, names in reasons.values())
    judged = 46 - sum(n for n, _ in reasons.values())
    assert judged == sum(
        row.status in ("riktig_retning", "feil_retning", "ingen_malbar_endring")
        for row in subject.release.plans.status(RUS, subject.region).values()
    )


def test_changes_are_read_only_where_the_report_tells_of_them(about: About, release: Release) -> None:
    assert about("kommune", "kommune-5001").changes is None
    empty = Changes("a", release.id, True, 0, 0, (), (), (), ())
    assert replace(about("status", "land-0", plan=RUS), changes=empty).changes is empty
