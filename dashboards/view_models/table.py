"""A table as a page shows it: words and numbers ready to read. How it is drawn belongs to the components."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """One cell: its text, a smaller note below it, an address it leads to, and whether it stands for no number.

    `remark` is what the municipality itself has written, told apart from our own note. `sign` stands before the text,
    for the eye only: it repeats what the text says.
    """

    text: str
    note: str | None = None
    link: str | None = None
    missing: bool = False
    remark: str | None = None
    sign: str | None = None


@dataclass(frozen=True)
class Column:
    """One column. Numbers stand to the right, words to the left; several words need room on a narrow screen."""

    title: str
    numeric: bool = True
    wordy: bool = False


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
