"""A full disk in words, whoever of those that write met it; and what stops a run, in each language it is read in."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from polars.exceptions import PolarsError

from pipelines.errors import UserError
from pipelines.texts import text
from pipelines.texts.again import noted_in_every_language

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def in_words() -> Iterator[None]:
    """Say a full disk in one sentence, and note on an error what it says in the other languages.

    Raises:
        UserError: nothing more could be written; whatever else is raised passes as it is.
    """
    with noted_in_every_language():
        try:
            yield
        except (OSError, PolarsError, duckdb.Error) as error:
            if not _is_full(error):
                raise
            raise UserError(text("kjoring.disken_full")) from error


def _is_full(error: Exception) -> bool:
    """Libraries that are not Python's give the system's words, and not its number."""
    if isinstance(error, OSError) and error.errno is not None:
        return error.errno in _FULL
    return any(os.strerror(number) in str(error) for number in _FULL)
