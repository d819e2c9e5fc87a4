"""Try again what may pass by itself, and nothing else: a warehouse that another process holds."""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg

from pipelines.orchestration.stopped import in_words
from pipelines.warehouse.database import WarehouseBusyError

TIMES = 4
FIRST_WAIT = 5.0
"""Seconds; each wait is twice the one before. Four of them give the other process a minute and a quarter."""


@contextmanager
def patience(retry_number: int) -> Iterator[None]:
    """Let Dagster try the step again, later each time, when the warehouse is held by another process.

    Args:
        retry_number: how many times it has been tried again already.

    Raises:
        WarehouseBusyError: it is still held after the last time.
        UserError: the disk is full, which does not pass by itself.
    """
    try:
        with in_words():
            yield
    except WarehouseBusyError as error:
        if retry_number >= TIMES:
            raise
        raise dg.RetryRequested(max_retries=TIMES, seconds_to_wait=FIRST_WAIT * 2**retry_number) from error
