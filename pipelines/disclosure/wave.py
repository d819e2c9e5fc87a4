"""One wave of a survey as cells: its figures, numbered by place and count, and what each cell is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.contracts.model import Survey
from pipelines.disclosure.cells import NONE, PLENTY, Cells, Figures, Flags, Numbers, Sums
from pipelines.disclosure.policy import Policy, Thresholds
from pipelines.disclosure.ties import CELL, Ties, sums_table, ties_of
from pipelines.errors import UserError
from pipelines.geography.links import Links
from pipelines.indicators.catalogue import Indicator
from pipelines.published import VIEW_2024, WHOLE
from pipelines.texts import text

PLACE = ["geografi", "regiontype", "regionkode"]
FIGURE = ["indikator", "aar", *PLACE, "basisgruppe", "inndeling", "kategori", "kilde"]
"""What names a figure of the cube."""
MUNICIPALITY_DIGITS = 4
"""The first digits of a district's code are its municipality's."""


class ContradictionError(UserError):
    """Figures of the same persons do not agree, so that what adds up to what is not understood."""


@dataclass(frozen=True)
class Wave:
    """A wave's cells, and which row of the cube each figure is."""

    cells: Cells
    rows: Numbers


def wave_of(
    survey: Survey, year: int, indicators: Sequence[Indicator], rows: pl.DataFrame, links: Links, policy: Policy
) -> Wave:
    """The cells of a wave.

    Args:
        survey: the contract.
        year: the wave.
        indicators: those that count persons.
        rows: the unprotected figures of them that have or could have a number: `_rad`, `CELL`, `PLACE`, `status`,
            `teller`, `nevner`, `_hide`, why a primary rule hides one, and `_kjent`, true of what is public anyhow.
        links: between the places.
        policy: thresholds and preferences.

    Raises:
        ValueError: the survey has no form that year.
        ContradictionError: figures of the same persons do not agree.
    """
    form = survey.form_of(year)
    if form is None:
        raise ValueError(f"{survey.id} {year}: no form")
    return wave_by(survey, year, ties_of(survey, form, tuple(indicators), policy.keep), rows, links, policy)


def wave_by(
    survey: Survey, year: int, ties: Ties, rows: pl.DataFrame, links: Links, policy: Policy, *, agree: bool = True
) -> Wave:
    """`wave_of` by `ties` that are given.

    Args:
        survey: the contract.
        year: the wave.
        ties: between the counts of `rows`.
        rows: as `wave_of` takes them.
        links: between the places.
        policy: thresholds and preferences.
        agree: whether what is made up of what must agree. Figures that others have counted need not.

    Raises:
        ContradictionError: figures of the same persons do not agree, and should.
    """
    places = _places(rows, links, year)
    numbered = rows.join(ties.names, on=CELL, maintain_order="left").join(places.names, on=PLACE, maintain_order="left")
    return _Builder(survey, year, policy, ties, numbered, places, agree).wave()


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
    agree: bool

    def wave(self) -> Wave:
        rows, thresholds, ties = self.rows, self.policy.kinds[self.survey.kind], self.ties
        place, under, over, rest = (rows[c].to_numpy() for c in ("plass", "under", "over", "rest"))
        values, carried = self._values(place, under, over)
        figures = Figures(place, under, over, rest, self._struck(thresholds, values))
        small = self._small(thresholds, values, carried)
        wide = np.where(small, (thresholds.cell or 1) - 1, 0)
        if thresholds.base:
            for counts in (under, over):
                low = figures.struck & (counts != NONE)
                low[low] &= values[place[low], counts[low]] < thresholds.base
                wide[place[low], counts[low]] = thresholds.base - 1
        for counts in (under, rest):  # Of nobody, and of everybody: it must not be told that there is not one.
            none = figures.struck & (counts != NONE)
            none[none] &= values[place[none], counts[none]] == 0
            wide[place[none], counts[none]] = np.maximum(wide[place[none], counts[none]], 1)
        cells = Cells(
            places=self.places.sums,
            counts=ties.count_sums,
            values=values,
            figures=figures,
            small=small,
            range=wide,
            least=self._least(thresholds, place, under, over, values),
            loss=self._loss(rows, values, carried),
            basis=ties.basis,
            makeup=ties.makeup,
            of_unknown=ties.unknown,
            nowhere=np.array([parts[-1] for _, parts in self.places.cities], np.int64),
            kept=self._kept(rows),
        )
        return Wave(cells, rows["_rad"].to_numpy())

    def _values(self, place: Numbers, under: Numbers, over: Numbers) -> tuple[Numbers, Flags]:
        """Persons in every cell, and which figures are of; those of the others are what figures make of them."""
        values = np.zeros((self.places.sums.matrix.shape[1], self.ties.size), np.int64)
        carried, told = np.zeros(values.shape, np.bool_), np.zeros(values.shape, np.bool_)
        for column, counts in (("teller", under), ("nevner", over)):
            carried[place[counts != NONE], counts[counts != NONE]] = True
            has = (counts != NONE) & self.rows[column].is_not_null().to_numpy()
            at, persons = (place[has], counts[has]), self.rows[column].fill_null(0).to_numpy()[has]
            if self.agree and (told[at] & (values[at] != persons)).any():
                raise ContradictionError(text("vern.motsier", survey=self.survey.id, year=self.year))
            values[at], told[at] = persons, True
        made = np.rint(values[:, self.ties.basis] @ self.ties.makeup.T).astype(np.int64)
        made_of_told = self._all_told(told)
        if self.agree and (told & (values != made) & made_of_told).any():
            raise ContradictionError(text("vern.motsier", survey=self.survey.id, year=self.year))
        # What figures do not make up may be any number; it is not to be taken for nobody.
        values = np.where(told, values, np.where(made_of_told, made, PLENTY))
        for city, parts in self.places.cities:
            sure = (told | made_of_told)[[city, *parts[:-1]]].all(axis=0)
            values[parts[-1]] = np.where(sure, values[city] - values[parts[:-1]].sum(axis=0), PLENTY)
        # What a quantity sums to is guarded, but has no number that could be too small; over nobody it is zero.
        quantities = self.ties.quantities
        values[:, quantities] = np.where(values[:, self.ties.summed_over[quantities]] > 0, PLENTY, 0)
        return values, carried

    def _all_told(self, told: Flags) -> Flags:
        """The cells of which figures are of everything that makes them up."""
        missing = (~told[:, self.ties.basis]).astype(np.float32) @ (self.ties.makeup != 0).astype(np.float32).T
        found: Flags = missing == 0
        return found

    def _struck(self, thresholds: Thresholds, values: Numbers) -> Flags:
        """The figures that a primary rule hides, but for how many are unknown: that may be computed."""
        rows, unknown = self.rows, np.append(self.ties.unknown, False)
        struck: Flags = rows["_hide"].is_not_null().to_numpy()
        if not thresholds.cell:
            return struck
        place, under, rest = (rows[c].to_numpy() for c in ("plass", "under", "rest"))
        few = np.column_stack([values, np.zeros(len(values), np.int64)])[place, rest]
        rest_is_small = (few > 0) & (few < thresholds.cell) & ~unknown[rest]
        guarded: Flags = struck & (~unknown[under] | rest_is_small)
        return guarded

    def _small(self, thresholds: Thresholds, values: Numbers, carried: Flags) -> Flags:
        """Counts of so few persons that nobody may compute them: of those that figures tell, or make up."""
        if not thresholds.cell:
            return np.zeros(values.shape, np.bool_)
        told = carried | self._all_told(carried)
        few: Flags = told & ~self.ties.unknown & (values > 0) & (values < thresholds.cell)
        return few

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

    def _kept(self, rows: pl.DataFrame) -> Numbers:
        """The places and counts of whole figures of regions that the policy always keeps."""
        always = pl.col("regiontype").is_in(sorted(self.policy.keep.always))
        whole = rows.filter(always, pl.col("inndeling") == WHOLE)
        sides = [whole.select("plass", n=side).filter(pl.col("n") != NONE) for side in ("under", "over")]
        found: Numbers = pl.concat(sides).unique().sort(pl.all()).to_numpy()
        return found

    def _loss(self, rows: pl.DataFrame, values: Numbers, carried: Flags) -> NDArray[np.float64]:
        """What a cell is worth: by place, by count and by persons; nothing where no figure shows it."""
        keep = self.policy.keep
        worth = pl.col("regiontype").replace_strict(keep.regions, default=1.0, return_dtype=pl.Float64)
        older = (pl.col("geografi") != VIEW_2024) & (pl.col("regiontype") != "kommune")
        rank = rows.group_by("plass").agg(vekt=(worth * pl.when(older).then(keep.older_borders).otherwise(1.0)).max())
        by_place = np.ones(values.shape[0])
        by_place[rank["plass"].to_numpy()] = rank["vekt"].to_numpy()
        # What a quantity sums to has no number of persons; those it is summed over have.
        quantities, persons = self.ties.quantities, values.astype(np.float64)
        persons[:, quantities] = persons[:, self.ties.summed_over[quantities]]
        loss = by_place[:, None] * self.ties.worth[None, :] * (1 + persons) ** keep.persons
        # That a cell is empty is worth much to know, and hiding it hides nobody.
        loss[values == 0] *= keep.empty
        loss[~carried] = 0
        public = rows["_kjent"].fill_null(value=False).to_numpy()
        place, under, over = (rows[c].to_numpy() for c in ("plass", "under", "over"))
        for counts in (under, over):
            at = public & (counts != NONE)
            loss[place[at], counts[at]] = np.inf
        return loss


def taking_part(rows: pl.DataFrame) -> pl.DataFrame:
    """`aar, kommunenummer` of those with figures in the view of the year."""
    own = rows.filter(pl.col("regiontype") == "kommune", pl.col("geografi") != VIEW_2024)
    return own.select("aar", kommunenummer="regionkode").unique().sort(pl.all())
