"""Build the unprotected cube: one row per figure, region sums from counts, and a reason wherever there is no figure.

The columns are those of `data_contracts/output/cube.odcs.yaml`, and `undersokelse`. What must be hidden is decided
later, by `disclosure`; nothing here may be published.
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.geography.coverage import CoveragePolicy, coverage
from pipelines.geography.membership import REGION, districts, membership, unplaced
from pipelines.geography.population import population_in
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.indicators.estimate import with_estimates
from pipelines.published import COMPUTED, KEY, Status
from pipelines.warehouse.gaps import without_figures, without_what_was_not_asked
from pipelines.warehouse.intervals import with_methods
from pipelines.warehouse.reported import reported_figures
from pipelines.warehouse.sums import dense_sums
from pipelines.warehouse.waves import counts_of, districts_of, reported_rows, taking_part

SCHEMA: dict[str, type[pl.DataType]] = {
    "undersokelse": pl.String,
    "indikator": pl.String,
    "aar": pl.Int64,
    "regiontype": pl.String,
    "regionkode": pl.String,
    "geografi": pl.String,
    "basisgruppe": pl.String,
    "inndeling": pl.String,
    "kategori": pl.String,
    "teller": pl.Int64,
    "nevner": pl.Int64,
    "verdi": pl.Float64,
    "ki_lav": pl.Float64,
    "ki_hoy": pl.Float64,
    "metode": pl.String,
    "status": pl.String,
    "arsak": pl.String,
    "kilde": pl.String,
    "argang": pl.String,
    "skjema": pl.String,
    "syntetisk": pl.Boolean,
    "avrundet": pl.Int64,
}
"""`avrundet` is empty in all that is made here: it is told of figures that `disclosure` has rounded."""


def build_cube(
    connection: duckdb.DuckDBPyConnection,
    contracts: Contracts,
    geography: Geography,
    catalogue: Catalogue,
    policy: CoveragePolicy,
    declared: pl.DataFrame,
) -> pl.DataFrame:
    """Every figure of every survey, in `SCHEMA`, sorted by `KEY`.

    Args:
        connection: an open warehouse with the waves loaded and counted.
        contracts: the surveys.
        geography: the reference tables.
        catalogue: the indicators.
        policy: how much coverage a firm figure needs.
        declared: `undersokelse, aar, kommunenummer` of the municipalities that have declared that they do not map.
    """
    waves = {s.id: taking_part(connection, s) for s in contracts.surveys.values() if s.kind is not SurveyKind.FIGURES}
    last_year = max((year for w in waves.values() if (year := w["aar"].max()) is not None), default=None)
    pieces = [pl.DataFrame(schema=SCHEMA)]
    for survey in contracts.surveys.values():
        if survey.kind is SurveyKind.FIGURES:
            rows = reported_rows(connection, survey)
            if rows is not None:
                figures = reported_figures(survey, rows, geography)
                pieces.append(figures.with_columns(undersokelse=pl.lit(survey.id)))
        else:
            said = declared.filter(pl.col("undersokelse") == survey.id)
            if waves[survey.id].is_empty() and said.is_empty():
                continue  # nobody uses it here: that nothing came is no news
            last = max((y for y in (last_year, said["aar"].max()) if isinstance(y, int)), default=0)
            known = districts_of(connection, survey)
            indicators, limit = catalogue.get(survey.id, ()), policy.limits[survey.kind]
            for year in (y for y in survey.years if y <= last):  # one at a time, so that memory is that of one wave
                took, not_mapping = waves[survey.id].filter(aar=year), said.filter(aar=year)
                wave = Wave(survey, indicators, year, took, not_mapping, known)
                pieces.append(_computed(wave, counts_of(connection, survey, year), geography, limit))
    cube = pl.concat(pieces, how="diagonal").select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    return cube.sort([_in_order(cube[name]) for name in KEY], nulls_last=True)


def _in_order(column: pl.Series) -> pl.Series:
    """A column that sorts as `column` does, and faster where it holds few different texts many times."""
    return column.cast(pl.Enum(column.drop_nulls().unique().sort())) if column.dtype == pl.String else column


@dataclass(frozen=True)
class Wave:
    """A survey's wave: what is computed, who took part, who has said that they do not, and the survey's districts."""

    survey: Survey
    indicators: tuple[Indicator, ...]
    year: int
    participants: pl.DataFrame
    declared: pl.DataFrame
    districts: pl.Series


def _computed(wave: Wave, counts: pl.DataFrame, geography: Geography, limit: float | None) -> pl.DataFrame:
    """The wave's figures by region, and a row that says why for every region without any."""
    survey, indicators, participants, years = wave.survey, wave.indicators, wave.participants, [wave.year]
    members = membership(geography, years)
    counted = figures_of(survey, indicators, counts, participants, members, geography)
    places = pl.concat([members, districts(wave.districts, years)])
    absent = without_figures(indicators, places, unplaced(geography, years), counted, participants, wave.declared)
    figures = without_what_was_not_asked(pl.concat([counted, absent], how="diagonal"), survey, indicators, years)
    covered = coverage(geography, participants, wave.declared, limit)
    return figures.join(covered.filter("usikker").select(*REGION, "usikker"), on=REGION, how="left").with_columns(
        undersokelse=pl.lit(survey.id),
        skjema=pl.lit(survey.form_by_year[wave.year]),
        syntetisk=pl.lit(value=bool(participants["syntetisk"].any())),
        kilde=pl.lit(COMPUTED),
        status=pl.when((pl.col("status") == "ok") & pl.col("usikker").fill_null(value=False))
        .then(pl.lit(Status.UNCERTAIN.value))
        .otherwise("status"),
    )


def figures_of(
    survey: Survey,
    indicators: tuple[Indicator, ...],
    counts: pl.DataFrame,
    participants: pl.DataFrame,
    members: pl.DataFrame,
    geography: Geography,
) -> pl.DataFrame:
    """One wave's figures as its counts make them: `REGION, CELL`, numbers, `metode` and `status`.

    Args:
        survey: the contract.
        indicators: the survey's, or some of them.
        counts: by municipality, as `counts_sql` gives them.
        participants: `aar, kommunenummer` of those that took part, also where nobody is counted.
        members: the membership table of the year.
        geography: the population that rates are of.
    """
    sums = dense_sums(survey, indicators, counts, participants, members)
    held = members.join(participants, on=["aar", "kommunenummer"], how="semi")
    estimated = _estimated(_of_population(sums, indicators, held, geography), indicators)
    return with_methods(estimated, survey, indicators, sums, members)


def _of_population(
    sums: pl.DataFrame, indicators: tuple[Indicator, ...], held: pl.DataFrame, geography: Geography
) -> pl.DataFrame:
    """`sums` where the base of a rate is the population of the municipalities that took part, null if not known."""
    ages = {i.id: i.rate.age for i in indicators if i.rate}
    people = [
        population_in(geography, held, age).select(*REGION, pl.lit(i).alias("indikator"), "befolkning")
        for i, age in ages.items()
    ]
    if not people:
        return sums
    rate = pl.col("indikator").is_in(sorted(ages))
    joined = sums.join(pl.concat(people), on=[*REGION, "indikator"], how="left")
    return joined.with_columns(nevner=pl.when(rate).then("befolkning").otherwise("nevner")).drop("befolkning")


def _estimated(sums: pl.DataFrame, indicators: tuple[Indicator, ...]) -> pl.DataFrame:
    """Sums with value, interval and status."""
    proportions = frozenset(i.id for i in indicators if i.kind is IndicatorKind.PROPORTION)
    means = frozenset(i.id for i in indicators if i.kind is IndicatorKind.MEAN)
    rates = {i.id: i.rate.per for i in indicators if i.rate}
    # A count of everyone has no denominator: it is the base of the others.
    of_all = [i.id for i in indicators if i.kind is IndicatorKind.COUNT and i.denominator == "TRUE"]
    with_base = sums.with_columns(nevner=pl.when(~pl.col("indikator").is_in(of_all)).then(pl.col("nevner")))
    no_base = pl.col("indikator").is_in(sorted(proportions | means)) & (pl.col("nevner") == 0)
    unknown = pl.col("indikator").is_in(sorted(rates)) & pl.col("nevner").is_null()
    return (
        with_estimates(with_base, proportions, rates, means)
        .drop("verdisum", "kvadratsum")
        .with_columns(
            status=pl.when(no_base).then(pl.lit(Status.NO_DENOMINATOR.value))
            .when(unknown).then(pl.lit(Status.UNKNOWN_DENOMINATOR.value))
            .otherwise(pl.lit(Status.OK.value)),
            # A count beside a status without a value would pass by the rules that hide figures.
            teller=pl.when(~unknown).then("teller"),
        )
    )  # fmt: skip
