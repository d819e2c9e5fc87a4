"""Every role, action and area: what is written here may be done, and nothing else."""

from __future__ import annotations

from itertools import product

import pytest

from pipelines.access.area import LAND, Area, AreaKind
from pipelines.access.permissions import Holder, Holding, Refused, everything
from pipelines.access.policy import Action
from tests.support.access import POLICY, holder

AREAS = {"kommune": "kommune:1103", "korus": "korus:vest_stavanger", "land": "land"}
ASKED = {"own": ["1103"], "own before the merger": ["1142"], "neighbour": ["1106"], "far away": ["0301"],
         "own and another's": ["1103", "1106"], "nobody's": []}  # fmt: skip
OWN = {"own", "own before the merger"}
REGION = OWN | {"neighbour", "own and another's"}
MAY: dict[tuple[str, str], set[str]] = {
    ("kommune", "se_tall"): OWN,
    ("kommune", "lever"): OWN,
    ("kommune", "se_leveringer"): OWN,
    ("analytiker i region", "se_tall"): REGION,
    ("analytiker i region", "se_utkast"): REGION,
    ("analytiker", "se_tall"): {*ASKED},
    ("analytiker", "se_utkast"): {*ASKED},
    ("evaluator", "se_tall"): {*ASKED},
    ("evaluator", "se_utkast"): {*ASKED},
    ("evaluator", "se_kjoringer"): {*ASKED},
    ("evaluator", "styr_kjoringer"): {*ASKED},
    ("evaluator", "send_utkast"): {*ASKED},
    ("godkjenner", "se_tall"): {*ASKED},
    ("godkjenner", "se_utkast"): {*ASKED},
    ("godkjenner", "se_kjoringer"): {*ASKED},
    ("godkjenner", "avgjor_utkast"): {*ASKED},
    ("administrator", "se_tall"): {*ASKED},
    ("administrator", "styr_tilganger"): {*ASKED},
}
HOLDERS: dict[str, Holder] = {
    "nobody": holder(),
    "kommune": holder(("kommune", "kommune:1103")),
    "analytiker i region": holder(("analytiker", "korus:vest_stavanger")),
    "analytiker": holder(("analytiker", "land")),
    "evaluator": holder(("evaluator", "land")),
    "godkjenner": holder(("godkjenner", "land")),
    "administrator": holder(("administrator", "land")),
    "a role that is no more": Holder("P0009", "Ola", POLICY, (Holding("sjef", LAND, None),)),
}


def test_every_role_and_area_it_is_given_in_is_asked_about() -> None:
    given = {(name, kind.value) for name, role in POLICY.roles.items() for kind in role.areas}
    held = {(h.role, h.area.kind.value) for one in HOLDERS.values() for h in one.holdings} - {("sjef", "land")}
    assert given == held


@pytest.mark.parametrize(
    ("who", "action", "asked"), list(product(HOLDERS, Action, ASKED)), ids=lambda value: str(value).replace(" ", "_")
)
def test_who_may_do_what_for_whom(who: str, action: Action, asked: str) -> None:
    one, allowed = HOLDERS[who], MAY.get((who, action.value), set())
    assert one.may(action) is bool(allowed)
    assert one.may_for(action, ASKED[asked]) is (asked in allowed)
    if asked in allowed:
        one.require(action, ASKED[asked])
    else:
        with pytest.raises(Refused) as refusal:
            one.require(action, ASKED[asked])
        assert refusal.value.action is action
        assert not any(code in str(refusal.value) for code in ASKED[asked])


def test_two_grants_reach_as_far_as_both() -> None:
    both = holder(("kommune", "kommune:1103"), ("analytiker", "land"))
    assert both.reach(Action.HAND_IN) == {"1103", "1142"}
    assert both.reach(Action.SEE_FIGURES) is None
    assert both.reach(Action.DECIDE) == frozenset()


def test_only_the_land_reaches_everywhere() -> None:
    for area, municipalities in ((Area(AreaKind.REGION, "midt"), None), (LAND, frozenset({"1103"}))):
        with pytest.raises(ValueError, match="land"):
            Holding("analytiker", area, municipalities)


def test_the_user_of_the_machine_may_do_everything_but_let_others_in_and_is_told_apart() -> None:
    alone = everything(POLICY, "kari")
    assert alone.single_user
    assert {action for action in Action if not alone.may(action)} == {Action.STEER_GRANTS}
    assert all(alone.may_for(action, codes) for action in Action if alone.may(action) for codes in ASKED.values())
    assert not holder(("evaluator", "land")).single_user
