"""One wave of a survey as cells: its figures, numbered by place and count, and what each cell is worth."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy import sparse

from pipelines.contracts.model import Survey
from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Numbers, Sums
from pipelines.disclosure.families import SUM_OF, CodeLists, Counted, Persons, counted, sums
from pipelines.disclosure.moves import moves
from pipelines.disclosure.policy import Keep, Policy, Thresholds
from pipelines.errors import UserError
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.published import VIEW_2024, WHOLE
from pipelines.texts import text

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
PLENTY = 100_000
MOST_MOVES = 24
"""Moves that are looked for through each count."""
PLACE = ["geografi", "regiontype", "regionkode"]


class ContradictionError(UserError):
    """Figures of the same persons do not agree, so that what adds up to what is not understood."""


@dataclass(frozen=True)
class Wave:
    """A wave's cells, and which row of the cube each figure is."""

    cells: Cells
    rows: Numbers
    hidden: Flags


def wave_of(
    survey: Survey, year: int, indicators: Sequence[Indicator], rows: pl.DataFrame, links: Links, policy: Policy
) -> Wave:
    """The cells of a wave.

    Args:
        survey: the contract.
        year: the wave.
        indicators: those that count persons.
        rows: the unprotected figures of them that have or could have a number: `_rad`, `CELL`, `PLACE`, `status`,
            `teller`, `nevner`, and `_hide`, why a primary rule hides one.
        links: between the places.
        policy: thresholds and preferences.

    Raises:
        ValueError: the survey has no form that year.
        ContradictionError: figures of the same persons do not agree.
    """
    form = survey.form_of(year)
    if form is None:
        raise ValueError(f"{survey.id} {year}: no form")
    lists = CodeLists(survey.counted_columns(form))
    whom = counted(survey, indicators, lists)
    published = sorted({p for one in whom.values() for p in (one.under, one.over) if p is not None})
    rests = sorted({one.rest for one in whom.values() if one.rest is not None} - {*published})
    split = sums([*published, *rests], lists)
    number = {p: n for n, p in enumerate(dict.fromkeys([*published, *rests]))}
    places, place_sums = _places(rows, links, year)
    numbered = rows.join(_names(whom, number, indicators, policy.keep), on=CELL).join(places, on=PLACE)
    worth = _worth(numbered, len(number))
    found_moves = moves(published, split, {p: float(worth[number[p]]) for p in published}, MOST_MOVES)
    touched = [(number[p], n) for n, move in enumerate(found_moves) for p in sorted(move)]
    move_table = sparse.csc_array(
        (np.ones(len(touched), np.float32), tuple(zip(*touched, strict=True))), shape=(len(number), len(found_moves))
    )
    return _Builder(
        survey, year, policy, lists, list(number), len(published), numbered, places,
        Sums(place_sums), Sums(_matrix([(number[s.whole], [number[p] for p in s.parts]) for s in split], len(number))),
        move_table, worth,
    ).wave()  # fmt: skip


def _names(
    whom: dict[tuple[str, str, str, str], Counted],
    number: dict[Persons, int],
    indicators: Sequence[Indicator],
    keep: Keep,
) -> pl.DataFrame:
    """`CELL`, the numbers of its counts `under`, `over` and `rest`, and `rang`: how dear the figure is."""
    bases = {i.id: i.bases for i in indicators}
    planned = {i.id: bool(i.plans) for i in indicators}
    rows = [
        (
            *cell,
            *(NONE if persons is None else number[persons] for persons in one),
            (keep.whole if cell[2] == WHOLE else 1.0)
            * (keep.first_base if cell[1] == bases[cell[0]][0] else 1.0)
            * (keep.in_plan if planned[cell[0]] else 1.0),
        )
        for cell, one in whom.items()
    ]
    columns = {
        **dict.fromkeys(CELL, pl.String),
        "under": pl.Int64,
        "over": pl.Int64,
        "rest": pl.Int64,
        "rang": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def _places(rows: pl.DataFrame, links: Links, year: int) -> tuple[pl.DataFrame, sparse.csr_array]:
    """`PLACE, plass` of every region with figures, and the sums of places; those with the same codes are one."""
    asked = rows.select(PLACE).unique().sort(PLACE)
    cells = links.cells.filter(pl.col("aar") == year).select(*PLACE, celle=pl.col("celle").cast(pl.Int64))
    named = asked.join(cells, on=PLACE, how="left").with_columns(
        celle=pl.col("celle").fill_null(-1 - pl.int_range(pl.len(), dtype=pl.Int64))
    )
    places = named.with_columns(plass=pl.col("celle").rank("dense").cast(pl.Int64) - 1)
    at = dict(places.select("celle", "plass").unique().iter_rows())
    found = links.sums.filter(pl.col("aar") == year).group_by("sum", "deler").agg("ledd").sort("sum", "deler")
    pairs = [
        (at[whole], [at[p] for p in parts]) for whole, _, parts in found.iter_rows() if {whole, *parts} <= at.keys()
    ]
    return places.select(*PLACE, "plass"), _matrix(pairs, len(at))


def _matrix(pairs: Iterable[tuple[int, list[int]]], size: int) -> sparse.csr_array:
    found = list(pairs)
    rows = [n for n, (_, parts) in enumerate(found) for _ in range(1 + len(parts))]
    columns = [member for whole, parts in found for member in (whole, *parts)]
    entries = [sign for _, parts in found for sign in (1, *([-1] * len(parts)))]
    return sparse.csr_array((np.array(entries, np.int8), (rows, columns)), shape=(len(found), size))


@dataclass(frozen=True)
class _Builder:
    survey: Survey
    year: int
    policy: Policy
    lists: CodeLists
    counts: list[Persons]
    published: int
    rows: pl.DataFrame
    places: pl.DataFrame
    place_sums: Sums
    count_sums: Sums
    moves: Any
    worth: NDArray[np.float64]

    def wave(self) -> Wave:
        rows, thresholds = self.rows, self.policy.kinds[self.survey.kind]
        place, under, over = (rows[c].to_numpy() for c in ("plass", "under", "over"))
        rest_of = self._rest_of()
        values, _ = self._values(place, under, over, rest_of)
        struck = rows["_hide"].is_not_null().to_numpy()
        wide = self._range(thresholds, values)
        hidden = np.zeros(values.shape, np.bool_)
        at = struck & (under != NONE)
        hidden[place[at], under[at]] = True
        if thresholds.base:
            low = struck & (over != NONE)
            hidden[place[low], over[low]] = True
            few = hidden & (values < thresholds.base)
            wide[few] = np.maximum(wide[few], thresholds.base - 1)
        carried = np.zeros(values.shape, np.bool_)
        for counts in (under, over):
            has = counts != NONE
            carried[place[has], counts[has]] = True
        hidden |= carried & (wide > 0)
        least = self._least(thresholds, place, under, over, values)
        loss = self._loss(rows, values, carried)
        instead = np.where(rest_of[:, 0] == NONE, np.arange(len(self.counts)), rest_of[:, 0])
        figures = Figures(place, under, over)
        cells = Cells(
            self.place_sums,
            self.count_sums,
            values,
            figures,
            least,
            wide,
            loss,
            rest_of,
            instead,
            self._empty(values, carried),
            self.moves,
        )
        return Wave(cells, rows["_rad"].to_numpy(), hidden)

    def _values(self, place: Numbers, under: Numbers, over: Numbers, rest_of: Numbers) -> tuple[Numbers, Flags]:
        """Persons in every cell, and whether a figure tells."""
        values = np.zeros((int(self.places["plass"].to_numpy().max()) + 1, len(self.counts)), np.int64)
        told = np.zeros(values.shape, np.bool_)
        for column, counts in (("teller", under), ("nevner", over)):
            has = (counts != NONE) & self.rows[column].is_not_null().to_numpy()
            at, persons = (place[has], counts[has]), self.rows[column].fill_null(0).to_numpy()[has]
            if (told[at] & (values[at] != persons)).any():
                raise ContradictionError(text("vern.motsier", survey=self.survey.id, year=self.year))
            values[at], told[at] = persons, True
        rests = np.flatnonzero(rest_of[:, 0] != NONE)
        values[:, rests] = values[:, rest_of[rests, 1]] - values[:, rest_of[rests, 0]]
        all_told = self.count_sums.members @ (~told.T).astype(np.float32) == 0
        if ((self.count_sums.matrix @ values.T != 0) & all_told).any():
            raise ContradictionError(text("vern.motsier", survey=self.survey.id, year=self.year))
        # What a quantity sums to is guarded, but has no number that could be too small.
        values[:, [any(column.startswith(SUM_OF) for column, _ in p) for p in self.counts]] = PLENTY
        return values, told

    def _empty(self, values: Numbers, carried: Flags) -> Flags:
        """Counts of nobody: no figure shows them, and the others of a sum make up the whole everywhere."""
        absent = np.arange(len(self.counts)) < self.published
        absent &= ~carried.any(axis=0)
        made_up = (self.count_sums.matrix @ values.T == 0).all(axis=1)
        made_up &= self.count_sums.wholes @ (~absent).astype(np.float32) > 0
        empty: Flags = absent & (self.count_sums.parts.T @ made_up.astype(np.float32) > 0)
        return empty

    def _rest_of(self) -> Numbers:
        """For each count that no figure tells, a numerator and a base that it is the difference of: the cheapest."""
        rest_of = np.full((len(self.counts), 2), NONE, np.int64)
        pairs = self.rows.filter(pl.col("rest") >= self.published).select("rest", "under", "over", "rang").unique()
        pairs = pairs.sort("rang", "under", "over", descending=[True, False, False])
        rest_of[pairs["rest"].to_numpy()] = pairs.select("under", "over").to_numpy()
        return rest_of

    def _range(self, thresholds: Thresholds, values: Numbers) -> Numbers:
        """How far up a small count must be left in doubt: of those that figures tell, or tell the rest of a base of."""
        wide = np.zeros(values.shape, np.int64)
        if thresholds.cell:
            told = np.zeros(values.shape, np.bool_)
            for counts in ("under", "over", "rest"):
                at = self.rows.filter(pl.col(counts) != NONE).select("plass", counts).to_numpy()
                told[at[:, 0], at[:, 1]] = True
            told &= ~np.array([self.lists.is_unknown(p) for p in self.counts])
            wide[told & (values > 0) & (values < thresholds.cell)] = thresholds.cell - 1
        return wide

    def _least(self, thresholds: Thresholds, place: Numbers, under: Numbers, over: Numbers, values: Numbers) -> Numbers:
        """1 for what figures count, which is shown when it is zero; 0 where the homogeneous rule may hide a zero."""
        least = np.zeros(values.shape, np.int64)
        least[:, : self.published] = 1
        if thresholds.homogeneous_base:
            has = (under != NONE) & (over != NONE)
            few = np.zeros(place.size, np.bool_)
            few[has] = values[place[has], over[has]] < thresholds.homogeneous_base
            least[place[few], under[few]] = 0
        return least

    def _loss(self, rows: pl.DataFrame, values: Numbers, carried: Flags) -> NDArray[np.float64]:
        """What a cell is worth: by place, by count and by persons; infinite where no figure shows it."""
        rank = rows.group_by("plass").agg(
            vekt=pl.col("regiontype")
            .replace_strict(self.policy.keep.regions, default=1.0, return_dtype=pl.Float64)
            .max()
        )
        by_place = np.ones(values.shape[0])
        by_place[rank["plass"].to_numpy()] = rank["vekt"].to_numpy()
        loss = by_place[:, None] * self.worth[None, :] * (1 + np.log10(1 + values) / 4)
        # That a cell is empty is worth much to know, and hiding it hides nobody.
        loss[values == 0] *= self.policy.keep.empty
        loss[~carried] = np.inf
        return loss


def _worth(rows: pl.DataFrame, counts: int) -> NDArray[np.float64]:
    """What each count is worth: how many figures it carries, and how important the most important of them is."""
    worth = np.ones(counts)
    for side in ("under", "over"):
        carried = rows.filter(pl.col(side) != NONE).group_by(side)
        found = carried.agg(rang=pl.col("rang").max(), bruk=pl.struct(CELL).n_unique())
        worth[found[side].to_numpy()] += found["bruk"].to_numpy() * found["rang"].to_numpy()
    return worth


def taking_part(rows: pl.DataFrame) -> pl.DataFrame:
    """`aar, kommunenummer` of those with figures in the view of the year."""
    own = rows.filter(pl.col("regiontype") == "kommune", pl.col("geografi") != VIEW_2024)
    return own.select("aar", kommunenummer="regionkode").unique().sort(pl.all())
