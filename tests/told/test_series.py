"""Figures over years as points, gaps and lines."""

from __future__ import annotations

import pytest

from pipelines.published import Status
from pipelines.told.axis import axis
from pipelines.told.series import newest_vintage, series
from tests.support.figures import figure, indicator


def test_years_without_a_number_are_gaps_and_the_line_across_them_is_broken() -> None:
    rows = [figure(71.0, 2015), figure(None, 2016, status=Status.NOT_RECEIVED), figure(74.0, 2017), figure(75.0, 2018)]
    made = series("place", "Landet", rows, indicator(), years=[2015, 2016, 2017, 2018, 2019])
    assert [p.aar for p in made.points] == [2015, 2017, 2018]
    assert [(g.aar, g.missing.kind) for g in made.gaps] == [(2016, "ikke_mottatt"), (2019, "mangler_rad")]
    assert [(s.start.aar, s.end.aar, s.broken) for s in made.segments] == [(2015, 2017, True), (2017, 2018, False)]


def test_the_newest_vintage_is_drawn() -> None:
    rows = [figure(331.0, argang="revidert"), figure(324.0, argang="først publisert")]
    assert newest_vintage(rows)[2017].verdi == 331.0
    assert [p.verdi for p in series("place", "x", rows, indicator("antall")).points] == [331.0]


def test_a_vintage_with_a_number_goes_before_a_later_one_without() -> None:
    rows = [figure(324.0, argang="2021"), figure(None, argang="2022", status=Status.HIDDEN)]
    assert newest_vintage(rows)[2017].verdi == 324.0


AXES = [
    ("shares that vary little get twenty points, not more", [73.0, 75.0], "prosent", (70, 90)),
    ("small shares begin at zero", [8.0, 12.5], "prosent", (0, 20)),
    ("the end is never above a hundred", [91.0, 99.5], "prosent", (80, 100)),
    ("intervals are inside", [60.0, 86.4, None, 61.2], "prosent", (60, 90)),
    ("counts begin at zero", [1948.0, 1600.0], "antall", (0, pytest.approx(2181.76))),
    ("negative growth is not cut off", [-1.7, 3.6], "prosent", (-10, 10)),
    ("nothing to draw", [None], "prosent", (0, 100)),
    ("only zeros", [0.0], "antall", (0, 1)),
]


@pytest.mark.parametrize(("case", "values", "unit", "ends"), AXES, ids=[a[0] for a in AXES])
def test_axis(case: str, values: list[float | None], unit: str, ends: tuple[float, float]) -> None:
    made = axis(values, unit)
    assert (made.low, made.high) == ends
    assert made.cut is (made.low > 0)
