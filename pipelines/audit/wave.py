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
from scipy import sparse

from pipelines.audit.boxes import Box, Boxes
from pipelines.audit.places import PLACE, Places, places_of
from pipelines.audit.splits import Split, splits
from pipelines.contracts.model import Survey
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import columns_of
from pipelines.published import WHOLE, Status

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
_COUNTS = ("teller", "nevner")
_TRAITS = ["kjent", "ukjent", "rest_ukjent", "folsom", "snitt"]


@dataclass(frozen=True)
class Counted:
    """Whom a figure counts, and of whom; None where nobody can be, or the base is of inhabitants.

    `under` of a mean is the sum that it is the mean of.
    """

    under: Box | None
    over: Box | None


@dataclass(frozen=True)
class Wave:
    """A wave's figures and what links them.

    Attributes:
        survey: the contract.
        year: the wave.
        indicators: those that count persons.
        figures: the release's rows of them: `CELL`, `PLACE`, `status` and the numbers.
        links: between the places.
    """

    survey: Survey
    year: int
    indicators: tuple[Indicator, ...]
    figures: pl.DataFrame
    links: Links

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
        return sorted(boxes, key=_order)

    @cached_property
    def splits(self) -> list[Split]:
        """Which boxes are sums of others."""
        return splits(self.published, self.boxes.domain)

    @cached_property
    def number(self) -> dict[Box, int]:
        """Every box's number; the published ones come first."""
        order = dict.fromkeys(self.published)
        for whole, parts in self.splits:
            order |= dict.fromkeys([whole, *sorted(parts, key=_order)])
        return {box: n for n, box in enumerate(order)}

    @cached_property
    def places(self) -> Places:
        """Where the figures are of, and what adds up to what."""
        return places_of(self.figures, self.links, self.year)

    @cached_property
    def rows(self) -> pl.DataFrame:
        """`figures`, with the numbers of their unknowns, `x_teller` and `x_nevner`, and what must be known of them.

        An unknown is null where there is none: a denominator that counts inhabitants, or a box nobody can be in.
        `kjent` says that the catalogue tells whom the figure counts; `ukjent` and `rest_ukjent` that all that is told
        of those counted, or of the rest of the base, is that something is not known of them; `folsom` that the figure
        is of something sensitive; `snitt` that it is a mean.
        """
        width = len(self.number)
        nobody = pl.col("status") == Status.NO_DENOMINATOR.value
        return (
            self.figures.join(self._cells, on=CELL, how="left")
            .join(self.places.names, on=PLACE)
            .with_columns(pl.col(_TRAITS).fill_null(value=False))
            .with_columns(pl.when(nobody).then(0).otherwise(pl.col(c)).alias(c) for c in _COUNTS)
            .with_columns((pl.col("plass") * width + pl.col(f"b_{c}")).alias(f"x_{c}") for c in _COUNTS)
            .with_columns(nevner=pl.when(pl.col("b_nevner").is_not_null()).then("nevner"))
            .drop("b_teller", "b_nevner", "plass")
        )

    @property
    def _cells(self) -> pl.DataFrame:
        columns = {**dict.fromkeys(CELL, pl.String), **dict.fromkeys(["b_teller", "b_nevner"], pl.Int64),
                   **dict.fromkeys(_TRAITS, pl.Boolean)}  # fmt: skip
        means = {i.id for i in self.indicators if i.value}
        sensitive = {i.id: bool(columns_of(i.numerator or "TRUE") & self.survey.sensitive) for i in self.indicators}
        rows = []
        for cell, one in self.counted.items():
            rest = self.boxes.rest(one.under, one.over) if one.under is not None and one.over is not None else None
            is_unknown = [box is not None and self.boxes.of_unknown(box) for box in (one.under, rest)]
            numbers = [None if box is None else self.number[box] for box in (one.under, one.over)]
            rows.append((*cell, *numbers, True, *is_unknown, sensitive[cell[0]], cell[0] in means))
        return pl.DataFrame(rows, schema=columns, orient="row")

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.places.size * len(self.number)

    def equations(self) -> sparse.csr_array:
        """Every sum that holds, one a row: 1 for the whole and −1 for each part."""
        boxes = len(self.number)
        direct = sparse.eye_array(boxes, dtype=np.int64).tocsr()[: len(self.published)]
        by_place = sparse.kron(self.places.sums, direct, format="csr")
        by_box = sparse.kron(sparse.eye_array(self.places.size, dtype=np.int64), self._box_sums(), format="csr")
        # A product with a matrix without entries forgets what kind of numbers it was made of.
        return sparse.csr_array(sparse.vstack([by_place, by_box], format="csr"), dtype=np.int64)

    def _box_sums(self) -> sparse.csr_array:
        row, at, sign = [], [], []
        for n, (whole, parts) in enumerate(self.splits):
            members = [whole, *sorted(parts, key=_order)]
            row += [n] * len(members)
            at += [self.number[box] for box in members]
            sign += [1] + [-1] * len(parts)
        shape = (len(self.splits), len(self.number))
        return sparse.csr_array((np.array(sign, dtype=np.int64), (row, at)), shape=shape)


def _order(box: Box) -> list[tuple[str, list[str]]]:
    return sorted((column, sorted(codes)) for column, codes in box)
