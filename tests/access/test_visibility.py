"""What each role is shown: pages, releases in a state, steps and deliveries."""

from __future__ import annotations

import pytest

from dashboards.page_names import ORDER
from pipelines.access.policy import Action
from pipelines.access.states import may_see, steps_for
from pipelines.access.visibility import municipalities_for, pages_for, sees_delivery, sees_page
from pipelines.contracts.release_policy import State, Step
from tests.support.access import POLICY, holder

ROLES = {
    "kommune": holder(("kommune", "kommune:1103")),
    "analytiker": holder(("analytiker", "korus:stavanger")),
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
