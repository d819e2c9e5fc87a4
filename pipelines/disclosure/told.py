"""What is told of hidden cells: by single sums, one after the other, and by all sums together.

Where a larger group has nobody, a smaller one in it has nobody either. No hiding of the smaller one keeps that from
being known, so such a zero is no secret; but it ties what it is made up of, and what is tied cannot change alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.bounds import bounds
from pipelines.disclosure.cells import Cells, Flags, Sums, numbered
from pipelines.substitution import reduced

Reals = NDArray[np.float64]

_DRAW = 20_190
"""Not for secrets: a fixed start gives the same answer every time."""
_NOTHING = 1e-6
"""A cell that changes less than this in a random change that no sum notices, does not change in any."""
_EXACT = 1e-12
_MOST_STEPS = 20_000


def told(cells: Cells, hidden: Flags, before: Flags) -> Iterator[Flags]:
    """What is told of all cells that are not the sum of shown ones: more and more of it, and last all.

    What all sums determine may be a sum of nobody, which tells more, and so does what bounds leave one number of. So
    they are asked in turn until there is no more.

    Args:
        cells: the wave.
        hidden: places x basis.
        before: places x counts that are known anyhow, be it that they were told when less was hidden and so are shown.
    """
    unknown = cells.unknown(hidden)
    found = before & unknown
    found |= told_by_single_sums(cells, unknown & ~found)
    while True:
        # What was known before need not be told by the sums: it is a sum of its own.
        known = found.copy()
        left = hidden & ~known[:, cells.basis]
        found |= told_by_all_sums(cells, left, known) | unknown & ~cells.unknown(left)
        found |= told_by_single_sums(cells, unknown & ~found)
        if not (found & (cells.values == 0) & ~known).any():
            yield found.copy()
            bounded = bounds(cells, unknown & ~found).told & unknown & ~found
            if not bounded.any():
                return
            found |= bounded | told_by_single_sums(cells, unknown & ~found & ~bounded)
            yield found.copy()


def told_by_single_sums(cells: Cells, unknown: Flags) -> Flags:
    """What of `unknown` (places x counts) is told by one sum after the other.

    The last unknown one of a sum is, and so are the unknown parts of a sum that hold nobody together.
    """
    found = np.zeros(unknown.shape, np.bool_)
    places, counts = (np.arange(size) for size in unknown.shape)
    while places.size:  # Only where something was found can more be.
        left, more = unknown & ~found, np.zeros(unknown.shape, np.bool_)
        somebody = left & (cells.values > 0)
        more[:, counts] = _along(cells.places, left[:, counts], somebody[:, counts])
        more[places] |= _along(cells.counts, left[places].T, somebody[places].T).T
        found |= more
        places, counts = np.flatnonzero(more.any(axis=1)), np.flatnonzero(more.any(axis=0))
    return found


def _along(sums: Sums, unknown: Flags, somebody: Flags) -> Flags:
    there = unknown.astype(np.float32)
    alone = sums.members @ there == 1
    nobody = (sums.wholes @ there == 0) & (sums.parts @ somebody.astype(np.float32) == 0)
    found: Flags = (sums.members.T @ alone.astype(np.float32) > 0) | (sums.parts.T @ nobody.astype(np.float32) > 0)
    return found & unknown


def within_empty(cells: Cells, zero: Flags, shown: Flags) -> Flags:
    """Those of `zero` because larger groups of `shown` ones have nobody: parts of such, and what is made of such only.

    No hiding keeps these from being known; what is zero by subtraction is not among them.

    Args:
        cells: the wave.
        zero: cells that are known to be of nobody.
        shown: cells that anybody may know.
    """
    found = zero & shown
    while True:
        more = _within(cells.places, found) | _within(cells.counts, found.T).T
        if not (more & zero & ~found).any():
            return found
        found |= more & zero


def _within(sums: Sums, found: Flags) -> Flags:
    of_found = sums.wholes @ found.astype(np.float32) > 0
    made_of_found = sums.parts @ (~found).astype(np.float32) == 0
    below = sums.parts.T @ of_found.astype(np.float32) > 0
    either: Flags = below | (sums.wholes.T @ made_of_found.astype(np.float32) > 0)
    return either


def told_by_all_sums(cells: Cells, hidden: Flags, known: Flags) -> Flags:
    """The unknown cells that all sums together determine.

    A cell is determined exactly when no change that the sums do not notice changes it; a random one is as good as all.

    Args:
        cells: the wave.
        hidden: places x basis.
        known: cells that do not change, though not all of what makes them up is shown.
    """
    change = unnoticed(cells, hidden, known, _DRAW)
    found: Flags = (abs(change @ cells.makeup.T) < _NOTHING) & cells.unknown(hidden)
    return found


def unnoticed(cells: Cells, hidden: Flags, known: Flags, draw: int) -> Reals:
    """A random change of the hidden cells (places x basis) that no sum notices.

    Args:
        cells: the wave.
        hidden: places x basis.
        known: cells that do not change, though not all of what makes them up is shown.
        draw: which; the same gives the same.
    """
    from scipy import sparse
    from scipy.sparse.linalg import lsmr

    table = equations(cells, hidden, known)
    left = reduced(table, np.zeros(table.shape[0]))
    by_row = sparse.diags_array(1 / np.sqrt(_squares(left.system, 1)))
    size = _squares(left.system, 0)
    by_column = 1 / np.sqrt(np.where(size > 0, size, 1))
    scaled = (by_row @ left.system @ sparse.diags_array(by_column)).tocsr()
    drawn = np.random.default_rng(draw).standard_normal(scaled.shape[1])
    noticed = lsmr(scaled, scaled @ drawn, atol=_EXACT, btol=_EXACT, maxiter=_MOST_STEPS)[0]
    change = np.zeros(hidden.shape)
    change[hidden] = left.change((drawn - noticed) * by_column)
    return change


def equations(cells: Cells, hidden: Flags, known: Flags) -> Any:
    """Every sum of places, for each of the basis, and every known cell, as rows over the hidden cells of the basis.

    Args:
        cells: the wave.
        hidden: places x basis; what is hidden is numbered in their order.
        known: places x counts.
    """
    from scipy import sparse

    number = numbered(hidden)
    sums = cells.places.matrix.tocoo()
    member, basis = np.nonzero(hidden[sums.col])
    at = (sums.row[member] * hidden.shape[1] + basis, number[sums.col[member], basis])
    shape = (sums.shape[0] * hidden.shape[1], np.count_nonzero(hidden))
    of_places = sparse.csr_array((sums.data[member].astype(np.float64), at), shape=shape)
    table = sparse.vstack([of_places, made_of(cells, hidden, known)], format="csr")
    return table[np.flatnonzero(np.diff(table.indptr))]


def made_of(cells: Cells, hidden: Flags, some: Flags) -> Any:
    """How each of `some` cells (places x counts) is made up of the hidden cells of the basis: a row for each."""
    from scipy import sparse

    number = numbered(hidden)
    at = np.argwhere(some)
    made = cells.makeup[at[:, 1]].tocoo()
    inside = hidden[at[made.row, 0], made.col]
    columns = number[at[made.row, 0], made.col][inside]
    shape = (len(at), np.count_nonzero(hidden))
    return sparse.csr_array((made.data[inside], (made.row[inside], columns)), shape=shape)


def _squares(table: Any, axis: int) -> Any:
    return np.asarray(table.multiply(table).sum(axis=axis), np.float64).ravel()
