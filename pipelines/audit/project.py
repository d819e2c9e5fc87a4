"""Which unknowns a large linear system determines, by projection on its null space: in time linear in the system.

An unknown is determined exactly when every vector that the system takes to zero is zero there. A random vector
projected on the null space is such a vector, and one that is zero there by chance only. Its own elimination would fill
in; conjugate gradients touch nothing but the system itself (Hestenes and Stiefel 1952; the form is Craig's, 1955).

Rounding is told from zero by a wide margin. Scaled rows and columns give entries of about one where an unknown is free
and under 1e-7 where it is determined; `NOTHING` lies between, and what is near it is drawn again. Whatever does not
come to rest, or is neither free nor a whole number, is «in doubt», which is not the same as safe.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Reals = NDArray[np.float64]

NOTHING = 1e-6
"""An entry of a random null vector under this is zero.

A free unknown is that by chance once in a million, and never twice."""
AT_REST = 1e-8
"""The projection has come to rest when what the system makes of it is this short."""
WHOLE = 1e-3
"""A value this near a whole number is that number."""
MOST_STEPS = 20_000
_DRAWS = (20_150, 20_190)  # not for secrets: fixed starts give the same answer every time


@dataclass(frozen=True)
class Projected:
    """What is determined.

    Attributes:
        determined: unknowns with one value in all solutions.
        values: theirs; read where `determined`.
        doubt: unknowns that were not settled.
    """

    determined: NDArray[np.bool_]
    values: NDArray[np.int64]
    doubt: NDArray[np.bool_]


def project(system: sparse.csr_array, right: NDArray[np.int64]) -> Projected:
    """What `system @ x = right` determines of `x`.

    Args:
        system: shape (equations, unknowns), small whole numbers; no empty row or column.
        right: shape (equations,); the equations do not contradict each other.
    """
    scaled = sparse.csr_array(system, dtype=np.float64)
    by_row = 1 / np.sqrt(_squares(scaled, axis=1))
    scaled = (sparse.diags_array(by_row) @ scaled).tocsr()
    by_column = 1 / np.sqrt(_squares(scaled, axis=0))
    scaled = (scaled @ sparse.diags_array(by_column)).tocsr()
    unknowns = system.shape[1]
    still = np.ones(unknowns, np.bool_)
    for start in _DRAWS:
        drawn = np.random.default_rng(start).standard_normal(unknowns)
        null, rested = _on_null_space(scaled, drawn)
        if not rested:
            return Projected(np.zeros(unknowns, np.bool_), np.zeros(unknowns, np.int64), np.ones(unknowns, np.bool_))
        still &= abs(null) < NOTHING
        if not still.any():
            return Projected(still, np.zeros(unknowns, np.int64), still)
    shortest, rested = _shortest(scaled, by_row * right)
    found = shortest * by_column
    nearest = np.rint(found)
    whole = (abs(found - nearest) < WHOLE) & rested
    return Projected(still & whole, nearest.astype(np.int64), still & ~whole)


def _on_null_space(system: sparse.csr_array, drawn: Reals) -> tuple[Reals, bool]:
    """`drawn` less what the rows of `system` span, and whether it came to rest."""
    spanned, rested = _shortest(system, system @ drawn)
    return drawn - spanned, rested


def _shortest(system: sparse.csr_array, right: Reals) -> tuple[Reals, bool]:
    """The shortest `x` with `system @ x = right`, and whether it was found."""
    turned = system.T.tocsr()
    x = np.zeros(system.shape[1])
    left = right.astype(np.float64)
    along = left.copy()
    size = _square(left)
    goal = AT_REST**2 * max(1.0, _square(right) / max(1, right.size))
    for _ in range(MOST_STEPS):
        if size <= goal:
            return x, True
        step = turned @ along
        far = size / _square(step)
        x += far * step
        left -= far * (system @ step)
        before, size = size, _square(left)
        along = left + (size / before) * along
    return x, False


def _square(vector: Reals) -> float:
    # Not BLAS: its threads wait for each other when other work has the cores, and took six times the product itself.
    return float(np.einsum("i,i->", vector, vector))


def _squares(system: sparse.csr_array, axis: int) -> Reals:
    return np.asarray(system.multiply(system).sum(axis=axis), dtype=np.float64).ravel()
