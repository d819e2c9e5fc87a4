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
from pipelines.audit.splits import Split, splits
from pipelines.contracts.model import Survey
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.indicators.expressions import columns_of
from pipelines.published import WHOLE, Status

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
PLACE = ["geografi", "regiontype", "regionkode"]
_COUNTS = ("teller", "nevner")


@dataclass(frozen=True)
class Counted:
    """Whom a figure counts, and of whom; None where nobody can be, or the base is of inhabitants."""

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
            among = (population, indicator.denominator)
            for base in indicator.bases:
                of_base = {groups.column: groups.sums.get(base, (base,))} if groups else {}
                for breakdown, category in self._categories(indicator):
                    whole = breakdown == WHOLE
                    codes = [of_base] if whole else [of_base, self.boxes.category(breakdown, category)]
                    over = None if indicator.rate else self.boxes.of(among, *codes)
                    under = self.boxes.of((*among, indicator.numerator or "TRUE"), *codes)
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
    def places(self) -> pl.DataFrame:
        """`PLACE` and `plass`: regions that hold the same municipalities have the same number; districts their own."""
        cells = self.links.cells.filter(pl.col("aar") == self.year).select(*PLACE, plass="celle")
        others = self.figures.select(PLACE).unique().join(cells, on=PLACE, how="anti").sort(PLACE)
        start = _largest(cells["plass"])
        return pl.concat([cells, others.with_columns(plass=start + 1 + pl.int_range(pl.len(), dtype=pl.Int64))])

    @cached_property
    def rows(self) -> pl.DataFrame:
        """`figures`, with what `judge` must know of them and the numbers of their unknowns, `x_teller` and `x_nevner`.

        An unknown is null where there is none: a denominator that counts inhabitants, or a box nobody can be in.
        """
        width = len(self.number)
        nobody = pl.col("status") == Status.NO_DENOMINATOR.value
        return (
            self.figures.join(self._cells, on=CELL)
            .join(self.places, on=PLACE)
            .with_columns(pl.when(nobody).then(0).otherwise(pl.col(c)).alias(c) for c in _COUNTS)
            .with_columns((pl.col("plass") * width + pl.col(f"b_{c}")).alias(f"x_{c}") for c in _COUNTS)
            .with_columns(nevner=pl.when(pl.col("b_nevner").is_not_null()).then("nevner"))
            .drop("b_teller", "b_nevner", "plass")
        )

    @property
    def _cells(self) -> pl.DataFrame:
        columns = {**dict.fromkeys(CELL, pl.String), **dict.fromkeys(["b_teller", "b_nevner"], pl.Int64),
                   **dict.fromkeys(["ukjent", "rest_ukjent", "folsom", "snitt"], pl.Boolean)}  # fmt: skip
        sensitive = {i.id: bool(columns_of(i.numerator or "TRUE") & self.survey.sensitive) for i in self.indicators}
        rows = []
        for cell, one in self.counted.items():
            rest = self.boxes.rest(one.under, one.over) if one.under is not None and one.over is not None else None
            rows.append((
                *cell, self._at(one.under), self._at(one.over), self._of_unknown(one.under), self._of_unknown(rest),
                sensitive[cell[0]], False,
            ))  # fmt: skip
        return pl.DataFrame(rows, schema=columns, orient="row")

    def _at(self, box: Box | None) -> int | None:
        return None if box is None else self.number[box]

    def _of_unknown(self, box: Box | None) -> bool:
        return box is not None and self.boxes.of_unknown(box)

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return (_largest(self.places["plass"]) + 1) * len(self.number)

    def equations(self) -> sparse.csr_array:
        """Every sum that holds, one a row: 1 for the whole and −1 for each part."""
        place_sums = self._place_sums()
        box_sums = self._box_sums()
        places, boxes = _largest(self.places["plass"]) + 1, len(self.number)
        direct = sparse.eye_array(boxes, dtype=np.int64).tocsr()[: len(self.published)]
        by_place = sparse.kron(place_sums, direct, format="csr")
        by_box = sparse.kron(sparse.eye_array(places, dtype=np.int64), box_sums, format="csr")
        # A product with a matrix without entries forgets what kind of numbers it was made of.
        return sparse.csr_array(sparse.vstack([by_place, by_box], format="csr"), dtype=np.int64)

    def _place_sums(self) -> sparse.csr_array:
        sums = self.links.sums.filter(pl.col("aar") == self.year)
        numbered = sums.with_columns(linje=pl.struct("sum", "deler").rank("dense").cast(pl.Int64) - 1)
        wholes = numbered.select("linje", "sum").unique()
        parts = numbered.select("linje", "ledd").unique()
        return _signed(
            (wholes["linje"].to_numpy(), wholes["sum"].to_numpy()),
            (parts["linje"].to_numpy(), parts["ledd"].to_numpy()),
            (_largest(numbered["linje"]) + 1, _largest(self.places["plass"]) + 1),
        )

    def _box_sums(self) -> sparse.csr_array:
        wholes = [(n, self.number[whole]) for n, (whole, _) in enumerate(self.splits)]
        parts = [(n, self.number[p]) for n, (_, held) in enumerate(self.splits) for p in sorted(held, key=_order)]
        return _signed(_pairs(wholes), _pairs(parts), (len(self.splits), len(self.number)))


def _order(box: Box) -> list[tuple[str, list[str]]]:
    return sorted((column, sorted(codes)) for column, codes in box)


def _pairs(pairs: list[tuple[int, int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _signed(
    wholes: tuple[NDArray[np.int64], NDArray[np.int64]],
    parts: tuple[NDArray[np.int64], NDArray[np.int64]],
    shape: tuple[int, int],
) -> sparse.csr_array:
    ones = np.concatenate([np.ones(len(wholes[0]), np.int64), -np.ones(len(parts[0]), np.int64)])
    place = (np.concatenate([wholes[0], parts[0]]), np.concatenate([wholes[1], parts[1]]))
    return sparse.csr_array((ones, place), shape=shape)


def _largest(numbers: pl.Series) -> int:
    largest = numbers.max()
    return largest if isinstance(largest, int) else -1
