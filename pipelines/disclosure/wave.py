"""One wave of a survey as cells: its figures, numbered by place and count, and what each cell is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.contracts.model import Survey
from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Numbers, Sums
from pipelines.disclosure.policy import Policy, Thresholds
from pipelines.disclosure.ties import CELL, Ties, sums_table, ties_of
from pipelines.errors import UserError
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.published import VIEW_2024
from pipelines.texts import text

PLENTY = 100_000
"""Stands for the sum of a quantity, which has no number of persons."""
PLACE = ["geografi", "regiontype", "regionkode"]
MUNICIPALITY_DIGITS = 4
"""The first digits of a district's code are its municipality's."""


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
    ties = ties_of(survey, form, tuple(indicators), policy.keep)
    places = _places(rows, links, year)
    numbered = rows.join(ties.names, on=CELL).join(places.names, on=PLACE)
    return _Builder(survey, year, policy, ties, numbered, places).wave()


@dataclass(frozen=True)
class _Places:
    """The places of a wave.

    Attributes:
        names: `PLACE, plass` of every region with figures; those with the same codes are one place.
        sums: which are sums of others.
        cities: a city's place, those of its districts, and last one without figures: of whoever is in none of them.
    """

    names: pl.DataFrame
    sums: Sums
    cities: list[tuple[int, list[int]]]


def _places(rows: pl.DataFrame, links: Links, year: int) -> _Places:
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
    cities = _cities(places, len(at))
    return _Places(places.select(*PLACE, "plass"), sums_table([*pairs, *cities], len(at) + len(cities)), cities)


def _cities(places: pl.DataFrame, fresh: int) -> list[tuple[int, list[int]]]:
    """Each city with its districts and the rest of it, which is numbered from `fresh`."""
    city = pl.col("regionkode").str.head(MUNICIPALITY_DIGITS)
    of_cities = places.filter(pl.col("regiontype") == "bydel").group_by(regionkode=city)
    districts = of_cities.agg(deler=pl.col("plass").sort())
    local = places.filter(pl.col("regiontype") == "kommune").sort(pl.col("geografi") == VIEW_2024)
    found = local.unique("regionkode", keep="first").join(districts, on="regionkode").sort("plass")
    return [(whole, [*parts, fresh + n]) for n, (whole, parts) in enumerate(found.select("plass", "deler").iter_rows())]


@dataclass(frozen=True)
class _Builder:
    survey: Survey
    year: int
    policy: Policy
    ties: Ties
    rows: pl.DataFrame
    places: _Places

    def wave(self) -> Wave:
        rows, thresholds = self.rows, self.policy.kinds[self.survey.kind]
        place, under, over = (rows[c].to_numpy() for c in ("plass", "under", "over"))
        rest_of = self._rest_of()
        values = self._values(place, under, over, rest_of)
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
        instead = np.where(rest_of[:, 0] == NONE, np.arange(self.ties.size), rest_of[:, 0])
        figures = Figures(place, under, over)
        cells = Cells(
            self.places.sums,
            self.ties.count_sums,
            values,
            figures,
            least,
            wide,
            loss,
            rest_of,
            instead,
            self._empty(values, carried),
            self.ties.moves,
        )
        return Wave(cells, rows["_rad"].to_numpy(), hidden)

    def _values(self, place: Numbers, under: Numbers, over: Numbers, rest_of: Numbers) -> Numbers:
        """Persons in every cell."""
        values = np.zeros((self.places.sums.matrix.shape[1], self.ties.size), np.int64)
        told = np.zeros(values.shape, np.bool_)
        for column, counts in (("teller", under), ("nevner", over)):
            has = (counts != NONE) & self.rows[column].is_not_null().to_numpy()
            at, persons = (place[has], counts[has]), self.rows[column].fill_null(0).to_numpy()[has]
            if (told[at] & (values[at] != persons)).any():
                raise ContradictionError(text("vern.motsier", survey=self.survey.id, year=self.year))
            values[at], told[at] = persons, True
        for city, parts in self.places.cities:
            values[parts[-1]] = values[city] - values[parts[:-1]].sum(axis=0)
        rests = np.flatnonzero(rest_of[:, 0] != NONE)
        values[:, rests] = values[:, rest_of[rests, 1]] - values[:, rest_of[rests, 0]]
        all_told = self.ties.count_sums.members @ (~told.T).astype(np.float32) == 0
        if ((self.ties.count_sums.matrix @ values.T != 0) & all_told).any():
            raise ContradictionError(text("vern.motsier", survey=self.survey.id, year=self.year))
        # What a quantity sums to is guarded, but has no number that could be too small; over nobody it is zero.
        quantities = np.flatnonzero(self.ties.summed_over != NONE)
        values[:, quantities] = np.where(values[:, self.ties.summed_over[quantities]] > 0, PLENTY, 0)
        return values

    def _empty(self, values: Numbers, carried: Flags) -> Flags:
        """Counts of nobody: no figure shows them, and the others of a sum make up the whole everywhere."""
        absent = np.arange(self.ties.size) < self.ties.published
        absent &= ~carried.any(axis=0)
        made_up = (self.ties.count_sums.matrix @ values.T == 0).all(axis=1)
        somebody = (carried & (values > 0)).any(axis=0)
        made_up &= self.ties.count_sums.wholes @ somebody.astype(np.float32) > 0
        empty: Flags = absent & (self.ties.count_sums.parts.T @ made_up.astype(np.float32) > 0)
        return empty

    def _rest_of(self) -> Numbers:
        """For each count that no figure tells, a numerator and a base that it is the difference of: the cheapest."""
        rest_of = np.full((self.ties.size, 2), NONE, np.int64)
        pairs = self.rows.filter(pl.col("rest") >= self.ties.published).select("rest", "under", "over", "rang").unique()
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
            told &= ~self.ties.unknown
            wide[told & (values > 0) & (values < thresholds.cell)] = thresholds.cell - 1
        return wide

    def _least(self, thresholds: Thresholds, place: Numbers, under: Numbers, over: Numbers, values: Numbers) -> Numbers:
        """1 for what figures count, which is shown when it is zero; 0 where the homogeneous rule may hide a zero."""
        least = np.zeros(values.shape, np.int64)
        least[:, : self.ties.published] = 1
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
        loss = by_place[:, None] * self.ties.worth[None, :] * (1 + np.log10(1 + values) / 4)
        # That a cell is empty is worth much to know, and hiding it hides nobody.
        loss[values == 0] *= self.policy.keep.empty
        loss[~carried] = np.inf
        return loss


def taking_part(rows: pl.DataFrame) -> pl.DataFrame:
    """`aar, kommunenummer` of those with figures in the view of the year."""
    own = rows.filter(pl.col("regiontype") == "kommune", pl.col("geografi") != VIEW_2024)
    return own.select("aar", kommunenummer="regionkode").unique().sort(pl.all())
