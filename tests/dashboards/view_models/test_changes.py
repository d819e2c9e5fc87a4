"""Whose change is told is the reader's choice; what cannot be told says why, and leads to where it is."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.url_state import parse
from dashboards.view_models.changes import Changes, changes
from pipelines.published import Release

LAND_2019 = (pl.col("regiontype") == "land") & (pl.col("aar") == 2019) & (pl.col("indikator") == "bostedslos")
PANEL = {"panel_fra": 2017, "panel_endring": -2, "panel_kommuner": 171, "panel_retning": "ned", "panel_arsak": None}


@pytest.fixture
def told(release: Release) -> Release:
    """The release, in which the change of the same municipalities is told of the whole country in 2019."""
    columns = [pl.when(LAND_2019).then(pl.lit(v)).otherwise(pl.col(k)).alias(k) for k, v in PANEL.items()]
    rows = release.assessments.with_columns(columns).cast(release.assessments.schema)
    return replace(release, assessments=rows)


def made(release: Release, region: str, who: str, indicator: str = "bostedslos") -> Changes | None:
    view, problems = parse({"indikator": indicator, "region": region, "utvalg": who}, release)
    assert problems == ()
    return changes(release, view, release.indicator[indicator], release.region[region])


def test_all_who_took_part(release: Release) -> None:
    found = made(release, "land-0", "alle")
    assert found is not None
    assert [column.title for column in found.table.columns] == [
        "År", "Fra", "Endring", "95 % intervall", "Kommuner", "Vurdering",
    ]  # fmt: skip
    rows = {row[0].text: [cell.text for cell in row[1:]] for row in found.table.rows}
    assert list(rows) == ["2017", "2019"]
    assert rows["2019"][:2] == ["2017", "1,1 prosentpoeng lavere"]
    assert rows["2019"][2].endswith("prosentpoeng")
    assert rows["2019"][3:] == ["243", "ned"]


def test_the_same_municipalities(told: Release) -> None:
    found = made(told, "land-0", "samme")
    assert found is not None
    assert [[cell.text for cell in row] for row in found.table.rows] == [
        ["2019", "2017", "−2 prosentpoeng, avrundet", "171", "ned"]
    ]
    assert "Bare kommunene som deltok begge ganger" in found.summary


def test_where_it_is_not_told_it_says_why_and_leads_to_where_it_is(told: Release) -> None:
    found = made(told, "kommune-5001", "samme")
    assert found is not None
    assert found.empty
    assert found.summary == (
        "Endringen i de samme kommunene fortelles ikke her. Det sies bare om land, helseregion, KoRus-region og fylke."
    )
    ((name, address),) = found.offers
    assert name == "Hele landet"
    assert "region=land-0" in address
    assert "utvalg=samme" in address


def test_a_break_between_is_said_and_no_change_judged(release: Release) -> None:
    found = made(release, "land-0", "alle", indicator="arsverk_totalt")
    assert found is not None
    assert any("brudd" in row[-1].text for row in found.table.rows)


def test_one_figure_has_no_change(release: Release) -> None:
    assert made(release, "kommune-5636", "alle", indicator="blalys") is None
