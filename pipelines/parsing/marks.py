"""What marking a workbook has in common: our signs in it, text that stays text, and looks that cost little to set."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill

AUTHOR = "Opptrapp"
"""Of every comment we write; one that is found again is an earlier report's and goes."""

CODE_NAME = "OpptrappFunn"
"""Of our own sheet, so that an earlier report's is found and replaced whatever it is called."""

BEFORE = "\n———\n"
"""Between our words in a comment and those that stood there before."""

FILLS = {"ma_rettes": "FFFFC7CE", "bor_sjekkes": "FFFFE699", "til_orientering": "FFDDEBF7"}
"""Colour by what to do, the most pressing first; the comment says the same in words."""

LONGEST = 32_767
"""Signs in a cell of Excel."""

_LIKE_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def put(cell: Cell, value: str) -> Cell:
    """Write `value` as text, never as a formula or an error."""
    cell.value = printable(value)[:LONGEST]
    cell.data_type = "s"
    quote(cell)
    return cell


def quote(cell: Cell) -> None:
    """Set the quote mark on text that a spreadsheet could take for a formula when somebody edits it."""
    if isinstance(cell.value, str) and cell.value.startswith(_LIKE_FORMULA):
        cell.quotePrefix = True


def printable(value: str) -> str:
    """`value` without the signs that a workbook cannot hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub(" ", value))


class Looks:
    """Sets looks on many cells of one workbook.

    openpyxl compares every style with all it has each time one is set, which takes longer than all else in a file with
    many findings. Here that is done once for each look that a cell had before, and copied for the next cells.
    """

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Any] = {}

    def fill(self, cell: Cell | MergedCell, action: str) -> None:
        """The colour of what to do."""
        self._set(cell, action, lambda c: setattr(c, "fill", PatternFill("solid", fgColor=FILLS[action])))

    def link(self, cell: Cell) -> None:
        """Blue and underlined."""
        self._set(cell, "link", lambda c: setattr(c, "font", Font(color="FF0563C1", underline="single")))

    def wrap(self, cell: Cell) -> None:
        """Long text on several lines."""
        self._set(cell, "wrap", lambda c: setattr(c, "alignment", Alignment(vertical="top", wrap_text=True)))

    def _set(self, cell: Any, name: str, change: Callable[[Any], None]) -> None:
        key = name, cell.style_id
        if key in self._made:
            cell._style = copy(self._made[key])
        else:
            change(cell)
            self._made[key] = copy(cell._style)
