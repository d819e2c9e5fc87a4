"""Find the row of headers, and which forms it fits. Nothing here judges a file; `recognise` does."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from pipelines.contracts.model import Form, Survey
from pipelines.contracts.repository import Contracts
from pipelines.intake.identity import find
from pipelines.intake.likeness import Name, best, loose
from pipelines.intake.model import Sheet

SEARCHED_ROWS = 50
"""The header row is looked for in this many rows from the top; above it stand titles and instructions."""

RECOGNISED_SHARE = 0.3
"""With fewer of a form's required headers than this, a row is not its header row."""

FITS = 2
"""What a header that fits is worth, where a required one that is missing costs 1."""

Cells = Sequence[str | None]


def normalise(header: str | None) -> str:
    """A header as it is compared: blanks collapsed, case folded, å as one sign."""
    return unicodedata.normalize("NFC", " ".join((header or "").split())).casefold()


@cache
def _declared(header: str) -> str:
    """A form's header as it is compared. Kept for the next file, which headers of files never are."""
    return normalise(header)


@cache
def _called(name: str) -> Name:
    """What the contract calls a column, taken apart. Kept like `_declared`."""
    return Name.of(name)


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
        return FITS * len(self.names)

    @cached_property
    def called(self) -> dict[str, set[Name]]:
        """Our column -> all it is called: its headers in the survey's forms, its titles in every language, our name."""
        known = {c.name: {_called(c.name), *map(_called, c.title.values())} for c in self.form.columns}
        for form in (self.form, *self.survey.forms.values()):
            for column in form.columns:
                known.get(column.name, set()).add(_called(column.header))
        return known

    @cached_property
    def also_called(self) -> dict[str, str]:
        """What the columns are called, as loosely compared -> header as compared; names of two columns are left out."""
        known: dict[str, set[str]] = defaultdict(set)
        for column, names in self.called.items():
            for written in frozenset[str]().union(*(name.written for name in names)):
                known[written].add(_declared(self.form.by_name[column].header))
        return {written: next(iter(headers)) for written, headers in known.items() if len(headers) == 1}

    def nearness(self, header: str) -> dict[str, float]:
        """How near `header` is to each of our columns; only the one it is called, where it is a name of one."""
        name = Name.of(header)
        called = {self.also_called.get(written) for written in name.written} - {None}
        if len(called) == 1:
            return {self.names[called.pop() or ""]: 1.0}
        return {column: best(name, names) for column, names in self.called.items()}

    def score(self, headers: frozenset[str], looser: Mapping[str, str]) -> int | None:
        """Headers found, twice, minus required ones missing; None when too few are found for this to be the form.

        What is found counts twice what is missing, or half a file of a long form would be taken for a short form that
        asks for little. A column that stands there by another of its names counts as missing and once as found:
        better than one that is not there at all, worse than one that is.

        Args:
            headers: of the row, as compared.
            looser: the same -> as loosely compared; empty where only the form's own headers shall count.
        """
        found = headers & self.names.keys()
        also = {self.also_called.get(looser[h]) for h in looser.keys() - found} - {None} - found
        if 2 * len(found) + len(also) < 2 * max(2, math.ceil(RECOGNISED_SHARE * len(self.required))):
            return None
        return FITS * len(found) + len(also) - len(self.required - headers)


@dataclass(frozen=True)
class HeaderRow:
    """The row that fits best, and the forms that fit it equally well. `index` counts from the sheet's first row.

    `cells` are the headers as they are to be read: those that are accepted to mean others are replaced.
    """

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
    def written(self) -> Cells:
        """The headers as they stand in the file."""
        return self.sheet.cells.row(self.index)

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


def header_rows(
    sheets: Sequence[Sheet], forms: Sequence[Candidate], renamed: Mapping[str, str] | None = None
) -> list[HeaderRow]:
    """The best header row of each sheet that has one, the best sheet first.

    Args:
        sheets: of the file.
        forms: that it may have been made with.
        renamed: header as compared -> the form's header that it is accepted to mean.
    """
    found = [row for sheet in sheets if (row := _of_sheet(sheet, forms, renamed or {}))]
    return sorted(found, key=lambda row: -row.score)


def _of_sheet(sheet: Sheet, forms: Sequence[Candidate], renamed: Mapping[str, str]) -> HeaderRow | None:
    best: HeaderRow | None = None
    for index, written in enumerate(sheet.cells.head(SEARCHED_ROWS).iter_rows()):
        cells = _renamed(written, renamed)
        scores = _scores(cells, forms)
        top = max((score for score, _ in scores), default=None)
        if top is not None and (best is None or top > best.score):
            best = HeaderRow(sheet, index, cells, top, tuple(form for score, form in scores if score == top))
            if best.perfect:
                break
    return best


def _renamed(cells: Cells, renamed: Mapping[str, str]) -> Cells:
    """The headers as they are accepted; a header that stands there already is never made twice."""
    there = {normalise(cell) for cell in cells} if renamed else set()
    meant = {found: means for found, means in renamed.items() if normalise(means) not in there}
    return [meant.get(normalise(cell), cell) for cell in cells] if there & meant.keys() else cells


def _scores(cells: Cells, forms: Sequence[Candidate]) -> list[tuple[int, Candidate]]:
    headers = frozenset(filter(None, map(normalise, cells)))
    scores = [(score, form) for form in forms if (score := form.score(headers, {})) is not None]
    if any(score == form.perfect for score, form in scores):
        return scores
    looser = {header: loose(header) for header in headers}
    return [(score, form) for form in forms if (score := form.score(headers, looser)) is not None]


def whole_header(header: str | None, form: Candidate) -> str | None:
    """A header as it may be kept and compared later: a name that the form itself uses, or one that is shown whole."""
    flat = " ".join((header or "").split())
    return flat if loose(flat) in form.also_called or shown_header(flat) == flat else None


SHOWN_HEADER = 40
"""Headers longer than this are cut where they are shown."""


def shown_header(header: str | None) -> str | None:
    """A header as it can be shown and kept; None for one that may hold a value about somebody instead of a name."""
    flat = " ".join(("".join(c if c.isprintable() else " " for c in header or "")).split())
    if not flat or find(flat) or sum(c.isdigit() for c in flat) >= 6 or "@" in flat:
        return None
    return flat if len(flat) <= SHOWN_HEADER else flat[: SHOWN_HEADER - 1] + "…"
