"""What stops a run is kept in each language that it is read in."""

from __future__ import annotations

import errno
from collections.abc import Callable
from typing import Any

import dagster as dg
import pytest

from pipelines.errors import UserError
from pipelines.evaluations.engine import why_stopped
from pipelines.orchestration.stopped import in_words
from pipelines.texts import READ_IN, speaking, text


def kept_of(act: Callable[[], None]) -> dict[str, Any]:
    """The event that Dagster keeps of a step that `act` ends, as its pages are told of it."""

    @dg.op
    def ends() -> None:
        with in_words():
            act()

    @dg.job
    def alone() -> None:
        ends()

    result = alone.execute_in_process(raise_on_error=False)
    (failed,) = [event for event in result.all_events if event.is_step_failure]
    met = failed.step_failure_data.error
    assert met is not None
    cause = {"message": met.cause.message} if met.cause else None
    return {"__typename": "ExecutionStepFailureEvent", "error": {"message": met.message, "cause": cause}}


def full_disk() -> None:
    raise OSError(errno.ENOSPC, "no space")


def changed() -> None:
    raise UserError(text("kjoring.endret_underveis"))


@pytest.mark.parametrize(("act", "key"), [(full_disk, "kjoring.disken_full"), (changed, "kjoring.endret_underveis")])
def test_each_reader_reads_why_in_her_language(act: Callable[[], None], key: str) -> None:
    event = kept_of(act)
    for language in READ_IN:
        with speaking(language):
            assert why_stopped([event]) == text(key)
