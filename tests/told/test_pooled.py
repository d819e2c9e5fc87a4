"""Beside a municipality with too few answers stands what it is shown together with; elsewhere nothing."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from dashboards.view_models.comparison import comparison
from pipelines.published import VIEW_2024, VIEW_REPORTED, WHOLE, Release, as_text
from pipelines.told import choices
from pipelines.told.pooled import pooled_notes

PLACE = "kommune-5636"


@pytest.fixture(scope="module")
def pooled(release: Release) -> Release:
    """A pool of Finnmark in 2019, and one municipality of it with too few answers; in 2021 it is hidden for privacy."""
    here = (pl.col("indikator") == "tilfreds") & (pl.col("inndeling") == WHOLE) & (pl.col("kilde") == "beregnet")
    own = here & (pl.col("regiontype") == "kommune") & (pl.col("regionkode") == "5636")
    why = pl.when(pl.col("aar") == 2019).then(pl.lit("lav_base")).otherwise(pl.lit("personvern"))
    beside = here & (pl.col("regiontype") == "kommune") & (pl.col("regionkode") == "5601")
    cube = as_text(release.cube)
    shown = cube.with_columns(
        status=pl.when(beside).then(pl.lit("ok")).otherwise("status"), arsak=pl.when(~beside).then("arsak")
    )
    hidden = shown.with_columns(
        status=pl.when(own).then(pl.lit("skjult")).otherwise("status"),
        arsak=pl.when(own).then(why).otherwise("arsak"),
        **{c: pl.when(~own).then(c) for c in ("teller", "nevner", "verdi", "ki_lav", "ki_hoy")},
    )
    shape = cube.filter(here, pl.col("regiontype") == "land", pl.col("aar").is_in([2019, 2021]))
    pool = shape.with_columns(
        regiontype=pl.lit("ovrige"), regionkode=pl.lit("56"), geografi=pl.lit(VIEW_2024),
        teller=pl.lit(20, pl.Int64), nevner=pl.lit(32, pl.Int64), verdi=pl.lit(62.5),
    )  # fmt: skip
    county = release.regions.filter(regiontype="fylke", regionkode="56", geografi=VIEW_2024)
    named = county.with_columns(regiontype=pl.lit("ovrige"), navn=pl.lit("Øvrige kommuner i Finnmark"))
    return replace(release, cube=pl.concat([hidden, pool]), regions=pl.concat([release.regions, named]))


def notes(release: Release, key: str, language: str = "nb") -> list[str]:
    found = pooled_notes(release, release.indicator["tilfreds"], release.region[key], "alle", language)
    return [note.replace("\N{NO-BREAK SPACE}", " ") for note in found]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "2019: Vist samlet med øvrige kommuner i Finnmark: 62,5 % av 32 svar."),
        ("nn", "2019: Vist samla med andre kommunar i Finnmark: 62,5 % av 32 svar."),
    ],
)
def test_beside_the_hidden_figure(pooled: Release, language: str, expected: str) -> None:
    name = pooled.region["fylke-56"].navn
    assert notes(pooled, PLACE, language) == [expected.replace("Finnmark", name)]


@pytest.mark.parametrize(
    ("key", "view"),
    [
        pytest.param("fylke-56", VIEW_2024, id="the county"),
        pytest.param("kommune-5601", VIEW_2024, id="one that is shown"),
        pytest.param("kommune-5001", VIEW_2024, id="another county"),
        pytest.param("kommune-5001", VIEW_REPORTED, id="as reported"),
        pytest.param("land-0", VIEW_2024, id="the land"),
    ],
)
def test_nothing_elsewhere(pooled: Release, key: str, view: str) -> None:
    assert notes(pooled.in_view(view), key) == []


def test_it_can_be_neither_chosen_nor_ranked(pooled: Release) -> None:
    assert "ovrige-56" in pooled.region
    assert "ovrige-56" not in pooled.in_view(VIEW_REPORTED).region
    assert "ovrige-56" not in choices.regions(pooled)
    indicator, region = pooled.indicator["tilfreds"], pooled.region[PLACE]
    for kind in choices.comparable_kinds(pooled, region):
        found = comparison(pooled, indicator, region, "alle", 2019, kind)
        assert "Øvrige kommuner i Finnmark" not in {place.name for place in found.places}, kind
