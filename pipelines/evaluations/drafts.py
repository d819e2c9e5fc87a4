"""The releases that are on their way, as whoever decides sees them. Reads only; every step is taken by Dagster."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.contracts.release_policy import State, Step
from pipelines.errors import UserError
from pipelines.published.changes import Changes, open_changes
from pipelines.register import ReleaseEntry
from pipelines.release.checklist import Remark
from pipelines.release.workflow import Workflow, state_of
from pipelines.settings import Settings

ON_THE_WAY = (State.DRAFT, State.SUBMITTED, State.APPROVED)
STEPS = {
    State.DRAFT: (Step.SUBMIT,),
    State.SUBMITTED: (Step.APPROVE, Step.REJECT),
    State.APPROVED: (Step.PUBLISH, Step.REJECT),
}


@dataclass(frozen=True)
class Draft:
    """A release that is not on the pages yet.

    Attributes:
        entry: as the register has it.
        state: where it is on its way.
        title: of the state.
        remarks: the checklist.
        changes: what it changes of the release that is published now; None where that has not been computed.
        first: whether nothing is published, so that there is nothing to compare with.
        steps: what may be asked for.
        stopped: whether a point of the checklist stops it.
        broken: why it cannot be looked at, if so.
        in_part: whether it is shown for a part of the land, and `remarks` and `changes` are of that.
    """

    entry: ReleaseEntry
    state: State
    title: str
    remarks: tuple[Remark, ...]
    changes: Changes | None
    first: bool
    steps: tuple[Step, ...]
    stopped: bool = False
    broken: str | None = None
    in_part: bool = False


def drafts(settings: Settings, language: str = "nb", limit: int = 5) -> list[Draft]:
    """The releases on their way, newest first, at most `limit`."""
    workflow = Workflow.of(settings)
    shown = workflow.register.published()
    entries = [entry for entry in workflow.register.releases() if state_of(entry) in ON_THE_WAY]
    return [_draft(workflow, entry, shown, settings.releases, language) for entry in entries[:limit]]


def _draft(workflow: Workflow, entry: ReleaseEntry, shown: str | None, releases: Path, language: str) -> Draft:
    state = state_of(entry)
    titles = workflow.policy.titles[state]
    title = titles.get(language) or titles["nb"]
    try:
        remarks = tuple(workflow.remarks(entry.id))
        changes = open_changes(releases, entry.id)
    except UserError as error:
        return Draft(entry, state, title, (), None, shown is None, (), broken=str(error))
    if changes is not None and changes.fra != shown:
        changes = None
    stopped = any(remark.stops for remark in remarks)
    return Draft(entry, state, title, remarks, changes, shown is None, STEPS[state], stopped)
