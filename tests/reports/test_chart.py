"""What a chart draws, as its specification, and that drawing it is the same every time."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pipelines.published import Status
from pipelines.reports.chart import Course, drawn, specification
from pipelines.told.axis import Axis
from pipelines.told.missing import why_missing
from pipelines.told.series import Gap, Point, Role, Series
from tests.support.figures import figure


def line(role: Role = "place", gaps: tuple[tuple[int, Status], ...] = (), **values: float) -> Series:
    """`line(y2015=9, y2017=8)`, with gaps of (year, status)."""
    points = tuple(Point(int(key[1:]), v, v - 1, v + 1, f"{v:g} %", "", "100") for key, v in values.items())
    missing = [(year, why_missing(figure(None, aar=year, status=status))) for year, status in gaps]
    return Series(role, role, points, tuple(Gap(year, why) for year, why in missing if why))


def words(course: Course) -> dict[str, tuple[float, float]]:
    """The words in the chart -> where they stand."""
    layers: list[dict[str, Any]] = specification(course)["layer"]
    texts = [row for one in layers if one["mark"]["type"] == "text" for row in one["data"]["values"]]
    return {row["t"]: (row["x"], row["y"]) for row in texts}


def years(course: Course) -> list[int]:
    found: list[int] = specification(course)["layer"][-1]["encoding"]["x"]["axis"]["values"]
    return found


def test_the_first_and_the_last_figure_stand_above_their_intervals() -> None:
    course = Course(line(y2015=9, y2017=12, y2019=8), None, Axis(0, 20))
    assert words(course) == {"9 %": (2015, 10), "8 %": (2019, 9)}


@pytest.mark.parametrize(
    ("other", "at"),
    [
        pytest.param(20, 8, id="below, when the other line is above and there is room"),
        pytest.param(3, 10, id="above, when the other line is below"),
    ],
)
def test_a_figure_in_words_stands_where_the_other_line_is_not(other: float, at: float) -> None:
    course = Course(line(y2015=9, y2019=9), line("land", y2015=other), Axis(0, 30))
    assert words(course)["9 %"][0] == 2019
    assert next(row for row in _rows(course) if row["x"] == 2015)["y"] == at


def _rows(course: Course) -> list[dict[str, Any]]:
    layers: list[dict[str, Any]] = specification(course)["layer"]
    return [row for one in layers if one["mark"]["type"] == "text" for row in one["data"]["values"]]


def test_near_the_floor_there_is_no_room_below() -> None:
    course = Course(line(y2015=3, y2019=3), line("land", y2015=20, y2019=20), Axis(0, 30))
    assert {row["y"] for row in _rows(course)} == {4}


def test_a_hidden_year_widens_the_axis_and_has_its_sign_but_years_not_received_outside_do_not() -> None:
    gaps = ((2015, Status.HIDDEN), (2016, Status.NOT_RECEIVED), (2021, Status.NOT_RECEIVED))
    course = Course(line(gaps=gaps, y2017=9, y2019=8), None, Axis(0, 20))
    assert words(course) | {} == {"9 %": (2017, 10), "8 %": (2019, 9), ":": (2015, 0), "..": (2016, 0)}
    assert years(course) == [2015, 2016, 2017, 2019]


def test_many_years_are_labelled_from_the_last_with_room_between() -> None:
    course = Course(
        line(**{f"y{year}": 9 for year in (2001, 2002, 2004, 2017, 2019, 2020, 2021, 2023)}), None, Axis(0, 20)
    )
    assert years(course) == [2004, 2019, 2023]


def test_breaks_and_targets_are_lines() -> None:
    course = Course(line(y2015=9, y2019=8), None, Axis(0, 20), breaks=(2017,), target=5)
    rules = [one for one in specification(course)["layer"] if one["mark"]["type"] == "rule"]
    assert {"x": 2016.5} in [row for one in rules for row in one["data"]["values"]]
    assert {"y": 5} in [row for one in rules for row in one["data"]["values"]]


def test_the_drawing_is_the_same_every_time_and_its_words_are_in_it() -> None:
    course = Course(line(y2015=9, y2019=8), line("land", y2015=7, y2019=7), Axis(0, 20), breaks=(2017,))
    first = drawn(course)
    assert first == drawn(course)
    assert {"9 %", "8 %", "2015", "2019"} <= set(re.findall(r">([^<]+)</text>", first))
