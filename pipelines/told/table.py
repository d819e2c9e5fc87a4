"""A table as it is read: words and numbers ready to show. How it is drawn, or set, belongs to page and report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Lead = Callable[[str, str], str | None]
"""Where the title of an indicator, told of in a base group, leads."""


def nowhere(_indicator: str, _base: str) -> None:
    """What is told on paper leads nowhere."""


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a smaller note below it, an address it leads to, and whether it stands for no number.

    `remark` is what the municipality itself has written, told apart from our own note. `sign` stands before the text,
    for the eye only: it repeats what the text says. `judged` is what the release says of the figure, on a line of its
    own, after a sign that is likewise for the eye only (`judged_sign`).
    """

    text: str
    note: str | None = None
    link: str | None = None
    missing: bool = False
    remark: str | None = None
    sign: str | None = None
    judged: str | None = None
    judged_sign: str | None = None


@dataclass(frozen=True)
class Column:
    """One column. Numbers stand to the right, words to the left; several words need room on a narrow screen.

    `note` is a smaller line below the title, `link` where the title leads, and `sorted` tells that rows stand in the
    order of this column: `ascending` or `descending`.
    """

    title: str
    numeric: bool = True
    wordy: bool = False
    note: str | None = None
    link: str | None = None
    sorted: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True)
class Table:
    """Rows under a caption; the first cell of each row is its heading."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def without_empty_columns(self) -> Table:
        """The same table without columns that say nothing in any row."""
        kept = [i for i in range(len(self.columns)) if i == 0 or any(row[i].text for row in self.rows)]
        return Table(
            self.caption,
            tuple(self.columns[i] for i in kept),
            tuple(tuple(row[i] for i in kept) for row in self.rows),
        )
