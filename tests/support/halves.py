"""A land of two municipalities, north and south, where all are men and women: cells small enough to think through."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Sums

LAND, NORTH, SOUTH = range(3)
ALL, MEN, WOMEN = range(3)
BASIS = {ALL: 0, MEN: 1}
ONE_SUM = Sums(sparse.csr_array(np.array([[1, -1, -1]], np.int8)))


def cells_of(men: tuple[int, int], women: tuple[int, int]) -> Cells:
    values = np.zeros((3, 3), np.int64)
    values[1:, MEN], values[1:, WOMEN] = men, women
    values[1:, ALL] = values[1:, 1:].sum(axis=1)
    values[LAND] = values[1:].sum(axis=0)
    place, under = (axis.ravel() for axis in np.indices(values.shape))
    none = np.full(place.size, NONE)
    return Cells(
        places=ONE_SUM, counts=ONE_SUM, values=values,
        figures=Figures(place, under, none, none, np.zeros(place.size, np.bool_)),
        small=(values > 0) & (values < 5), range=np.zeros_like(values), least=np.zeros_like(values),
        loss=np.ones(values.shape), basis=np.array(list(BASIS)),
        makeup=sparse.csr_array(np.array([[1.0, 0], [0, 1], [1, -1]])), of_unknown=np.zeros(values.shape[1], np.bool_),
        nowhere=np.zeros(0, np.int64),
    )  # fmt: skip


def flags(*cells: tuple[int, int], width: int = 3) -> Flags:
    found = np.zeros((3, width), np.bool_)
    for cell in cells:
        found[cell] = True
    return found
