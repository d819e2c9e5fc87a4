"""The first page and the page about the figures."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.url_state import Frame, parse
from dashboards.view_models.about import definitions, delivered
from dashboards.view_models.overview import MOST, headlines, newest_waves, waves
from pipelines.published import Release

NBSP = "\N{NO-BREAK SPACE}"


def test_headlines_are_the_latest_figures_with_change_and_basis(release: Release) -> None:
    view, _ = parse({}, release)
    cards = headlines(release, view, "indikator")
    assert 0 < len(cards) <= MOST
    first = cards[0]
    assert (first.title, first.year, first.value) == ("Permanent og tilfredsstillende bolig", 2019, f"75,2{NBSP}%")
    assert first.change == "1,2 prosentpoeng høyere enn i 2017, en bedring"
    assert first.basis == f"n = 22{NBSP}404, dekning 68{NBSP}%"
    assert first.link == "indikator?indikator=bolig_tilfredsstillende&region=land-0&base=rus"
    assert {card.undersokelse for card in cards} == {"brukerplan", "brukertilfredshet"}


def test_an_unchanged_figure_reads_well(release: Release) -> None:
    view, _ = parse({}, release)
    assert (
        next(c for c in headlines(release, view, "indikator") if c.title == "Individuell plan").change
        == "Uendret fra 2017"
    )


WAVES = [
    ("BrukerPlan", "2017", "243 av 357", f"68{NBSP}%", "2015", "mottatt, syntetiske data"),
    ("BrukerPlan", "2016", "..", "..", "", "ikke mottatt"),
    ("Brukertilfredshet", "2021", "75 av 357", f"21{NBSP}%", "2017", "mottatt, syntetiske data"),
]


@pytest.mark.parametrize("row", WAVES, ids=[f"{w[0]} {w[1]}" for w in WAVES])
def test_what_the_release_is_built_on(release: Release, row: tuple[str, ...]) -> None:
    assert row in [tuple(cell.text for cell in cells) for cells in waves(release).rows]


def test_every_computed_indicator_is_defined_and_every_delivered_one_has_a_source(release: Release) -> None:
    tables = definitions(release)
    assert [table.caption for table in tables] == ["BrukerPlan", "Brukertilfredshet"]
    rows = [cells for table in tables for cells in table.rows]
    assert len(rows) == sum(not one.reported for one in release.indicator.values())
    assert all(cells[1].text for cells in rows)
    found = {cells[0].text: (cells[1].text, cells[2].text) for cells in delivered(release).rows}
    assert found["Narkotikautløste dødsfall"] == ("2001–2023", "FHI Dødsårsaksregisteret")
    assert len(found) == sum(one.reported for one in release.indicator.values())


@pytest.mark.parametrize(
    ("took_part", "cell", "said"),
    [
        pytest.param(243, 2, "12 har meldt at de ikke kartla", id="received from some"),
        pytest.param(0, 5, "ikke mottatt; 12 har meldt at de ikke kartla", id="received from none"),
    ],
)
def test_declared_municipalities_are_told_of_in_each_wave(
    release: Release, took_part: int, cell: int, said: str
) -> None:
    coverage = release.coverage.with_columns(kommuner_meldt=pl.lit(12), kommuner_med=pl.lit(took_part))
    rows = waves(replace(release, coverage=coverage)).rows
    found = next(row for row in rows if (row[0].text, row[1].text) == ("BrukerPlan", "2017"))
    assert said in (found[cell].text, found[cell].note)


def test_the_newest_wave_of_each_survey_leads_to_who_took_part_in_it(release: Release) -> None:
    found = newest_waves(release, "dekning", Frame())
    assert [one.title for one in found] == ["BrukerPlan 2019", "Brukertilfredshet 2021"]
    assert found[0].said.startswith("243 av 357 kommuner, som har 68")
    assert found[0].link == "dekning?undersokelse=brukerplan&aar=2019&sprak=nb"
