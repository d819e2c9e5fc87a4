"""How much more is hidden than must be: held against the least there is, in made families small enough to find it.

Run as `python -m tests.performance.optimum FAMILIES`; prints the ratios as JSON. HiGHS is asked what the protection is
asked for exact attacks, and shares nothing with how it goes about it: any cells may be hidden, a basis is not known of.
That what cannot be computed is in doubt as well is more than that; what it costs is told apart.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.secondary import secondary
from tests.support.tables import LIMIT, Shape, drawn, equations, hidden_in

Reals = NDArray[np.float64]
SHAPES = {
    "two counties, two columns": Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 2}),
    "two counties, a longer column": Shape(((0, (1, 2)), (1, (3, 4, 5)), (2, (6, 7))), {"kjonn": 2, "alder": 3}),
    "counties across size bands": Shape(
        ((0, (1, 2)), (0, (3, 4)), (1, (5, 6, 7)), (2, (8, 9)), (3, (5, 6, 8)), (4, (7, 9))), {"kjonn": 2, "alder": 2}
    ),
    "one county, three columns": Shape(((0, (1, 2, 3, 4)),), {"kjonn": 2, "alder": 2, "rus": 2}),
}
SECONDS = 60.0
"""The longest one family is tried; what is not proven then is not counted."""
_MOST = 50.0
"""More than any cell need change, where those that must change do so by one or more. 200 gave the same optima."""
_NEAR = 1e-4


def families(shapes: Mapping[str, Shape] = SHAPES) -> Iterator[Cells]:
    """Families with something to protect, without end: each shape in turn, with persons of the next seed."""
    seed = 0
    while True:
        for shape in shapes.values():
            cells = shape.cells(drawn(shape, seed), doubt=False)
            if cells.small.any():
                yield cells
        seed += 1


def least(cells: Cells, loss: Reals, hidden: Flags | None = None) -> float | None:
    """The least `loss` with which no small count can be computed; None where it is not proven in time.

    What is hidden is safe when one change, that no sum notices and that makes no zero less, changes every small count:
    were there one for each of them, a mixture would change all. So `|x| <= M s` everywhere and `|x| >= 1` where it is
    small; `s` is 0 or 1, tells what is hidden, and the sum of `loss` times `s` is least (after Fischetti and Salazar
    2001, for exact attacks). That no sum then has a single hidden member is said as well, since it helps.

    Args:
        cells: the family.
        loss: of hiding each cell, places x counts.
        hidden: these and no others are hidden: their loss if that is safe, else None.
    """
    values, small = cells.values.ravel(), np.flatnonzero(cells.small)
    size, asked, sums = values.size, small.size, equations(cells)
    each, member = sparse.eye_array(size), abs(sums).tocoo()
    change = sparse.csr_array((np.ones(asked), (np.arange(asked), small)), (asked, size))
    up = -(1 + _MOST) * sparse.eye_array(asked)
    rows = [
        ((None, None, sums), 0, 0),
        ((-_MOST * each, None, each), -np.inf, 0),
        ((_MOST * each, None, each), 0, np.inf),
        ((None, up, change), -_MOST, -1),
    ]
    if hidden is None:
        twice = sparse.csr_array((np.full(member.nnz, 2.0), (np.arange(member.nnz), member.col)), (member.nnz, size))
        rows.append(((twice - abs(sums).tocsr()[member.row], None, None), -np.inf, 0))
    must, may = np.zeros(size), np.ones(size)
    must[small] = 1
    if hidden is not None:
        must = may = hidden.ravel().astype(np.float64)
    found = milp(
        np.concatenate([loss.ravel(), np.zeros(asked + size)]),
        constraints=[LinearConstraint(_beside(parts, (size, asked, size)), low, high) for parts, low, high in rows],
        bounds=Bounds(
            np.concatenate([must, np.zeros(asked), np.where(values == 0, 0, -_MOST)]),
            np.concatenate([may, np.ones(asked), np.full(size, _MOST)]),
        ),
        integrality=np.concatenate([np.ones(size + asked), np.zeros(size)]),
        options={"time_limit": SECONDS, "mip_rel_gap": _NEAR},
    )
    return float(found.fun) if found.status == 0 else None


def _beside(parts: tuple[Any, ...], widths: tuple[int, ...]) -> sparse.csr_array:
    """Blocks beside each other, and nothing where one is None."""
    height = next(part.shape[0] for part in parts if part is not None)
    blocks = [sparse.csr_array((height, w)) if part is None else part for part, w in zip(parts, widths, strict=True)]
    return sparse.csr_array(sparse.hstack(blocks))


def measure(many: int, shapes: Mapping[str, Shape] = SHAPES) -> dict[str, float]:
    """What is hidden over the least that must be, in the first `many` families.

    Returns:
        `families`, and how many were `solved`; of these the mean ratio of loss (`loss`), the largest (`loss_most`), the
        mean where small counts are also left in doubt (`doubt`), and those of figures, where all are worth the same
        (`figures`, `figures_most`); and how many families have a small count that can be computed (`unsafe`).
    """
    found, unsafe = [], 0
    for cells in islice(families(shapes), many):
        alike = replace(cells, loss=np.ones_like(cells.loss))
        in_doubt = replace(cells, range=np.where(cells.small, LIMIT - 1, 0))
        optima = least(cells, cells.loss), least(alike, alike.loss)
        hidden, more, of_alike = (hidden_in(each, secondary(each)) for each in (cells, in_doubt, alike))
        unsafe += sum(least(each, each.loss, held) is None for each, held in ((cells, hidden), (alike, of_alike)))
        if None not in optima:
            spent = cells.loss[hidden].sum(), cells.loss[more].sum(), of_alike.sum()
            found.append([*spent, *optima])
    spent, doubt, figures, loss, least_figures = np.array(found, dtype=np.float64).T
    return {
        "families": many,
        "solved": len(found),
        "unsafe": unsafe,
        "loss": float(np.mean(spent / loss)),
        "loss_most": float(np.max(spent / loss)),
        "doubt": float(np.mean(doubt / loss)),
        "figures": float(np.mean(figures / least_figures)),
        "figures_most": float(np.max(figures / least_figures)),
    }


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]))))
