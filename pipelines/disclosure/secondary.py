"""Secondary protection of one wave: hide more cells until nothing that is hidden can be computed from what is shown.

A hidden cell is safe when it is part of a move (see `moves`) that is unknown as a whole in its place and in enough
other places that no sum of places tells. So a cell that is not safe is given the cheapest such move, in its own place
and beside it. All that is hidden on the way is part of the same move, and safe too: it does not spread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Cells, Flags, Sums
from pipelines.disclosure.narrow import narrow_sums
from pipelines.errors import UserError
from pipelines.texts import text

DEAR = 1e30
"""Worth of what cannot be hidden: so much that a move through it is no move."""
MOST_ROUNDS = 50


class NotProtectedError(UserError):
    """Something hidden can still be computed, and there is nothing left to hide beside it."""


def secondary(cells: Cells, hidden: Flags) -> Flags:
    """The cells to hide so that none that is hidden can be computed, nor a small one be narrowed.

    Args:
        cells: the wave.
        hidden: what primary rules hide; unchanged.

    Raises:
        NotProtectedError: it cannot be done by hiding.
    """
    work = _Work(cells, hidden.copy())
    for _ in range(MOST_ROUNDS):
        work.make_safe()
        if not work.widen():
            return work.hidden
    raise NotProtectedError(text("vern.ikke_ferdig"))


def safe_cells(cells: Cells, unknown: Flags) -> Flags:
    """The unknown cells that a move through them shows to be free.

    Args:
        cells: the wave.
        unknown: what an attacker does not have.
    """
    free = _free_of_places(cells.places, _whole_moves(cells, unknown))
    found: Flags = (free.astype(np.float32) @ cells.moves.T > 0) & unknown
    return found


def _whole_moves(cells: Cells, unknown: Flags) -> Flags:
    """Where every count of a move is unknown: places x moves."""
    held: Flags = unknown.astype(np.float32) @ cells.moves == cells.move_size
    return held


def _free_of_places(places: Sums, held: Flags) -> Flags:
    """`held` without the places that sums of places tell, one after the other.

    Exact where places are a tree; what two views of borders tell only together is not found.
    """
    held = held.copy()
    while True:
        alone = places.members @ held.astype(np.float32) == 1
        told = (places.members.T @ alone.astype(np.float32) > 0) & held
        if not told.any():
            return held
        held &= ~told


@dataclass
class _Work:
    """What is hidden so far."""

    cells: Cells
    hidden: Flags

    def make_safe(self) -> None:
        """Give every hidden cell that is not safe a move."""
        cells = self.cells
        while True:
            unknown = cells.unknown(self.hidden)
            bare = self.hidden & unknown & ~safe_cells(cells, unknown)
            if not bare.any():
                return
            wanted = self._moves_for(bare)
            self._beside(wanted)

    def _worth(self) -> NDArray[np.float64]:
        """What hiding each cell costs now."""
        worth = np.where(np.isfinite(self.cells.loss), self.cells.loss, DEAR)
        worth[self.cells.unknown(self.hidden)] = 0
        return worth

    def _moves_for(self, bare: Flags) -> Flags:
        """Choose the cheapest move through each cell of `bare` and hide it there; places x moves chosen."""
        cells = self.cells
        chosen = np.zeros((bare.shape[0], cells.move_size.size), np.bool_)
        worth = self._worth()
        for count in np.argsort(-bare.sum(axis=0), kind="stable")[: int(bare.any(axis=0).sum())]:
            through = cells.moves_of(int(count))
            places = np.flatnonzero(bare[:, count])
            cost = worth[places] @ cells.moves[:, through]
            best = cost.argmin(axis=1)
            if (cost[np.arange(places.size), best] >= DEAR).any():
                raise NotProtectedError(text("vern.ingenting_ved_siden"))
            moves = through[best]
            chosen[places, moves] = True
            self._hide(worth, places, moves)
        return chosen

    def _beside(self, wanted: Flags) -> None:
        """Hide the wanted moves in more places until no sum of places tells one."""
        cells = self.cells
        across = np.flatnonzero(wanted.any(axis=0))
        while across.size:
            worth = self._worth()
            held = _free_of_places(cells.places, _whole_moves(cells, worth == 0)) | wanted
            alone = (cells.places.members @ held.astype(np.float32) == 1) & (
                cells.places.members @ wanted.astype(np.float32) > 0
            )
            across = np.flatnonzero(alone.any(axis=0))
            for number in np.flatnonzero(alone.any(axis=1)):
                members = cells.places.of(int(number))
                # A sum before this one may have brought company already.
                moves = np.flatnonzero(alone[number] & (held[members].sum(axis=0) == 1))
                cost = worth[members] @ cells.moves[:, moves]
                cost[held[np.ix_(members, moves)]] = np.inf
                best = cost.argmin(axis=0)
                possible = cost[best, np.arange(moves.size)] < DEAR
                if not possible.all():
                    raise NotProtectedError(text("vern.ingenting_ved_siden"))
                places = members[best]
                wanted[places, moves] = True
                held[places, moves] = True
                self._hide(worth, places, moves)

    def _hide(self, worth: NDArray[np.float64], places: NDArray[np.int64], moves: NDArray[np.int64]) -> None:
        table = self.cells.moves
        for place, move in zip(places.tolist(), moves.tolist(), strict=True):
            counts = table.indices[table.indptr[move] : table.indptr[move + 1]]
            more = counts[worth[place, counts] > 0]
            self.hidden[place, more] = True
            worth[place, counts] = 0

    def widen(self) -> bool:
        """Hide one more cell in every sum that leaves too little doubt of a small one; whether there were any."""
        before = int(self.hidden.sum())
        narrow_sums(self.cells, self.hidden)
        return int(self.hidden.sum()) > before
