"""Secondary protection of one wave: hide more cells until nothing that is hidden can be computed from what is shown.

A hidden cell is safe when it is part of a move (see `moves`) that is unknown as a whole in its place and in enough
other places that no sums of places tell (see `company`). So a cell that is not safe is given the cheapest such move, in
its own place and beside it. All that is hidden on the way is part of the same move, and safe too: it does not spread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Cells, Flags, Numbers, Sums
from pipelines.disclosure.company import Company
from pipelines.disclosure.narrow import narrow_sums
from pipelines.disclosure.zeros import told

DEAR = 1e9
"""Worth of what cannot be hidden: so much that a move through it is no move."""
MOST_BESIDE = 12
MOVES_TRIED = 3
"""Moves whose company is priced for one cell: the cheapest by themselves."""


class Protected(NamedTuple):
    """What came of it.

    Attributes:
        hidden: what to hide, of the cells hidden by primary rules and others.
        told: what primary rules hide though what is shown elsewhere tells it, so that hiding it hides nothing: that
            nobody is in a group that larger groups have nobody of either.
    """

    hidden: Flags
    told: Flags


def secondary(cells: Cells, hidden: Flags) -> Protected:
    """What to hide so that nothing that is hidden can be computed, nor a small number be narrowed.

    Args:
        cells: the wave.
        hidden: what primary rules hide; unchanged.

    Where nothing is left to hide beside a cell, it stays as it is, for the audit to find.
    """
    work = _Work(cells, hidden.copy(), Company(cells.places))
    work.make_safe()
    while work.widen():  # Ends, since each round hides more.
        work.make_safe()
    return work.result(hidden)


def safe_cells(cells: Cells, unknown: Flags, company: Company) -> Flags:
    """The unknown cells that a move through them shows to be free.

    Args:
        cells: the wave.
        unknown: what an attacker does not have.
        company: what the sums of places allow.
    """
    return _touched(cells, company.free(_whole_moves(cells, unknown))) & unknown


def _touched(cells: Cells, free: Flags) -> Flags:
    found: Flags = free.astype(np.float32) @ cells.moves.T > 0
    return found


def _whole_moves(cells: Cells, unknown: Flags) -> Flags:
    """Where every count of a move is unknown: places x moves."""
    held: Flags = unknown.astype(np.float32) @ cells.moves == cells.move_size
    return held


def _free_of_single_sums(places: Sums, held: Flags) -> Flags:
    """`held` without the places that sums of places tell, one after the other: most of `Company.free`, and quick."""
    held = held.copy()
    while True:
        alone = places.members @ held.astype(np.float32) == 1
        gone = (places.members.T @ alone.astype(np.float32) > 0) & held
        if not gone.any():
            return held
        held &= ~gone


@dataclass
class _Work:
    """What is hidden so far."""

    cells: Cells
    hidden: Flags
    company: Company

    def make_safe(self) -> None:
        """Give every hidden cell that is not safe a move, where there is one."""
        self._by_single_sums()
        while self._by_all_sums():
            pass
        for _ in range(MOST_BESIDE):
            if not self._beside_small():
                break

    def result(self, primary: Flags) -> Protected:
        """What is hidden, without what single sums tell that is not small: to hide that hides nothing."""
        known = told(self.cells, self.cells.unknown(self.hidden)) & (self.cells.range == 0)
        return Protected(self.hidden & ~known, primary & known)

    def _told(self) -> Flags:
        """The zeros that are told, and what else is told that no figure shows."""
        secret = np.isfinite(self.cells.loss) | (self.cells.range > 0)
        return told(self.cells, self.cells.unknown(self.hidden)) & ((self.cells.values == 0) | ~secret)

    def _open(self) -> Flags:
        unknown: Flags = self.cells.unknown(self.hidden) & ~self._told()
        return unknown

    def _bare(self) -> Flags:
        """The hidden cells that no move is seen to keep in doubt, and that are not told zeros."""
        left = self._open()
        bare: Flags = self.hidden & left & ~safe_cells(self.cells, left, self.company)
        return bare

    def _worth(self) -> NDArray[np.float64]:
        """What hiding each cell costs now; nothing where it is unknown, and `DEAR` where it would be told."""
        known = self._told()
        worth = np.where(np.isfinite(self.cells.loss), self.cells.loss, DEAR)
        worth[self.cells.unknown(self.hidden)] = 0
        # A difference is unknown as soon as one of its two is hidden.
        worth[:, worth.shape[1] - self.cells.differences.shape[0] :] = 0
        worth[known] = DEAR
        return worth

    def _by_single_sums(self) -> None:
        cells = self.cells
        while True:
            left = self._open()
            held = _free_of_single_sums(cells.places, _whole_moves(cells, left))
            bare = self.hidden & left & ~_touched(cells, held)
            before = int(self.hidden.sum())
            self._beside(self._moves_for(bare))
            if int(self.hidden.sum()) == before:
                return

    def _moves_for(self, bare: Flags) -> Flags:
        """Choose the cheapest move through each cell of `bare` and hide it there; places x moves chosen."""
        cells = self.cells
        chosen = np.zeros((bare.shape[0], cells.move_size.size), np.bool_)
        worth = self._worth()
        for count in np.argsort(-bare.sum(axis=0), kind="stable")[: int(bare.any(axis=0).sum())]:
            through = cells.moves_of(int(count))
            if not through.size:
                continue
            places = np.flatnonzero(bare[:, count])
            cost = worth[places] @ cells.moves[:, through]
            best = cost.argmin(axis=1)
            possible = cost[np.arange(places.size), best] < DEAR
            places, moves = places[possible], through[best[possible]]
            chosen[places, moves] = True
            for place, move in zip(places.tolist(), moves.tolist(), strict=True):
                self._hide(worth, place, self._counts(move))
        return chosen

    def _beside(self, wanted: Flags) -> None:
        """Hide the wanted moves in more places until no single sum of places tells one."""
        cells = self.cells
        tried = np.zeros((cells.places.matrix.shape[0], wanted.shape[1]), np.bool_)
        across = np.flatnonzero(wanted.any(axis=0))
        while across.size:
            worth = self._worth()
            held = _free_of_single_sums(cells.places, _whole_moves(cells, worth == 0)) | wanted
            alone = (cells.places.members @ held.astype(np.float32) == 1) & (
                cells.places.members @ wanted.astype(np.float32) > 0
            )
            alone &= ~tried
            across = np.flatnonzero(alone.any(axis=0))
            for number in np.flatnonzero(alone.any(axis=1)):
                members = cells.places.of(int(number))
                # A sum before this one may have brought company already.
                moves = np.flatnonzero(alone[number] & (held[members].sum(axis=0) == 1))
                tried[number, moves] = True
                cost = worth[members] @ cells.moves[:, moves]
                cost[held[np.ix_(members, moves)]] = np.inf
                best = cost.argmin(axis=0)
                possible = cost[best, np.arange(moves.size)] < DEAR
                for place, move in zip(members[best[possible]].tolist(), moves[possible].tolist(), strict=True):
                    wanted[place, move] = held[place, move] = True
                    self._hide(worth, place, self._counts(move))

    def _by_all_sums(self) -> bool:
        """Give every bare cell the move that is cheapest with its company; whether any was hidden."""
        settled, table = np.zeros(self.hidden.shape, np.bool_), self.cells.moves
        worth, before = self._worth(), int(self.hidden.sum())
        for place, count in np.argwhere(self._bare()).tolist():
            if not settled[place, count]:
                through = self.cells.moves_of(count)
                own = worth[place] @ table[:, through]
                tried = through[np.argsort(own, kind="stable")[:MOVES_TRIED]]
                self._with_company(place, [self._counts(int(move)) for move in tried], worth, settled)
        return int(self.hidden.sum()) > before

    def _beside_small(self) -> bool:
        """Hide one more in every sum that tells a small count, where no move was found; whether any was hidden."""
        cells = self.cells
        unknown = cells.unknown(self.hidden)
        left = unknown & ~(told(cells, unknown) & (cells.range == 0))
        small = told(cells, unknown) & (cells.range > 0)
        worth = np.where(unknown | (cells.values == 0), np.inf, cells.loss)
        before = int(self.hidden.sum())
        for sums, turned in ((cells.places, False), (cells.counts, True)):
            there, asked, price = (table.T if turned else table for table in (left, small, worth))
            alone = (sums.members @ there.astype(np.float32) == 1) & (sums.members @ asked.astype(np.float32) > 0)
            for number in np.flatnonzero(alone.any(axis=1)):
                members, across = sums.of(int(number)), np.flatnonzero(alone[number])
                cost = price[np.ix_(members, across)]
                best = cost.argmin(axis=0)
                possible = np.isfinite(cost[best, np.arange(across.size)])
                at = members[best[possible]], across[possible]
                self.hidden[at[::-1] if turned else at] = True
        return int(self.hidden.sum()) > before

    def _with_company(self, place: int, moves: Sequence[Numbers], worth: NDArray[np.float64], settled: Flags) -> None:
        """Hide the one of `moves` that is cheapest with its company, in `place` and beside it; mark what is settled."""
        best, least = None, DEAR
        for touched in moves:
            cost = worth[:, touched].sum(axis=1)
            if cost[place] < least:
                company = self.company.cheapest(place, cost, DEAR)
                if company is not None and cost[place] + company[1] < least:
                    best, least = (touched, company[0]), float(cost[place]) + company[1]
        if best is not None:
            touched, places = best
            for one in (place, *places.tolist()):
                self._hide(worth, one, touched)
                settled[one, touched] = True

    def _counts(self, move: int) -> Numbers:
        table = self.cells.moves
        return np.asarray(table.indices[table.indptr[move] : table.indptr[move + 1]], np.int64)

    def _hide(self, worth: NDArray[np.float64], place: int, counts: Numbers) -> None:
        self.hidden[place, counts[worth[place, counts] > 0]] = True
        worth[place, counts] = 0

    def widen(self) -> bool:
        """Hide one more cell in every sum that leaves too little doubt of a small one; whether there were any."""
        before = int(self.hidden.sum())
        narrow_sums(self.cells, self.hidden)
        return int(self.hidden.sum()) > before
