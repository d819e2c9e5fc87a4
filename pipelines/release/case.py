"""One release at the moment somebody wants to do something with it: all that the guards look at, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipelines.contracts.release_policy import State, Step
from pipelines.register import ReleaseStep
from pipelines.release.checklist import Remark


@dataclass(frozen=True, kw_only=True)
class Case:
    """Who wants what, and how things stand.

    Attributes:
        release: its id.
        state: where it is on its way.
        author: who built it; None where nobody was entered.
        manifest: of the frozen files; empty when they are `broken`.
        broken: what is wrong with the frozen files.
        remarks: the checklist.
        steps: everything done to it, oldest first.
        published: the release that is published now.
        seen: who has been shown what this one changes of `published`.
        single_user: whether the policy lets one person approve her own.
        actor: who acts: the operating system's user.
        second_person: whom the actor names as having read it too.
        now: the moment, with its zone.
    """

    release: str
    state: State
    author: str | None
    manifest: Mapping[str, Any]
    broken: str | None
    remarks: Sequence[Remark]
    steps: Sequence[ReleaseStep]
    published: str | None
    seen: frozenset[str]
    single_user: bool
    actor: str
    second_person: str | None
    now: datetime

    @property
    def submission(self) -> ReleaseStep | None:
        """The submission that stands: the last one, unless the release has been a draft since."""
        return self._standing(Step.SUBMIT)

    @property
    def approval(self) -> ReleaseStep | None:
        """The approval that stands: the last one, unless the release has been a draft since."""
        return self._standing(Step.APPROVE)

    def _standing(self, step: Step) -> ReleaseStep | None:
        for taken in reversed(self.steps):
            if taken.after == State.DRAFT:
                return None
            if taken.step == step:
                return taken
        return None
