"""How much doubt is left of what a wave hides: whether a small count may still be any small count."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit.bounds import Flags, Numbers, Reals, certify, narrow, too_narrow
from pipelines.audit.digits import with_sums
from pipelines.audit.editions import figures_of
from pipelines.audit.elsewise import some_table
from pipelines.audit.limits import Rules
from pipelines.audit.solve import Solution, solve
from pipelines.audit.wave import UNKNOWNS, Wave
from pipelines.propagation import Range, ranges


@dataclass(frozen=True)
class Open:
    """What is not determined.

    Attributes:
        solution: what is determined.
        system: the equations that still hold unknowns.
        right: what they sum to.
        unknown: the number of each unknown left.
        told: how narrowly single sums bound each of them.
    """

    solution: Solution
    system: sparse.csr_array
    right: Numbers
    unknown: Numbers
    told: Range

    def pinned(self) -> Solution:
        """`solution` with what single sums bound to one number."""
        one, solution = self.told.low == self.told.high, self.solution
        values, known = solution.values.copy(), solution.known.copy()
        values[self.unknown[one]], known[self.unknown[one]] = self.told.low[one].astype(np.int64), True
        return replace(solution, values=values, known=known, untried=solution.untried & ~known)


@dataclass(frozen=True)
class Bounds:
    """How narrow the bounds are.

    Attributes:
        asked: protected counts that are hidden and not recovered.
        narrow: of how many of them bounds would tell more than that they are small, should they be.
        surely: how many of them bounds tell to be small, and more than that.
        least: the fewest small values that are left for one of them; None where none is asked for.
        of: how many small values there are then.
        settled: how many are proven, either way; all, where only single sums were asked.
    """

    asked: int
    narrow: int
    surely: int
    least: int | None
    of: int | None
    settled: int

    @property
    def passed(self) -> bool:
        """Whether all are proven, and none is surely too narrow."""
        return self.surely == 0 and self.settled == self.asked

    def __add__(self, other: Bounds) -> Bounds:
        """Of both."""
        narrowest = min((b for b in (self, other) if b.least is not None), key=lambda b: b.least or 0, default=self)
        return Bounds(
            self.asked + other.asked,
            self.narrow + other.narrow,
            self.surely + other.surely,
            narrowest.least,
            narrowest.of,
            self.settled + other.settled,
        )


FindBounds = Callable[[Wave, pl.DataFrame, "Open", Rules], Bounds]
"""From a wave, hidden figures that are not recovered and what is not determined, to the bounds of what they protect."""
NONE_ASKED = Bounds(0, 0, 0, None, None, 0)


def left_open(equations: sparse.csr_array, solution: Solution) -> Open:
    """The part of `equations` that `solution` has not settled."""
    unknown = ~solution.known
    rows = np.flatnonzero(abs(equations) @ unknown.astype(np.int64) > 0)
    at = np.flatnonzero(unknown)
    system, right = equations[rows][:, at].tocsr(), -(equations @ solution.values)[rows]
    return Open(solution, system, right, at, ranges(system, right.astype(np.float64), np.zeros(at.size)))


def bounds_of(_: Wave, hidden: pl.DataFrame, rest: Open, rules: Rules) -> Bounds:
    """The bounds that single sums give of the counts that `hidden` figures protect."""
    asked, limit = _protected(hidden, rest, rules)
    if not asked.size:
        return NONE_ASKED
    return _summed(rest.told.low[asked], rest.told.high[asked], limit, asked.size)


def bounds_by_all_sums(
    wave: Wave,
    hidden: pl.DataFrame,
    rest: Open,
    rules: Rules,
    *,
    figures: pl.DataFrame | None,
    until: float,
    progress: Callable[[int, int], None],
) -> Bounds:
    """The bounds that all sums together give, as far as time allows.

    They are looked for from the true table, which is at hand where a release is made; any other would do as well.

    Args:
        wave: what is published.
        hidden: hidden figures that are not recovered.
        rest: what is not determined.
        rules: of the survey's kind.
        figures: rows of the cube before anything was hidden in it. Where they are not those of the release, or there
            are none, some possible table is sought, which takes longer than there is time for in a large wave.
        until: when to give up, by the monotonic clock.
        progress: told how many more bounds are settled, and how many more are asked for.
    """
    asked, limit = _protected(hidden, rest, rules)
    if not asked.size:
        return NONE_ASKED
    progress(0, asked.size)
    table = _possible(wave, rest, figures, until)
    if table is None:
        return replace(NONE_ASKED, asked=asked.size)
    free, span = np.zeros(wave.size, np.bool_), wave.span
    free[rest.unknown] = True
    told = certify(
        span, free, table, rest.unknown[asked], limit, wave.blocks(),
        seconds=until - time.monotonic(), progress=lambda more: progress(more, 0),
    )  # fmt: skip
    # What was seen to leave doubt enough was bounded no further: no more of it is known than single sums tell.
    proven = told.settled
    few = proven & too_narrow(told.low, told.high, limit)
    low, high = (
        np.where(few, all_, single[asked]) for all_, single in zip((told.low, told.high), rest.told, strict=True)
    )
    return _summed(low[proven], high[proven], limit[proven], asked.size)


def _possible(wave: Wave, rest: Open, figures: pl.DataFrame | None, until: float) -> Reals | None:
    """A table of all unknowns that agrees with what is published: with `figures`, if that can be."""
    table, at = rest.solution.values.astype(np.float64), rest.unknown
    for values, known in (*_true(wave, rest.solution, figures), (rest.solution.values, rest.solution.known)):
        possible = some_table(rest.system, rest.right, values[at], known[at], until - time.monotonic())
        if possible is not None:
            table[at] = possible
            return table
    return None


def _true(wave: Wave, solution: Solution, figures: pl.DataFrame | None) -> list[tuple[Numbers, Flags]]:
    """What `figures` tell beside what is determined, and of which unknowns; nothing where they cannot be true."""
    if figures is None:
        return []
    own = figures_of(figures, wave.indicators).filter(pl.col("aar") == wave.year)
    said = wave.told(with_sums(wave.numbered(own)).select(UNKNOWNS))
    values = np.where(solution.known, solution.values, said.values)
    every = wave.equations(of_places=len(wave.number))
    found = solve(wave.equations(), values, solution.known | said.known, every, wave.span)
    return [] if found.broken else [(found.values, found.known)]


def _protected(hidden: pl.DataFrame, rest: Open, rules: Rules) -> tuple[Numbers, Numbers]:
    """Places among the unknowns left of the counts that figures are hidden for, and the limit of each."""
    wanted = {
        "x_teller": (rules.cell, ~(pl.col("ukjent") | pl.col("snitt"))),
        "x_rest": (rules.cell, ~pl.col("rest_ukjent")),
        "x_nevner": (max(rules.cell, rules.base), pl.lit(value=True)),
    }
    numbers, limits = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for column, (limit, protected) in wanted.items():
        if limit > 1:
            found = hidden.filter(protected)[column].drop_nulls().unique().to_numpy()
            numbers.append(np.intersect1d(found, rest.unknown))
            limits.append(np.full(numbers[-1].size, limit))
    both, first = np.unique(np.concatenate(numbers), return_index=True)
    return np.searchsorted(rest.unknown, both), np.concatenate(limits)[first]


def _summed(low: Reals, high: Reals, limit: Numbers, asked: int) -> Bounds:
    touches = (low <= limit - 1) & (high >= 1)
    left = np.floor(np.minimum(high, limit - 1) + 1e-6) - np.ceil(np.maximum(low, 1) - 1e-6) + 1
    fewest = int(np.argmin(np.where(touches, left, np.inf))) if touches.any() else None
    return Bounds(
        asked,
        int(np.count_nonzero(narrow(low, high, limit))),
        int(np.count_nonzero(too_narrow(low, high, limit))),
        None if fewest is None else int(left[fewest]),
        None if fewest is None else int(limit[fewest]) - 1,
        int(low.size),
    )
