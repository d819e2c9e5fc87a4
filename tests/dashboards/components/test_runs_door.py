"""The door to the runs asks for every act whether it is hers, and tells Dagster in whose name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from dashboards.components.runs_door import RunsDoor
from pipelines.access.permissions import Refused
from pipelines.contracts.release_policy import State, Step
from pipelines.evaluations.engine import Engine
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.access import alone, holder
from tests.support.installation import AUTHOR
from tests.support.workflow import put_in, put_release

ROLES = {name: holder((name, "land")) for name in ("analytiker", "evaluator", "godkjenner", "administrator")}
ROLES["kommune"] = holder(("kommune", "kommune:1103"))
ROLES["alone"] = alone()
Act = Callable[[RunsDoor], object]
ACTS: dict[str, tuple[Act, set[str]]] = {
    "start": (lambda way: way.start(next(iter(way.evaluations.values()))), {"evaluator", "alone"}),
    "stop": (lambda way: way.stop("abcd"), {"evaluator", "alone"}),
    "rebuild": (lambda way: way.rebuild("a|2019", "a|2020"), {"evaluator", "alone"}),
    "revise": (lambda way: way.revise("a", 2019, "grunn"), {"evaluator", "alone"}),
    "compare": (lambda way: way.compare("abc"), {"analytiker", "evaluator", "godkjenner", "alone"}),
    "send": (lambda way: way.step("send", "abc"), {"evaluator", "alone"}),
    **{
        step.value: ((lambda way, step=step: way.step(step, "abc")), {"godkjenner", "alone"})
        for step in Step
        if step is not Step.SUBMIT
    },
}


class Asked:
    """Dagster's place: keeps what it is asked for."""

    runs: ClassVar[list[tuple[str, Any]]] = []

    def start(self, job: str, config: Any = None, tags: Any = None) -> str:
        self.runs.append((job, config))
        return "run"

    def stop(self, run: str) -> None:
        self.runs.append(("stop", run))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    Asked.runs.clear()
    monkeypatch.setattr(Engine, "of", lambda _settings: Asked())
    return Asked.runs


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", ACTS)
def test_who_may_ask_dagster_for_what(home: Settings, asked: list[tuple[str, Any]], act: str, role: str) -> None:
    do, allowed = ACTS[act]
    way = RunsDoor(home, "nb", ROLES[role])
    if role in allowed:
        do(way)
        assert len(asked) == 1
        return
    with pytest.raises(Refused):
        do(way)
    assert asked == []
    assert open_register(home.register_url).events()[-1].action.startswith("avvist: ")


def test_dagster_is_told_by_number_who_asked(home: Settings, asked: list[tuple[str, Any]]) -> None:
    RunsDoor(home, "nb", ROLES["evaluator"]).step("send", "abc")
    RunsDoor(home, "nb", ROLES["alone"]).step("send", "abc")
    configs = [config["ops"]["ta_steg"]["config"] for _, config in asked]
    assert configs == [{"step": "send", "release": "abc", "request": 1}, {"step": "send", "release": "abc"}]
    assert open_register(home.register_url).take_request(1, "send", "abc") == "P0001"


@pytest.mark.parametrize(
    ("role", "steps"),
    [("analytiker", ()), ("evaluator", ()), ("godkjenner", (Step.APPROVE, Step.REJECT)), ("kommune", None)],
)
def test_a_draft_is_shown_with_the_steps_that_are_hers(
    home: Settings, role: str, steps: tuple[Step, ...] | None
) -> None:
    release = put_release(home, author=AUTHOR)
    put_in(open_register(home.register_url), release, State.SUBMITTED)
    assert [draft.steps for draft in RunsDoor(home, "nb", ROLES[role]).drafts()] == ([] if steps is None else [steps])
