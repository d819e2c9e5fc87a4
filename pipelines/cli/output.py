"""How the command talks: sentences to the terminal, JSON to programs, progress on long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NoReturn

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from pipelines.texts import LANGUAGES, text

ERRORS = 2

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def fail(message: str, code: int = ERRORS) -> NoReturn:
    """Print one sentence to the error stream and stop with `code`."""
    errors.print(message, markup=False, style="red", soft_wrap=True)
    sys.exit(code)


def check_language(language: str) -> None:
    """Stop with a sentence when nothing can be said in `language`."""
    if language not in LANGUAGES:
        fail(text("skjema.ukjent_sprak", language=language, known=", ".join(LANGUAGES)))


def print_json(value: Any) -> None:
    """Print a value as JSON, and nothing else. Moments are written as ISO 8601."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_moment))


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


def table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> None:
    """Print a table; the columns whose positions are in `right` are set to the right."""
    shown = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    for position, heading in enumerate(headings):
        shown.add_column(heading, justify="right" if position in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*row)
    console.print(shown)


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """A progress bar per label, on the error stream so that what is printed stays clean."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=errors, transient=True) as bars:
        tasks: dict[str, Any] = {}

        def show(label: str, done: int, total: int) -> None:
            if label not in tasks:
                tasks[label] = bars.add_task(label)
            bars.update(tasks[label], completed=done, total=total)

        yield show
