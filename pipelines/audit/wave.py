"""One wave of a survey as an attacker writes it down: which counts are published, and which sums hold between them.

A count is a place and a box; the same persons under two names are one count. Sums of places are taken between
published boxes only: that they hold for what is left of them too follows from those.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from pipelines.audit.boxes import Box, Boxes
from pipelines.audit.places import PLACE, Changed, Numbers, Places, places_of, regions, spread, with_copies
from pipelines.audit.span import Span, span_of
from pipelines.audit.splits import Split, order, splits
from pipelines.contracts.model import Survey
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import columns_of
from pipelines.published import VIEW_REPORTED, WHOLE, Status

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
_COUNTS = ("teller", "nevner")
_NUMBERED = (*_COUNTS, "rest")
UNKNOWNS = [*_COUNTS, *(f"x_{column}" for column in _COUNTS)]
"""The columns of numbered figures that tell of unknowns."""
_TRAITS = ["kjent", "ukjent", "rest_ukjent", "folsom", "snitt"]


def differences(newest: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """The figures that two releases both show: `CELL`, `PLACE`, by how many persons they differ most, and `ulik`.

    Args:
        newest: rows of the cube, of one wave.
        earlier: likewise, of the same one.
    """
    shown = pl.any_horizontal(pl.col(*_COUNTS, "verdi").is_not_null())
    both = newest.filter(shown).join(earlier.filter(shown), on=[*CELL, *PLACE], suffix="_for")
    persons = pl.max_horizontal((pl.col(c) - pl.col(f"{c}_for")).abs() for c in _COUNTS).fill_null(0)
    return both.select(*CELL, *PLACE, personer=persons, ulik=(persons > 0) | (pl.col("verdi") != pl.col("verdi_for")))


@dataclass(frozen=True)
class Counted:
    """Whom a figure counts, and of whom; None where nobody can be, or the base is of inhabitants.

    `under` of a mean is the sum that it is the mean of.
    """

    under: Box | None
    over: Box | None


@dataclass(frozen=True)
class Told:
    """What figures say of each unknown, which they say anything of, and how often two of them disagree."""

    values: Numbers
    known: NDArray[np.bool_]
    disagree: int


@dataclass(frozen=True)
class Edition:
    """What one release holds of a wave.

    Attributes:
        figures: its rows: `CELL`, `PLACE`, `status` and the numbers.
        taking_part: numbers, as reported, of the municipalities that took part.
    """

    figures: pl.DataFrame
    taking_part: frozenset[str]


@dataclass(frozen=True)
class Wave:
    """A wave's figures and what links them.

    Attributes:
        survey: the contract.
        year: the wave.
        indicators: those that count persons.
        newest: what the attacked release holds.
        links: between the places of all municipalities that took part in any edition.
        earlier: what releases published before it hold, of figures that are defined alike.
    """

    survey: Survey
    year: int
    indicators: tuple[Indicator, ...]
    newest: Edition
    links: Links
    earlier: tuple[Edition, ...] = ()

    @cached_property
    def boxes(self) -> Boxes:
        """The codes of the wave's form."""
        form = self.survey.form_of(self.year)
        if form is None:
            raise ValueError(f"{self.survey.id} {self.year}: no form")
        return Boxes(form)

    @cached_property
    def counted(self) -> dict[tuple[str, str, str, str], Counted]:
        """Whom the figures of each cell count."""
        return dict(self._counted())

    def _counted(self) -> Iterator[tuple[tuple[str, str, str, str], Counted]]:
        groups = self.survey.base_groups
        for indicator in self.indicators:
            population = indicator.population or self.survey.published_population or "TRUE"
            quantity = indicator.value
            answered = (f"({quantity}) IS NOT NULL",) if quantity else ()
            among = (population, indicator.denominator, *answered)
            for base in indicator.bases:
                of_base = {groups.column: groups.sums.get(base, (base,))} if groups else {}
                for breakdown, category in self._categories(indicator):
                    whole = breakdown == WHOLE
                    codes = [of_base] if whole else [of_base, self.boxes.category(breakdown, category)]
                    over = None if indicator.rate else self.boxes.of(among, *codes)
                    under = self.boxes.of((*among, indicator.numerator or "TRUE"), *codes)
                    if quantity and under is not None:
                        under = Boxes.sum_of(quantity, under)
                    yield (indicator.id, base, breakdown, category), Counted(under, over)

    def _categories(self, indicator: Indicator) -> Iterator[tuple[str, str]]:
        yield WHOLE, WHOLE
        for breakdown in indicator.breakdowns:
            for category in self.boxes.categories(breakdown):
                yield breakdown, category

    @cached_property
    def published(self) -> list[Box]:
        """Every box that a figure counts."""
        boxes = {box for one in self.counted.values() for box in (one.under, one.over) if box is not None}
        return sorted(boxes, key=order)

    @cached_property
    def splits(self) -> list[Split]:
        """Which boxes are sums of others."""
        return splits(self.published, self.boxes.domain)

    @cached_property
    def number(self) -> dict[Box, int]:
        """Every box's number; the published ones come first."""
        found = dict.fromkeys(self.published)
        for whole, parts in self.splits:
            found |= dict.fromkeys([whole, *sorted(parts, key=order)])
        return {box: n for n, box in enumerate(found)}

    @cached_property
    def own_places(self) -> Places:
        """Where the figures are of, and what adds up to what."""
        return places_of(
            pl.concat(e.figures.select(PLACE) for e in (self.newest, *self.earlier)), self.links, self.year
        )

    @cached_property
    def _with_copies(self) -> tuple[Places, list[Numbers]]:
        places = self.own_places
        return with_copies(places, (spread(places, self._differ(e)) for e in self.earlier))

    def _differ(self, earlier: Edition) -> Changed:
        """The places of which a figure shown in both releases is not the same, or that took part in one only."""
        differ = np.zeros(self.own_places.size, np.bool_)
        moved = differences(self.newest.figures, earlier.figures).filter("ulik")
        differ[moved.join(self.own_places.names, on=PLACE)["plass"].to_numpy()] = True
        differ[self._places_of(self.newest.taking_part ^ earlier.taking_part)] = True
        return differ

    def _places_of(self, municipalities: frozenset[str]) -> Numbers:
        names = self.own_places.names.filter(pl.col("regiontype") == "kommune", pl.col("geografi") == VIEW_REPORTED)
        return names.filter(pl.col("regionkode").is_in(sorted(municipalities)))["plass"].to_numpy()

    @property
    def places(self) -> Places:
        """`own_places`, and copies of those that were not the same in earlier releases."""
        return self._with_copies[0]

    @cached_property
    def rows(self) -> pl.DataFrame:
        """The newest figures, with the numbers of their unknowns and what is known of them.

        `x_teller`, `x_nevner` and `x_rest`, those of the base who are not counted, are null where there are none: a
        denominator that counts inhabitants, a box nobody can be in, a rest that no sum has.
        `kjent` says that the catalogue tells whom the figure counts; `ukjent` and `rest_ukjent` that all that is told
        of those counted, or of the rest of the base, is that something is not known of them; `folsom` that the figure
        is of something sensitive; `snitt` that it is a mean.
        """
        return self.numbered(self.newest.figures)

    def numbered(self, figures: pl.DataFrame) -> pl.DataFrame:
        """`figures` of the wave as they would be `rows` of the newest release."""
        return self._numbered(figures, np.arange(self.own_places.size))

    @cached_property
    def earlier_rows(self) -> list[pl.DataFrame]:
        """The figures of earlier releases, likewise."""
        return [self._numbered(e.figures, n) for e, n in zip(self.earlier, self._with_copies[1], strict=True)]

    def _numbered(self, figures: pl.DataFrame, place: Numbers) -> pl.DataFrame:
        width = len(self.number)
        names = self.own_places.names.with_columns(plass=pl.Series(place[self.own_places.names["plass"].to_numpy()]))
        nobody = pl.col("status") == Status.NO_DENOMINATOR.value
        return (
            figures.join(self._cells, on=CELL, how="left")
            .join(names, on=PLACE)
            .with_columns(pl.col(_TRAITS).fill_null(value=False))
            .with_columns(pl.when(nobody).then(0).otherwise(pl.col(c)).alias(c) for c in _COUNTS)
            .with_columns((pl.col("plass") * width + pl.col(f"b_{c}")).alias(f"x_{c}") for c in _NUMBERED)
            .with_columns(nevner=pl.when(pl.col("b_nevner").is_not_null()).then("nevner"))
            .drop(*(f"b_{c}" for c in _NUMBERED), "plass")
        )

    def nobody(self) -> Numbers:
        """The unknowns that are zero since their municipality did not take part."""
        all_parts = self.newest.taking_part.union(*(e.taking_part for e in self.earlier))
        places = [self._places_of(all_parts - self.newest.taking_part)]
        for edition, number in zip(self.earlier, self._with_copies[1], strict=True):
            places.append(number[self._places_of(all_parts - edition.taking_part)])
        width = len(self.number)
        at: Numbers = (np.concatenate(places)[:, None] * width + np.arange(width)).ravel()
        return at

    def told(self, rows: pl.DataFrame) -> Told:
        """What `rows`, numbered figures, say of the unknowns."""
        values, known, disagree = np.zeros(self.size, np.int64), np.zeros(self.size, np.bool_), 0
        known[self.nobody()] = True
        for column in _COUNTS:
            seen = rows.filter(pl.col(column).is_not_null(), pl.col(f"x_{column}").is_not_null())
            at, what = seen[f"x_{column}"].to_numpy(), seen[column].to_numpy()
            fresh = ~known[at]
            values[at[fresh]], known[at] = what[fresh], True
            disagree += int(np.count_nonzero(values[at] != what))
        return Told(values, known, disagree)

    @cached_property
    def _cells(self) -> pl.DataFrame:
        columns = {**dict.fromkeys(CELL, pl.String), **dict.fromkeys([f"b_{c}" for c in _NUMBERED], pl.Int64),
                   **dict.fromkeys(_TRAITS, pl.Boolean)}  # fmt: skip
        means = {i.id for i in self.indicators if i.value}
        sensitive = {i.id: bool(columns_of(i.numerator or "TRUE") & self.survey.sensitive) for i in self.indicators}
        rows = []
        for cell, one in self.counted.items():
            rest = self.boxes.rest(one.under, one.over) if one.under is not None and one.over is not None else None
            is_unknown = [box is not None and self.boxes.of_unknown(box) for box in (one.under, rest)]
            numbers = [None if box is None else self.number.get(box) for box in (one.under, one.over, rest)]
            rows.append((*cell, *numbers, True, *is_unknown, sensitive[cell[0]], cell[0] in means))
        return pl.DataFrame(rows, schema=columns, orient="row")

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.places.size * len(self.number)

    def equations(self, *, of_places: int | None = None) -> sparse.csr_array:
        """Every sum that holds, one a row: 1 for the whole and −1 for each part.

        Args:
            of_places: of how many boxes sums of places are taken; of the published ones, from which the others follow.
        """
        boxes = len(self.number)
        direct = sparse.eye_array(boxes, dtype=np.int64).tocsr()[: of_places or len(self.published)]
        by_place = sparse.kron(self.places.sums, direct, format="csr")
        by_box = sparse.kron(sparse.eye_array(self.places.size, dtype=np.int64), self._box_sums(), format="csr")
        # A product with a matrix without entries forgets what kind of numbers it was made of.
        return sparse.csr_array(sparse.vstack([by_place, by_box], format="csr"), dtype=np.int64)

    @cached_property
    def span(self) -> Span:
        """What all unknowns are made of: published boxes, rather than what is left of them."""
        return span_of(self.places.sums, self._box_sums(), range(len(self.published)))

    def blocks(self) -> list[Numbers]:
        """What of the basis of `span` is of each region, the smallest first, and of all."""
        each = self.span.made.shape[1] // self.places.size
        return [(places[:, None] * each + np.arange(each)).ravel() for places in regions(self.places.sums)]

    def _box_sums(self) -> sparse.csr_array:
        row, at, sign = [], [], []
        for n, (whole, parts) in enumerate(self.splits):
            members = [whole, *sorted(parts, key=order)]
            row += [n] * len(members)
            at += [self.number[box] for box in members]
            sign += [1] + [-1] * len(parts)
        shape = (len(self.splits), len(self.number))
        return sparse.csr_array((np.array(sign, dtype=np.int64), (row, at)), shape=shape)
