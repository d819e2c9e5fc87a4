"""The cube with the figures of rounded surveys made anew, from groups of persons that are rounded.

A rounded group counts as so many persons more or fewer everywhere, so that everything made of counts adds as before:
places, breakdowns, base groups, known and unknown. Which surveys are rounded, and to what, is the policy's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb
import numpy as np
import polars as pl

from pipelines.contracts.model import Survey
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.cells import Flags
from pipelines.disclosure.policy import Policy
from pipelines.disclosure.rounding import rounded_groups
from pipelines.geography import Geography
from pipelines.geography.membership import REGION, membership
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.published import COMPUTED, WITH_VALUE, Status
from pipelines.warehouse.alike import Groups, groups_of, weighted
from pipelines.warehouse.cube import figures_of
from pipelines.warehouse.sums import CELL, cells_of
from pipelines.warehouse.waves import loaded_years, taking_part

_NUMBERS = ["teller", "nevner", "verdi", "ki_lav", "ki_hoy", "metode"]
_FIGURE = [*REGION, *CELL]
_WITH_COUNTS = [*(s.value for s in WITH_VALUE), Status.NO_DENOMINATOR.value]


def with_rounded(
    connection: duckdb.DuckDBPyConnection,
    cube: pl.DataFrame,
    contracts: Contracts,
    catalogue: Catalogue,
    policy: Policy,
    geography: Geography,
) -> pl.DataFrame:
    """`cube` where the figures of surveys that the policy rounds are rounded, in the same order.

    Args:
        connection: an open warehouse with the waves loaded.
        cube: unprotected.
        contracts: the surveys.
        catalogue: the indicators.
        policy: what is rounded, to what.
        geography: the places.

    Returns:
        The same rows. A rounded figure has the base in `avrundet`, and numbers, interval and status are made of
        rounded counts as they were of counts.
    """
    numbered = cube.with_row_index("_rad")
    found = [
        _of_wave(connection, numbered, _Wave(survey, year, of_persons(catalogue.get(survey.id, ())), base), geography)
        for survey, base in ((contracts.surveys[name], base) for name, base in policy.rounded.items())
        for year in loaded_years(connection, survey)
    ]
    if not found:
        return cube
    made = pl.concat(found)
    kept = numbered.join(made, on="_rad", how="anti")
    return pl.concat([kept, made]).sort("_rad").drop("_rad")


def of_persons(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Those of `indicators` that count persons who have a row."""
    return tuple(i for i in indicators if not i.counts and not i.reported)


@dataclass(frozen=True)
class _Wave:
    survey: Survey
    year: int
    indicators: tuple[Indicator, ...]
    base: int


def _of_wave(
    connection: duckdb.DuckDBPyConnection, cube: pl.DataFrame, wave: _Wave, geography: Geography
) -> pl.DataFrame:
    """The wave's rows of `cube`, rounded."""
    rows = cube.filter(
        pl.col("aar") == wave.year, pl.col("kilde") == COMPUTED, pl.col("status").is_in(_WITH_COUNTS),
        pl.col("indikator").is_in([i.id for i in wave.indicators]),
    )  # fmt: skip
    groups = groups_of(connection, wave.survey, wave.year, wave.indicators)
    members = membership(geography, [wave.year])
    weights = rounded_groups(
        groups.held["personer"].to_numpy(), _places(groups, members), _counts(groups, wave), wave.base
    )
    took_part = taking_part(connection, wave.survey).filter(aar=wave.year)
    counts = weighted(groups, weights.tolist(), wave.year)
    figures = figures_of(wave.survey, wave.indicators, counts, took_part, members, geography)
    return _replaced(rows, figures, wave)


def _replaced(rows: pl.DataFrame, figures: pl.DataFrame, wave: _Wave) -> pl.DataFrame:
    """`rows` with the numbers of `figures`; 0 where these have none, since nobody in the whole wave is left there."""
    made = rows.rename({"nevner": "_nevner", "status": "_status_for", "verdi": "_verdi"}).drop(_NUMBERS, strict=False)
    joined = made.join(
        figures.select(*_FIGURE, *_NUMBERS, _status="status"), on=_FIGURE, how="left", maintain_order="left"
    )
    shares = [i.id for i in wave.indicators if i.kind is IndicatorKind.PROPORTION]
    gone, share = pl.col("_status").is_null(), pl.col("indikator").is_in(shares)
    return joined.with_columns(
        teller=pl.col("teller").fill_null(0),
        nevner=pl.when(gone & pl.col("_nevner").is_not_null()).then(0).otherwise("nevner"),
        verdi=pl.when(gone & ~share).then(0.0).otherwise("verdi"),
        status=pl.when(gone & share).then(pl.lit(Status.NO_DENOMINATOR.value))
        .when(pl.col("_status") == Status.NO_DENOMINATOR).then("_status").otherwise("_status_for"),
        avrundet=pl.lit(wave.base, pl.Int64),
    ).select(rows.columns)  # fmt: skip


def _places(groups: Groups, members: pl.DataFrame) -> Flags:
    """Groups x places: every region, and what lies in a district of a municipality or in none."""
    region = pl.concat_str("geografi", "regiontype", "regionkode", separator="|")
    in_regions = groups.held.join(members, on="kommunenummer").select("gruppe", sted=region)
    near = pl.concat_str("kommunenummer", pl.col("bydel").fill_null(""), separator="|")
    return _flags(pl.concat([in_regions, groups.held.select("gruppe", sted=near)]), "sted", groups.held.height)


def _counts(groups: Groups, wave: _Wave) -> Flags:
    """Groups x counts: numerator, base and the rest of it, of every figure."""
    _, into = cells_of(wave.survey, wave.indicators, groups.told)
    told = groups.told.join(into, on=CELL)
    pieces = [
        told.filter(pl.col(c).fill_null(0) > 0 if c != "rest" else pl.col("nevner") > pl.col("teller"))
        .select("gruppe", telling=pl.col("celle").cast(pl.String) + f"|{c}")
        for c in ("teller", "nevner", "rest")
    ]  # fmt: skip
    return _flags(pl.concat(pieces), "telling", groups.held.height)


def _flags(pairs: pl.DataFrame, name: str, groups: int) -> Flags:
    number = pairs[name].rank("dense").to_numpy() - 1
    found = np.zeros((groups, pairs[name].n_unique()), np.bool_)
    found[pairs["gruppe"].to_numpy(), number] = True
    return found
