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
from pipelines.warehouse.waves import counts_of, reported_rows, taking_part

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
}


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
            figures = None if rows is None else reported_figures(survey, rows, geography)
        else:
            said = declared.filter(pl.col("undersokelse") == survey.id)
            if waves[survey.id].is_empty() and said.is_empty():
                continue  # nobody uses it here: that nothing came is no news
            last = max((y for y in (last_year, said["aar"].max()) if isinstance(y, int)), default=0)
            years = [y for y in survey.years if y <= last]
            wave = Waves(survey, catalogue.get(survey.id, ()), years, waves[survey.id], said)
            figures = _computed(wave, counts_of(connection, survey), geography, policy.limits[survey.kind])
        if figures is not None:
            pieces.append(figures.with_columns(undersokelse=pl.lit(survey.id)))
    cube = pl.concat(pieces, how="diagonal").select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    return cube.sort([_in_order(cube[name]) for name in KEY], nulls_last=True)


def _in_order(column: pl.Series) -> pl.Series:
    """A column that sorts as `column` does, and faster where it holds few different texts many times."""
    return column.cast(pl.Enum(column.drop_nulls().unique().sort())) if column.dtype == pl.String else column


@dataclass(frozen=True)
class Waves:
    """A survey's waves: what is computed, in which years, who took part and who has said that they do not."""

    survey: Survey
    indicators: tuple[Indicator, ...]
    years: list[int]
    participants: pl.DataFrame
    declared: pl.DataFrame


def _computed(waves: Waves, counts: pl.DataFrame, geography: Geography, limit: float | None) -> pl.DataFrame:
    """The survey's figures by region, and a row that says why for every region and wave without any."""
    survey, indicators, participants = waves.survey, waves.indicators, waves.participants
    members = membership(geography, waves.years)
    sums = dense_sums(survey, indicators, counts, participants, members)
    held = members.join(participants, on=["aar", "kommunenummer"], how="semi")
    estimated = _estimated(_of_population(sums, indicators, held, geography), indicators)
    counted = with_methods(estimated, survey, indicators, sums, members)
    places = pl.concat([members, districts(counts["bydel"].drop_nulls(), waves.years)])
    absent = without_figures(indicators, places, unplaced(geography, waves.years), sums, participants, waves.declared)
    figures = without_what_was_not_asked(pl.concat([counted, absent], how="diagonal"), survey, indicators, waves.years)
    covered = coverage(geography, participants, waves.declared, limit)
    forms = pl.DataFrame(
        [(year, survey.form_by_year[year]) for year in waves.years],
        schema={"aar": pl.Int64, "skjema": pl.String},
        orient="row",
    )
    synthetic = participants.group_by("aar").agg(pl.col("syntetisk").any())
    return (
        figures.join(forms, on="aar", how="left")
        .join(synthetic, on="aar", how="left")
        .join(covered.filter("usikker").select(*REGION, "usikker"), on=REGION, how="left")
        .with_columns(
            pl.col("syntetisk").fill_null(value=False),
            kilde=pl.lit(COMPUTED),
            status=pl.when((pl.col("status") == "ok") & pl.col("usikker").fill_null(value=False))
            .then(pl.lit(Status.UNCERTAIN.value))
            .otherwise("status"),
        )
    )


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
