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
from pipelines.published import WHOLE, Status

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
PLACE = ["geografi", "regiontype", "regionkode"]
_COUNTS = ("teller", "nevner")


@dataclass(frozen=True)
class Wave:
    """A wave's figures and what links them.

    Attributes:
        survey: the contract.
        year: the wave.
        indicators: those that count persons.
        figures: the release's rows of them: `CELL`, `PLACE`, `status`, `teller`, `nevner`.
        links: between the places.
    """

    survey: Survey
    year: int
    indicators: tuple[Indicator, ...]
    figures: pl.DataFrame
    links: Links

    @cached_property
    def _boxes(self) -> Boxes:
        form = self.survey.form_of(self.year)
        if form is None:
            raise ValueError(f"{self.survey.id} {self.year}: no form")
        return Boxes(form)

    @cached_property
    def named(self) -> dict[tuple[str, str, str, str], tuple[Box | None, Box | None, bool]]:
        """Cell -> box of the numerator, of the denominator, and whether the denominator counts mapped persons."""
        return dict(self._named())

    def _named(self) -> Iterator[tuple[tuple[str, str, str, str], tuple[Box | None, Box | None, bool]]]:
        groups = self.survey.base_groups
        for indicator in self.indicators:
            population = indicator.population or self.survey.published_population or "TRUE"
            counted = (population, indicator.denominator)
            for base in indicator.bases:
                of_base = {groups.column: groups.sums.get(base, (base,))} if groups else {}
                for breakdown, code in self._categories(indicator):
                    codes = [of_base] if breakdown == WHOLE else [of_base, {breakdown: (code,)}]
                    over = self._boxes.of(counted, *codes)
                    under = self._boxes.of((*counted, indicator.numerator or "TRUE"), *codes)
                    yield (indicator.id, base, breakdown, code), (under, over, indicator.rate is None)

    def _categories(self, indicator: Indicator) -> Iterator[tuple[str, str]]:
        yield WHOLE, WHOLE
        for breakdown in indicator.breakdowns:
            for code in sorted(self._boxes.domain(breakdown)):
                yield breakdown, code

    @cached_property
    def published(self) -> list[Box]:
        """Every box that a figure counts."""
        boxes = {box for under, over, _ in self.named.values() for box in (under, over) if box is not None}
        return sorted(boxes, key=lambda box: sorted((c, sorted(s)) for c, s in box))

    @cached_property
    def splits(self) -> list[Split]:
        """Which boxes are sums of others."""
        return splits(self.published, self._boxes.domain)

    @cached_property
    def number(self) -> dict[Box, int]:
        """Every box's number; the published ones come first."""
        order = dict.fromkeys(self.published)
        for whole, parts in self.splits:
            order |= dict.fromkeys([whole, *sorted(parts, key=str)])
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
        """`figures` with the numbers of their unknowns, `x_teller` and `x_nevner`, and what is known of the two.

        An unknown is null where there is none: a denominator that counts inhabitants, or a box nobody can be in.
        """
        width = len(self.number)
        table = pl.DataFrame(
            [
                (*cell, self._at(under), self._at(over) if persons else None)
                for cell, (under, over, persons) in self.named.items()
            ],
            schema={**dict.fromkeys(CELL, pl.String), "b_teller": pl.Int64, "b_nevner": pl.Int64},
            orient="row",
        )
        nobody = pl.col("status") == Status.NO_DENOMINATOR.value
        return (
            self.figures.join(table, on=CELL)
            .join(self.places, on=PLACE)
            .with_columns(pl.when(nobody).then(0).otherwise(pl.col(c)).alias(c) for c in _COUNTS)
            .with_columns((pl.col("plass") * width + pl.col(f"b_{c}")).alias(f"x_{c}") for c in _COUNTS)
            .drop("b_teller", "b_nevner", "plass")
        )

    def _at(self, box: Box | None) -> int | None:
        return None if box is None else self.number[box]

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
        parts = [(n, self.number[p]) for n, (_, held) in enumerate(self.splits) for p in sorted(held, key=str)]
        return _signed(_pairs(wholes), _pairs(parts), (len(self.splits), len(self.number)))


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
