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

from pipelines.substitution import reduced

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


def project(
    system: sparse.csr_array, right: Reals, made: sparse.csr_array | None = None, start: Reals | float = 0.0
) -> Projected:
    """What `system @ x = right` determines of `made @ x + start`.

    Args:
        system: shape (equations, unknowns), small whole numbers.
        right: shape (equations,); the equations do not contradict each other.
        made: shape (asked, unknowns); by default the unknowns themselves are asked for.
        start: shape (asked,), what is known of each already.
    """
    left, asked = reduced(system, right), sparse.eye_array(system.shape[1], format="csr") if made is None else made
    scaled = left.system
    by_row = 1 / np.sqrt(_squares(scaled, axis=1))
    scaled = (sparse.diags_array(by_row) @ scaled).tocsr()
    size = _squares(scaled, axis=0)
    by_column = 1 / np.sqrt(np.where(size > 0, size, 1))
    scaled = (scaled @ sparse.diags_array(by_column)).tocsr()
    still = np.ones(asked.shape[0], np.bool_)
    for draw in _DRAWS:
        drawn = np.random.default_rng(draw).standard_normal(scaled.shape[1])
        null, rested = _on_null_space(scaled, drawn)
        if not rested:
            return Projected(np.zeros_like(still), np.zeros(still.size, np.int64), np.ones_like(still))
        still &= abs(asked @ left.change(null * by_column)) < NOTHING
        if not still.any():
            return Projected(still, np.zeros(still.size, np.int64), still)
    shortest, rested = _shortest(scaled, by_row * left.right)
    found = asked @ left.solution(shortest * by_column) + start
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
