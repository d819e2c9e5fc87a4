"""Numbers as words: published digits, Norwegian format, units, and signs where there is no number."""

from __future__ import annotations

import pytest

from pipelines.published import Release, Status
from pipelines.told import shown
from pipelines.told.series import point
from pipelines.told.story import source_line
from tests.support.figures import figure, indicator

NBSP = "\N{NO-BREAK SPACE}"
REPORTED = {"kilde": "Rusfag 1/2019"}

VALUES = [
    ("a computed share has one decimal", 74.0, "prosent", {}, f"74,0{NBSP}%"),
    ("a computed share is rounded once", 53.97148, "prosent", {}, f"54,0{NBSP}%"),
    ("half is rounded away from zero", 0.25, "prosent", {}, f"0,3{NBSP}%"),
    ("a count has thousands apart", 1948.0, "antall", {}, f"1{NBSP}948"),
    ("a number of municipalities needs no unit", 222.0, "kommuner", {}, "222"),
    ("a reported share keeps its whole digits", 51.0, "prosent", REPORTED, f"51{NBSP}%"),
    ("a reported share keeps two decimals", 0.69, "prosent", REPORTED, f"0,69{NBSP}%"),
    ("a reported unit is said", 11063.0, "årsverk", REPORTED, f"11{NBSP}063 årsverk"),
    ("zero is a number", 0.0, "prosent", {}, f"0,0{NBSP}%"),
]


@pytest.mark.parametrize(("case", "verdi", "enhet", "changes", "said"), VALUES, ids=[v[0] for v in VALUES])
def test_value(case: str, verdi: float, enhet: str, changes: dict[str, str], said: str) -> None:
    assert shown.value(figure(verdi, **changes), indicator(enhet)) == said


@pytest.mark.parametrize(
    ("status", "arsak", "said"),
    [
        (Status.HIDDEN, "personvern", ": skjult"),
        (Status.HIDDEN, "lav_base", ": skjult, for få svar"),
        (Status.NOT_RECEIVED, None, ".. ikke mottatt"),
        (Status.NOT_MAPPED, None, ".. kartla ikke (meldt)"),
        (Status.NOT_ASKED, None, ". ikke spurt"),
    ],
)
def test_no_number_is_a_sign_and_words(status: Status, arsak: str | None, said: str) -> None:
    assert shown.value(figure(None, status=status, arsak=arsak), indicator()) == said


def test_a_mean_has_one_decimal() -> None:
    mean = indicator("barn", type="mean")
    assert shown.value(figure(1.697), mean) == "1,7 barn"
    assert shown.interval(figure(ki_lav=1.649, ki_hoy=1.745), mean) == "1,6–1,7 barn"


def test_a_hidden_figure_is_hidden_even_if_the_file_holds_a_value() -> None:
    leaky = figure(74.0, status=Status.HIDDEN, arsak="personvern", ki_lav=70.0, ki_hoy=78.0)
    assert shown.value(leaky, indicator()) == ": skjult"
    assert shown.interval(leaky, indicator()) == ""
    assert shown.difference(leaky, figure(70.0), indicator()) is None


def test_interval_has_the_decimals_of_its_value() -> None:
    assert shown.interval(figure(ki_lav=73.44, ki_hoy=74.55), indicator()) == f"73,4–74,6{NBSP}%"
    assert shown.interval(figure(), indicator()) == ""
    assert shown.interval(None, indicator()) == ""


CHANGES = [
    ("up", 77.0, 74.0, "prosent", "3,0 prosentpoeng høyere"),
    ("down", 7.94, 9.06, "prosent", "1,2 prosentpoeng lavere"),
    ("in the digits shown, not in those behind them", 74.04, 73.96, "prosent", "uendret"),
    ("counts", 1756.0, 1948.0, "antall", "192 lavere"),
    ("other units", 17436.0, 17074.0, "årsverk", "362 årsverk høyere"),
]


@pytest.mark.parametrize(("case", "new", "old", "enhet", "said"), CHANGES, ids=[c[0] for c in CHANGES])
def test_difference(case: str, new: float, old: float, enhet: str, said: str) -> None:
    assert shown.difference_text(figure(new, 2019), figure(old, 2017), indicator(enhet)) == said


@pytest.mark.parametrize(
    ("enhet", "said"),
    [("prosent", "Andel i prosent"), ("antall", "Antall"), ("kommuner", "Antall kommuner"), ("årsverk", "Årsverk"),
     ("per 1 000 innbyggere", "Per 1\N{NO-BREAK SPACE}000 innbyggere")],
)  # fmt: skip
def test_an_axis_says_its_unit_in_words(enhet: str, said: str) -> None:
    assert shown.unit_title(indicator(enhet)) == said


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        pytest.param({}, "", id="nothing to know"),
        pytest.param({"status": Status.UNCERTAIN}, "usikkert grunnlag", id="too few took part"),
        pytest.param({"avrundet": 3}, "avrundet", id="rounded"),
        pytest.param({"avrundet": 3, "status": Status.UNCERTAIN}, "usikkert grunnlag, avrundet", id="both"),
        pytest.param({"avrundet": 3, "verdi": None, "status": Status.NO_DENOMINATOR}, "", id="no number"),
    ],
)
def test_what_stands_beside_a_number(changes: dict[str, object], said: str) -> None:
    assert shown.marks(figure(**changes)) == said  # type: ignore[arg-type]


def test_a_rounded_figure_says_so_in_a_chart_and_under_it(release: Release) -> None:
    rounded, exact = figure(40.0, avrundet=3), figure(40.0)
    assert [point(one, indicator()).told for one in (rounded, exact)] == [f"40,0{NBSP}%, avrundet", f"40,0{NBSP}%"]
    assert "Antallene er avrundet til tall som går opp i 3." in source_line(release, indicator(), [exact, rounded])
    assert "avrundet" not in source_line(release, indicator(), [exact])
