"""What of hidden cells can be one number only, whatever is made of all sums and of nowhere fewer than nobody.

More than is `told`, which is what can be found out without a linear program over the whole wave.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.told import equations, made_of, told_by_all_sums

_MOVES = 0.5
"""What moves at all moves by one in the program, since every change may be made larger."""


def determined(cells: Cells, hidden: Flags, known: Flags) -> Flags:
    """The cells of which all that is known leaves one number: places x counts, `known` among them.

    Where there is nobody there can only be more. So the cells of nobody that must stay so are those that move in no
    change that leaves no other with less; they are fixed then, and what else no change moves is told by all sums.

    Args:
        cells: the wave.
        hidden: places x basis.
        known: places x counts that are known though something that makes them up is hidden.
    """
    unknown = cells.unknown(hidden)
    fixed = known & unknown
    fixed |= _still(cells, hidden & ~fixed[:, cells.basis], fixed, unknown & ~fixed & (cells.values == 0))
    left = hidden & ~fixed[:, cells.basis]
    found: Flags = known | fixed | told_by_all_sums(cells, left, fixed) | unknown & ~cells.unknown(left)
    return found


def _still(cells: Cells, hidden: Flags, fixed: Flags, nobody: Flags) -> Flags:
    """Those of `nobody` that move in no change of the `hidden` cells of the basis, where none may be less."""
    from scipy import sparse
    from scipy.optimize import linprog

    if not nobody.any():
        return nobody
    sums, of_nobody, at = equations(cells, hidden, fixed), made_of(cells, hidden, nobody), np.argwhere(nobody)
    many, size = of_nobody.shape
    moved: Any = linprog(
        np.concatenate([np.zeros(size), -np.ones(many)]),
        A_ub=sparse.hstack([-of_nobody, sparse.eye_array(many)]).tocsr(),
        b_ub=np.zeros(many),
        A_eq=sparse.hstack([sums, sparse.csr_array((sums.shape[0], many))]).tocsr(),
        b_eq=np.zeros(sums.shape[0]),
        bounds=np.concatenate([np.tile([-np.inf, np.inf], (size, 1)), np.tile([0.0, 1.0], (many, 1))]),
        method="highs-ipm",
    )
    still = np.zeros(nobody.shape, np.bool_)
    # Where the program is not solved, nothing is taken to move.
    none = moved.x is None or moved.status != 0
    still[tuple(at.T)] = True if none else moved.x[size:] < _MOVES
    return still
