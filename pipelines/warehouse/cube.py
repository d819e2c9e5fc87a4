"""Build the unprotected cube: one row per figure, region sums from counts, and a reason wherever there is no figure.

The columns are those of `data_contracts/output/cube.odcs.yaml`, and `undersokelse`. What must be hidden is decided
later, by `disclosure`; nothing here may be published.
"""

from __future__ import annotations

import duckdb
import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.geography.membership import membership
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.indicators.estimate import with_estimates
from pipelines.published import COMPUTED
from pipelines.warehouse.gaps import not_received, without_what_was_not_asked
from pipelines.warehouse.reported import reported_figures
from pipelines.warehouse.sums import dense_sums
from pipelines.warehouse.waves import counts_of, reported_rows, taking_part

KEY = ["indikator", "aar", "regiontype", "regionkode", "geografi", "basisgruppe", "inndeling", "kategori",
       "kilde", "argang"]  # fmt: skip
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
    "status": pl.String,
    "arsak": pl.String,
    "kilde": pl.String,
    "argang": pl.String,
    "skjema": pl.String,
    "syntetisk": pl.Boolean,
}


def build_cube(
    connection: duckdb.DuckDBPyConnection, contracts: Contracts, geography: Geography, catalogue: Catalogue
) -> pl.DataFrame:
    """Every figure of every survey, in `SCHEMA`, sorted by `KEY`."""
    waves = {s.id: taking_part(connection, s) for s in contracts.surveys.values() if s.kind is not SurveyKind.FIGURES}
    last_year = max((year for w in waves.values() if (year := w["aar"].max()) is not None), default=None)
    pieces = [pl.DataFrame(schema=SCHEMA)]
    for survey in contracts.surveys.values():
        indicators = catalogue.get(survey.id, ())
        if survey.kind is SurveyKind.FIGURES:
            rows = reported_rows(connection, survey)
            figures = None if rows is None else reported_figures(survey, rows)
        else:
            counts = counts_of(connection, survey)
            years = [y for y in survey.years if isinstance(last_year, int) and y <= last_year]
            figures = _computed(survey, indicators, counts, waves[survey.id], geography, years)
        if figures is not None:
            pieces.append(figures.with_columns(undersokelse=pl.lit(survey.id)))
    cube = pl.concat(pieces, how="diagonal")
    return cube.select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items()).sort(KEY, nulls_last=True)


def _computed(
    survey: Survey,
    indicators: tuple[Indicator, ...],
    counts: pl.DataFrame,
    participants: pl.DataFrame,
    geography: Geography,
    years: list[int],
) -> pl.DataFrame:
    """The survey's figures by region, and a row that says why for every region and wave without any."""
    members = membership(geography, years)
    sums = dense_sums(survey, indicators, counts, participants, members)
    counted = _estimated(sums, indicators)
    absent = not_received(indicators, members, sums)
    figures = without_what_was_not_asked(pl.concat([counted, absent], how="diagonal"), survey, indicators, years)
    forms = pl.DataFrame(
        [(year, survey.form_by_year[year]) for year in years],
        schema={"aar": pl.Int64, "skjema": pl.String},
        orient="row",
    )
    synthetic = participants.group_by("aar").agg(pl.col("syntetisk").any())
    return (
        figures.join(forms, on="aar", how="left")
        .join(synthetic, on="aar", how="left")
        .with_columns(pl.col("syntetisk").fill_null(value=False), kilde=pl.lit(COMPUTED))
    )


def _estimated(sums: pl.DataFrame, indicators: tuple[Indicator, ...]) -> pl.DataFrame:
    """Sums with value, interval and status."""
    proportions = frozenset(i.id for i in indicators if i.kind is IndicatorKind.PROPORTION)
    # A count of everyone has no denominator: it is the base of the others.
    of_all = [i.id for i in indicators if i.kind is IndicatorKind.COUNT and i.denominator == "TRUE"]
    with_base = sums.with_columns(nevner=pl.when(~pl.col("indikator").is_in(of_all)).then(pl.col("nevner")))
    no_base = pl.col("indikator").is_in(sorted(proportions)) & (pl.col("nevner") == 0)
    return with_estimates(with_base, proportions).with_columns(
        status=pl.when(no_base).then(pl.lit("ingen_nevner")).otherwise(pl.lit("ok"))
    )
