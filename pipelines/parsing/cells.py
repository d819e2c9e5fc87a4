"""Cells and their places: names of columns, how far a sheet reaches, and how far it may reach."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.parsing.refusal import TaskRefused, Why

MAX_CELLS = 20_000_000
"""Rows x columns of a table, empty ones included, since a parser holds them all."""

Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column; rows as a user sees them, columns from 0."""

MAX_MERGED = 1000
"""Merged ranges told of one sheet; nobody acts on more."""


@dataclass(frozen=True)
class UsedRange:
    """The last row and column that hold or claim a cell; `errors`: some cell shows an error such as #N/A."""

    rows: int
    columns: int
    errors: bool = False
    merged: tuple[Merged, ...] = ()

    @property
    def corner(self) -> str:
        """The last cell as Excel names it."""
        return f"{column_letters(self.columns)}{self.rows}"

    def check(self, max_cells: int) -> None:
        """Raises `TaskRefused` for a range of more cells than `max_cells`."""
        if self.rows * self.columns > max_cells:
            raise TaskRefused(Why.RANGE, celle=self.corner)


def column_number(letters: str) -> int:
    """`A` -> 1, `XFD` -> 16 384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 -> `A`, 16 384 -> `XFD`."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
