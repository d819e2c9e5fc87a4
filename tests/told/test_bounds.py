"""What a share can be of everybody stands beside it, unless one of the two is hidden or there are none."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipelines.published import Release
from pipelines.told.bounds import bounds_note


@pytest.fixture
def followed(release: Release) -> Release:
    """Two shares stand in for the least and the most of a third."""
    ends = pl.when(pl.col("indikator").is_in(["kvinner", "har_barn"])).then(pl.lit("individuell_plan"))
    return replace(release, indicators=release.indicators.with_columns(grense_av=ends))


def note(release: Release, key: str = "land-0", language: str = "nb") -> str:
    return bounds_note(release, release.indicator["individuell_plan"], release.region[key], "rus", language)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("nb", "i hele landet i 2019, er andelen minst 19,0 % og høyst 30,0 %"),
        ("nn", "i 2019, er delen minst 19,0 % og høgst 30,0 %"),
    ],
)
def test_the_latest_year_with_both(followed: Release, language: str, expected: str) -> None:
    assert expected in note(followed, language=language).replace("\N{NO-BREAK SPACE}", " ")


def test_nothing_where_one_of_them_is_hidden(followed: Release) -> None:
    hidden = pl.col("indikator") == "kvinner"
    cube = followed.cube.with_columns(
        status=pl.when(hidden).then(pl.lit("skjult")).otherwise("status"), verdi=pl.when(~hidden).then("verdi")
    )
    assert note(replace(followed, cube=cube)) == ""


def test_nothing_where_nobody_was_lost(release: Release) -> None:
    assert note(release) == ""
