"""Every standing has a sign and words, and figures are told with the digits they were judged on."""

from __future__ import annotations

from dataclasses import fields

import pytest

from pipelines.contracts.plan_file import PlanIndicator
from pipelines.indicators.goals import GoalStatus
from pipelines.indicators.judged import Undecided
from pipelines.indicators.plan_verdict import PlanReason
from pipelines.published import PlanStatus
from pipelines.published import plan_words as words
from pipelines.texts import READ_IN

NBSP = "\N{NO-BREAK SPACE}"


def indicator(**change):
    base = {"id": "a", "goal": 1, "title": {"nb": "x", "nn": "x"}, "system": "s", "unit": "prosent", "baseline": 2016,
            "direction": "lower", "state": "aktiv", "provenance": "S"}  # fmt: skip
    return PlanIndicator.model_validate(base | change)


def row(**change):
    return PlanStatus(**dict.fromkeys(f.name for f in fields(PlanStatus)) | {"status": "kan_ikke_avgjores"} | change)


@pytest.mark.parametrize("language", READ_IN)
def test_everything_that_can_be_said_has_a_sign_and_words(language):
    verdicts = [row(status=one.value) for one in GoalStatus if one is not GoalStatus.UNDECIDED]
    reasons = [row(arsak=one.value) for one in (*PlanReason, *Undecided)]
    told = [words.standing(one, None, language) for one in (*verdicts, *reasons)]
    assert all(one.sign and one.words for one in told)
    assert all(one.why for one in told if one.kind == words.UNDECIDED)
    assert {one.kind for one in told} | {words.ELSEWHERE} == set(words.SIGNS)


def test_good_and_bad_are_told_apart_without_colour():
    judged = [words.SIGNS[one.value] for one in GoalStatus]
    assert len(set(judged)) == len(judged)


@pytest.mark.parametrize(
    ("here", "land", "kind"),
    [
        (row(status="riktig_retning"), None, "riktig_retning"),
        (None, row(siste_verdi=9.0), "bare_landet"),
        (None, row(arsak="ingen_verdier"), "ingen_verdier"),
        (None, row(arsak="ikke_etablert"), "ikke_etablert"),
        (row(arsak="skjult"), row(siste_verdi=9.0), "skjult"),
        (row(arsak="lav_base"), None, "kan_ikke_avgjores"),
        (None, None, "ingen_verdier"),
    ],
)
def test_a_place_without_figures_is_told_from_a_land_without(here, land, kind):
    assert words.standing(here, land).kind == kind


@pytest.mark.parametrize(
    ("unit", "decimals", "start", "latest", "expected"),
    [
        ("prosent", 0, 54.0, 63.0, "9 prosentpoeng høyere"),
        ("prosent", 1, 9.04, 9.06, "0,1 prosentpoeng høyere"),
        ("prosent", 1, 9.06, 9.09, "uendret"),
        ("antall", 0, 3909, 3325, "584 lavere"),
        ("årsverk", 0, 13936, 16399, f"2{NBSP}463 årsverk høyere"),
        (None, 0, 1, 2, "1 høyere"),
        ("prosent", 0, None, 2, ""),
        ("prosent", 0, 2, None, ""),
    ],
)
def test_a_change_is_the_difference_of_what_is_shown(unit, decimals, start, latest, expected):
    known = start is not None and latest is not None
    told = row(utgangsverdi=start, siste_verdi=latest, desimaler=decimals, endring=latest - start if known else None)
    assert words.change(told, indicator(unit=unit)) == expected


def test_an_interval_is_told_where_chance_had_a_part():
    told = row(endring_lav=-4.14, endring_hoy=22.8, desimaler=1)
    assert words.change_interval(told, indicator()) == "−4,1 til 22,8 prosentpoeng"
    assert words.change_interval(told, indicator(exact=True)) == ""
    assert words.change_interval(row(), indicator()) == ""


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, ""),
        ({"unit": "dager", "target": {"value": 40, "strict": True, "source": "k"}}, "under 40 dager"),
        ({"direction": "higher", "target": {"value": 90, "strict": True, "source": "k"}}, f"over 90{NBSP}%"),
        ({"unit": "antall", "target": {"value": 500, "source": "k"}}, "500"),
        ({"unit": None, "target": {"value": -25, "change": True, "source": "k"}}, f"25{NBSP}% lavere"),
    ],
)
def test_targets_are_told_as_they_are_held(change, expected):
    assert words.target(indicator(**change)) == expected


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        ([], ""),
        (["riktig_retning"], "1 går i riktig retning"),
        (["ikke_etablert", "riktig_retning", "ikke_etablert"], "1 går i riktig retning og 2 er ikke etablert"),
    ],
)
def test_a_tally_names_what_there_is_in_its_order(kinds, expected):
    assert words.tally([words.Standing(kind, "", "", "") for kind in kinds]) == expected
