"""Made waves as tables of places by counts, small enough to find what is best: any places, any columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from pipelines.disclosure.basis import make_up
from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Numbers
from pipelines.disclosure.families import Persons
from pipelines.disclosure.ties import sums_table

LIMIT = 5
EMPTY = 20
"""How many times dearer a zero is to hide, as the policy has it."""

PlaceSums = tuple[tuple[int, tuple[int, ...]], ...]
"""Each whole with its parts; a whole comes before its parts."""


@dataclass(frozen=True)
class Shape:
    """Which places there are and what is counted in each: everybody, each code, and codes of several columns together.

    Attributes:
        places: which are sums of others. Those that are no sum are the innermost.
        columns: how many codes each column has.
    """

    places: PlaceSums
    columns: Mapping[str, int]

    @cached_property
    def size(self) -> int:
        """How many places there are."""
        return 1 + max(part for _, parts in self.places for part in parts)

    @cached_property
    def innermost(self) -> list[int]:
        """The places that are no sum of others."""
        wholes = {whole for whole, _ in self.places}
        return [place for place in range(self.size) if place not in wholes]

    @cached_property
    def counts(self) -> list[Persons]:
        """Everybody first, then by one column, by two, …"""
        choices = [[None, *(1 << code for code in range(codes))] for codes in self.columns.values()]
        every = (
            tuple((c, code) for c, code in zip(self.columns, chosen, strict=True) if code)
            for chosen in product(*choices)
        )
        return sorted((tuple(sorted(p)) for p in every), key=lambda persons: (len(persons), persons))

    @cached_property
    def details(self) -> list[Persons]:
        """The counts by every column."""
        return [persons for persons in self.counts if len(persons) == len(self.columns)]

    @cached_property
    def count_sums(self) -> list[tuple[int, list[int]]]:
        """Every count that is divided by a column, and the parts."""
        number = {persons: n for n, persons in enumerate(self.counts)}
        return [
            (number[whole], [number[tuple(sorted((*whole, (column, 1 << code))))] for code in range(codes)])
            for column, codes in self.columns.items()
            for whole in self.counts
            if column not in dict(whole)
        ]

    def values(self, people: Numbers) -> Numbers:
        """Every count of every place, of `people`: innermost places x details."""
        found = np.zeros((self.size, len(self.counts)), np.int64)
        for number, counted in enumerate(self.counts):
            inside = [n for n, one in enumerate(self.details) if set(counted) <= set(one)]
            found[self.innermost, number] = people[:, inside].sum(axis=1)
        for whole, parts in reversed(self.places):
            found[whole] = found[list(parts)].sum(axis=0)
        return found

    def cells(self, people: Numbers, *, doubt: bool = True) -> Cells:
        """The wave of `people`, each count a figure of its own.

        Args:
            people: innermost places x details.
            doubt: whether a small count must be in doubt; else it is enough that it cannot be computed.
        """
        values, made_of = self.values(people), make_up(self.counts, {c: (1 << n) - 1 for c, n in self.columns.items()})
        basis = np.array([n for n, made in enumerate(made_of) if n in made], np.int64)
        at = {int(n): place for place, n in enumerate(basis)}
        makeup = np.zeros((len(made_of), basis.size))
        for n, made in enumerate(made_of):
            for part, times in made.items():
                makeup[n, at[part]] = float(times)
        place, under = (axis.ravel() for axis in np.indices(values.shape))
        none, small = np.full(place.size, NONE), (values > 0) & (values < LIMIT)
        return Cells(
            places=sums_table(((whole, list(parts)) for whole, parts in self.places), self.size),
            counts=sums_table(self.count_sums, len(self.counts)), values=values,
            figures=Figures(place, under, none, none, small.ravel()), small=small,
            range=np.where(small & doubt, LIMIT - 1, 0), least=np.ones_like(values), loss=self.loss(values),
            basis=basis, makeup=sparse.csr_array(makeup), of_unknown=np.zeros(len(made_of), np.bool_),
            nowhere=np.zeros(0, np.int64),
        )  # fmt: skip

    def loss(self, values: Numbers) -> NDArray[np.float64]:
        """What is lost with each cell: large places and undivided counts are dearest, as in the policy."""
        held = np.array([1.0 + len(self._within(place)) for place in range(self.size)]) ** 2
        divided = np.array([1.0 + len(self.columns) - len(persons) for persons in self.counts])
        return held[:, None] * divided[None, :] * (1 + np.log10(1 + values) / 4) * np.where(values == 0, EMPTY, 1)

    def _within(self, place: int) -> set[int]:
        parts = {part for whole, found in self.places if whole == place for part in found}
        return parts.union(*(self._within(part) for part in parts))


def drawn(shape: Shape, seed: int, most: int = 40) -> Numbers:
    """Persons of a seed: some places of few, some codes that hardly anybody has, so that there are zeros and ones."""
    draw = np.random.default_rng(seed)
    size = draw.uniform(1, most, len(shape.innermost))
    share = draw.dirichlet(np.ones(len(shape.details)))
    return draw.poisson(size[:, None] * share[None, :] * 3)


def equations(cells: Cells) -> sparse.csr_array:
    """Every sum of places and of counts, over cells numbered place by place."""
    places, counts = cells.values.shape
    return sparse.csr_array(sparse.vstack([
        sparse.kron(cells.places.matrix, sparse.eye_array(counts)),
        sparse.kron(sparse.eye_array(places), cells.counts.matrix),
    ]))  # fmt: skip


def hidden_in(cells: Cells, figures: Flags) -> Flags:
    """The cells (places x counts) that hidden `figures` are of."""
    return figures.reshape(cells.values.shape)
