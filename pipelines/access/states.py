"""What a state lets be done: who may see a release in the state it is in, and who may take it a step on.

Which steps lead from which state is the workflow's (`policies/release.yaml`); here only for whom.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.access.permissions import Holder
from pipelines.access.policy import Action
from pipelines.contracts.release_policy import State, Step


def may_see(holder: Holder, state: str) -> bool:
    """Whether she may see a release in `state`; nobody sees one in a state that is unknown."""
    return state in set(State) and holder.may(holder.policy.states[State(state)])


def action_of(holder: Holder, step: Step) -> Action:
    """The action that a step asks for."""
    return holder.policy.steps[step]


def steps_for(holder: Holder, steps: Sequence[Step]) -> tuple[Step, ...]:
    """Those of `steps` that are hers to take."""
    return tuple(step for step in steps if holder.may(action_of(holder, step)))
