"""What each role is shown: pages, releases in a state, steps and deliveries."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.page_names import ORDER
from pipelines.access.policy import Action
from pipelines.access.states import may_see, steps_for
from pipelines.access.visibility import (
    municipalities_for,
    pages_for,
    sees_delivery,
    sees_page,
    sees_place,
    sees_point,
    sees_whole_drafts,
)
from pipelines.contracts.release_policy import Point, State, Step
from tests.support.access import POLICY, holder

ROLES = {
    "kommune": holder(("kommune", "kommune:1103")),
    "analytiker": holder(("analytiker", "korus:vest_stavanger")),
    "evaluator": holder(("evaluator", "land")),
    "godkjenner": holder(("godkjenner", "land")),
    "administrator": holder(("administrator", "land")),
    "": holder(),
}
FIGURES = {"oversikt", "indikator", "region", "sammenlign", "opptrappingsplanen", "dekning", "om-tallene"}
PUBLIC = {State.PUBLISHED, State.REPLACED}


def test_every_page_there_is_stands_in_the_policy_and_no_other() -> None:
    assert set(POLICY.pages) == set(ORDER)


@pytest.mark.parametrize(
    ("role", "pages"),
    [
        ("kommune", FIGURES | {"last-opp"}),
        ("analytiker", FIGURES | {"kjoringer"}),
        ("evaluator", FIGURES | {"kjoringer"}),
        ("godkjenner", FIGURES | {"kjoringer"}),
        ("administrator", FIGURES | {"tilganger"}),
        ("", set()),
    ],
)
def test_pages(role: str, pages: set[str]) -> None:
    assert set(pages_for(ROLES[role], ORDER)) == pages
    assert not sees_page(ROLES[role], "en-side-som-ikke-er-nevnt")


@pytest.mark.parametrize(
    ("role", "states"),
    [("kommune", PUBLIC), ("administrator", PUBLIC), ("analytiker", {*State}), ("evaluator", {*State}),
     ("godkjenner", {*State}), ("", set())],
)  # fmt: skip
def test_releases_by_the_state_they_are_in(role: str, states: set[State]) -> None:
    assert {state for state in State if may_see(ROLES[role], state)} == states
    assert not may_see(ROLES[role], "arkivert")


@pytest.mark.parametrize(
    ("role", "steps"),
    [("kommune", ()), ("analytiker", ()), ("administrator", ()), ("", ()), ("evaluator", (Step.SUBMIT,)),
     ("godkjenner", tuple(step for step in Step if step is not Step.SUBMIT))],
)  # fmt: skip
def test_steps(role: str, steps: tuple[Step, ...]) -> None:
    assert steps_for(ROLES[role], tuple(Step)) == steps


@pytest.mark.parametrize(
    ("recognised", "seen"), [({"1103"}, True), ({"1103", "1142"}, True), ({"1103", "1106"}, False), (set(), False)]
)
def test_a_municipality_sees_deliveries_that_are_hers_alone(recognised: set[str], seen: bool) -> None:
    assert sees_delivery(ROLES["kommune"], recognised) is seen
    assert not any(sees_delivery(ROLES[role], recognised) for role in ROLES if role != "kommune")


def test_only_her_own_municipalities_are_offered() -> None:
    names = {"1103": "Stavanger", "1106": "Haugesund", "0301": "Oslo"}
    assert municipalities_for(ROLES["kommune"], Action.HAND_IN, names) == {"1103": "Stavanger"}
    assert municipalities_for(ROLES["evaluator"], Action.HAND_IN, names) == {}


WHOLE = {"evaluator", "godkjenner"}
COUNTED_ELSEWHERE = {Point.CONFIRMED, Point.WARNINGS, Point.NOTES, Point.PUBLISHED}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_drafts_of_a_region_sees_no_point_that_counts_elsewhere(role: str) -> None:
    seen = {point for point in Point if sees_point(ROLES[role], point)}
    assert seen == ({*Point} if role in WHOLE else {*Point} - COUNTED_ELSEWHERE if role == "analytiker" else set())
    assert sees_whole_drafts(ROLES[role]) is (role in WHOLE)


@pytest.mark.parametrize(
    ("made_of", "seen"),
    [({"1103"}, True), ({"1142"}, True), ({"1103", "1106"}, True), ({"1103", "0301"}, False), ({"0301"}, False),
     (set(), False)],
)  # fmt: skip
def test_figures_of_a_draft_are_of_places_that_lie_wholly_in_her_region(made_of: set[str], seen: bool) -> None:
    assert sees_place(ROLES["analytiker"], made_of) is seen
    assert all(sees_place(ROLES[role], made_of) is (role in WHOLE) for role in ROLES if role != "analytiker")


@pytest.mark.parametrize("shown", [True, False])
def test_the_land_is_shown_where_the_policy_says_so(shown: bool) -> None:
    policy = replace(POLICY, draft_land=shown)
    for role, one in ROLES.items():
        sees = sees_place(replace(one, policy=policy), {"0301", "1103"}, land=True)
        assert sees is (role in WHOLE or (role == "analytiker" and shown))
