"""One column drawn: rows of a cell are ranked by score and cut at the quota, so that the margins are exact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pipelines.synthetic.declaration import ColumnPlan, ExampleError, PerPlace, Quota
from pipelines.synthetic.noise import Floats
from pipelines.synthetic.quota import Ints, counts_of, largest_remainder
from pipelines.synthetic.state import Draw, Mask, Values
from pipelines.texts import text


def draw_column(draw: Draw, name: str, plan: ColumnPlan) -> Values:
    """The codes of one column, for every row.

    Raises:
        ExampleError: the plan does not fit the form, or leaves rows without a code.
    """
    values = draw.columns.get(name, draw.empty()).copy()
    unfilled = np.array([value is None for value in values], dtype=np.bool_) & draw.where(plan.requires, name)
    column = _Column(draw, name, _score(draw, name, plan), values)
    if plan.per_place:
        column.hand_out(plan.per_place, unfilled)
        return values
    for quota in plan.of:
        cell = unfilled & draw.where(quota.where, name)
        unfilled &= ~cell
        column.fill(quota, cell)
    if unfilled.any():
        raise ExampleError(text("synthetic.not_covered", place=draw.label(name), n=int(unfilled.sum())))
    return values


def _score(draw: Draw, name: str, plan: ColumnPlan) -> Floats:
    own = max(0.0, 1 - plan.latent**2 - plan.place**2) ** 0.5
    score: Floats = plan.place * draw.per_place("place", name)[draw.place] + own * draw.per_row("row", name)
    if plan.latent:
        score += plan.latent * draw.latent
    return score + draw.lean(plan.leans, name)


@dataclass
class _Column:
    """The column being drawn; `values` is filled in place."""

    draw: Draw
    name: str
    score: Floats
    values: Values

    def order(self, declared: Iterable[str]) -> Sequence[str]:
        """The codes from low to high score: the contract's, or as declared where it lists none."""
        return [c.code for c in self.draw.form.by_name[self.name].codes] or list(dict.fromkeys(declared))

    def fill(self, quota: Quota, cell: Mask) -> None:
        """Give the rows of one cell their codes; those outside the published population by the same proportions."""
        inside, outside = (np.flatnonzero(cell & who) for who in (self.draw.published, ~self.draw.published))
        order = self.order([*quota.counts, *quota.apart, *quota.shares])
        counts = counts_of(quota, len(inside), order, self.draw.label(self.name))
        self._cut(quota, counts, inside)
        if len(outside):
            if not any(counts.values()):
                raise ExampleError(text("synthetic.empty_cell", place=self.draw.label(self.name)))
            more = largest_remainder(list(counts.values()), len(outside)).tolist()
            self._cut(quota, dict(zip(counts, more, strict=True)), outside)

    def _cut(self, quota: Quota, counts: Mapping[str, int], rows: Ints) -> None:
        draw = self.draw
        apart = {code: n for code, n in counts.items() if code in quota.apart}
        # A few unknowns would be a large share of a small municipality's file; they are found in the larger ones.
        large = np.bincount(draw.place, minlength=len(draw.keys)) >= draw.example.apart_from
        eligible = rows[large[draw.place[rows]]]
        if sum(apart.values()) > len(eligible):
            raise ExampleError(text("synthetic.too_few_for_apart", place=draw.label(self.name), n=len(eligible)))
        by_chance = eligible[np.argsort(draw.per_row("apart", self.name)[eligible], kind="stable")]
        taken = by_chance[: sum(apart.values())]
        self.values[taken] = _repeat(apart)
        left = rows[~np.isin(rows, taken)]
        ranked = left[np.argsort(self.score[left], kind="stable")]
        self.values[ranked] = _repeat({code: n for code, n in counts.items() if code not in apart})

    def hand_out(self, plan: PerPlace, unfilled: Mask) -> None:
        """Within each municipality: as many of the codes as its rows call for, by their weights."""
        draw, order = self.draw, self.order(plan.codes)
        if unknown := set(plan.codes) - set(order):
            codes = ", ".join(sorted(unknown))
            raise ExampleError(text("synthetic.unknown_code", place=draw.label(self.name), codes=codes))
        ranked = np.lexsort((self.score, draw.place))
        ranked = ranked[unfilled[ranked]]
        ends = np.cumsum(np.bincount(draw.place[ranked], minlength=len(draw.keys)))[:-1]
        for number, rows in zip(draw.numbers, np.split(ranked, ends), strict=True):
            if not len(rows) or (plan.only and number not in plan.only):
                continue
            used = list(plan.codes)[: max(1, len(rows) // plan.rows_per_code)]
            divided = largest_remainder([plan.codes[c] for c in used], len(rows)).tolist()
            counts = dict(zip(used, divided, strict=True))
            self.values[rows] = _repeat({code: counts[code] for code in order if code in counts})


def _repeat(counts: Mapping[str, int]) -> Values:
    return np.repeat(np.array(list(counts), dtype=np.object_), list(counts.values()))
