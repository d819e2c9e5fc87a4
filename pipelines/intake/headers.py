"""Find the row of headers, and which forms it fits. Nothing here judges a file; `recognise` does."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipelines.contracts.model import Form, Survey
from pipelines.contracts.repository import Contracts
from pipelines.intake.identity import find
from pipelines.intake.model import Sheet

SEARCHED_ROWS = 50
"""The header row is looked for in this many rows from the top; above it stand titles and instructions."""

RECOGNISED_SHARE = 0.3
"""With fewer of a form's required headers than this, a row is not its header row."""

Cells = Sequence[str | None]


def normalise(header: str | None) -> str:
    """A header as it is compared: blanks collapsed, case folded, å as one sign."""
    return unicodedata.normalize("NFC", " ".join((header or "").split())).casefold()


@cache
def _declared(header: str) -> str:
    """A form's header as it is compared. Kept for the next file, which headers of files never are."""
    return normalise(header)


@dataclass(frozen=True, eq=False)
class Candidate:
    """A form that the file may have been made with."""

    survey: Survey
    form: Form

    @cached_property
    def names(self) -> dict[str, str]:
        """Header as compared -> our column."""
        return {_declared(c.header): c.name for c in self.form.columns}

    @cached_property
    def required(self) -> frozenset[str]:
        """Headers, as compared, that must be there."""
        return frozenset(_declared(c.header) for c in self.form.columns if c.required)

    @property
    def perfect(self) -> int:
        """The score of a row with every header, optional ones too."""
        return len(self.names)

    def score(self, headers: frozenset[str]) -> int | None:
        """Headers found minus required ones missing; None when too few are found for this to be the form."""
        found = len(headers & self.names.keys())
        if found < max(2, math.ceil(RECOGNISED_SHARE * len(self.required))):
            return None
        return found - len(self.required - headers)


@dataclass(frozen=True)
class HeaderRow:
    """The row that fits best, and the forms that fit it equally well. `index` counts from the sheet's first row."""

    sheet: Sheet
    index: int
    cells: Cells
    score: int
    candidates: tuple[Candidate, ...]

    @property
    def perfect(self) -> bool:
        """Whether every header of a form stands here, so that no other row can fit better."""
        return any(self.score == form.perfect for form in self.candidates)

    @property
    def width(self) -> int:
        """How many cells the row has; longer lines are `ragged`, not columns without a name."""
        return int(self.sheet.widths[self.index]) if self.sheet.widths is not None else len(self.cells)


def candidates(contracts: Contracts, survey: str | None = None) -> list[Candidate]:
    """Every form of every survey, or of the one named."""
    surveys = [s for s in contracts.surveys.values() if survey in (None, s.id)]
    return [Candidate(s, f) for s in surveys for f in s.forms.values()]


def best_score(rows: Iterable[Cells], forms: Sequence[Candidate]) -> int | None:
    """The best score of any of `rows`; None when none of them is a header row."""
    best: int | None = None
    for cells in rows:
        for score, form in _scores(cells, forms):
            best = score if best is None else max(best, score)
            if score == form.perfect:
                return score
    return best


def header_rows(sheets: Sequence[Sheet], forms: Sequence[Candidate]) -> list[HeaderRow]:
    """The best header row of each sheet that has one, the best sheet first."""
    found = [row for sheet in sheets if (row := _of_sheet(sheet, forms))]
    return sorted(found, key=lambda row: -row.score)


def _of_sheet(sheet: Sheet, forms: Sequence[Candidate]) -> HeaderRow | None:
    best: HeaderRow | None = None
    for index, cells in enumerate(sheet.cells.head(SEARCHED_ROWS).iter_rows()):
        scores = _scores(cells, forms)
        top = max((score for score, _ in scores), default=None)
        if top is not None and (best is None or top > best.score):
            best = HeaderRow(sheet, index, cells, top, tuple(form for score, form in scores if score == top))
            if best.perfect:
                break
    return best


def _scores(cells: Cells, forms: Sequence[Candidate]) -> list[tuple[int, Candidate]]:
    headers = frozenset(filter(None, map(normalise, cells)))
    return [(score, form) for form in forms if (score := form.score(headers)) is not None]


SHOWN_HEADER = 40
"""Headers longer than this are cut where they are shown."""


def shown_header(header: str | None) -> str | None:
    """A header as it can be shown and kept; None for one that may hold a value about somebody instead of a name."""
    flat = " ".join(("".join(c if c.isprintable() else " " for c in header or "")).split())
    if not flat or find(flat) or sum(c.isdigit() for c in flat) >= 6 or "@" in flat:
        return None
    return flat if len(flat) <= SHOWN_HEADER else flat[: SHOWN_HEADER - 1] + "…"
