"""Figures that arrived already counted, as cube rows: shown as delivered, never summed with computed ones."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Survey
from pipelines.geography import Geography
from pipelines.geography.links import same_area
from pipelines.published import VIEW_2024, VIEW_REPORTED

_STATUS_OF_SIGN = {".": "ikke_aktuelt", "..": "ikke_mottatt", "...": "ikke_mottatt", ":": "skjult"}


def reported_figures(survey: Survey, rows: pl.DataFrame, geography: Geography) -> pl.DataFrame:
    """Cube rows of a survey of figures.

    A sign («:», «..») becomes the status it stands for; «-» is zero. A value not given is computed from numerator
    and denominator where both are; one that cannot be is «ikke mottatt». A figure of a county or municipality stands
    in both views where it holds the same as one of 2024, otherwise only as reported.
    """
    sign = pl.col("flagg")
    value = pl.coalesce(
        pl.when(sign == "-").then(0.0),
        pl.col("verdi"),
        pl.when(pl.col("nevner") > 0).then(100 * pl.col("teller") / pl.col("nevner")),
        pl.when(pl.col("nevner").is_null()).then(pl.col("teller").cast(pl.Float64)),
    )
    # A count delivered only as a value is a count all the same, and is protected as one.
    count = pl.coalesce(
        "teller", pl.when((pl.col("enhet") == "antall") & (value == value.floor())).then(value.cast(pl.Int64))
    )
    own_borders = pl.col("regiontype").is_in(["fylke", "kommune"])
    without = sign.replace_strict(_STATUS_OF_SIGN, default=None, return_dtype=pl.String)
    delivered = (
        rows.rename({survey.year: "aar"} if survey.year != "aar" else {})
        .with_columns(verdi=value, teller=count, uten=without)
        .with_columns(
            status=pl.coalesce("uten", pl.when(pl.col("verdi").is_null()).then(pl.lit("ikke_mottatt")), pl.lit("ok")),
            arsak=pl.when(pl.col("uten") == "skjult").then(pl.lit("personvern")),
            geografi=pl.when(own_borders).then(pl.lit(VIEW_REPORTED)).otherwise(pl.lit(VIEW_2024)),
        )
        .with_columns(
            pl.when(pl.col("status") == "ok").then(pl.col(c)).alias(c) for c in ("teller", "nevner", "verdi")
        )
        .select("indikator", "aar", "regiontype", "regionkode", "geografi", "basisgruppe", "inndeling", "kategori",
                "teller", "nevner", "verdi", "status", "arsak", "kilde", "argang", "skjema", "syntetisk")
    )  # fmt: skip
    return pl.concat([delivered, _on_2024_borders(delivered, geography)])


def _on_2024_borders(delivered: pl.DataFrame, geography: Geography) -> pl.DataFrame:
    """The same figures under their code of 2024, of those whose area has not changed since."""
    local = delivered.filter(pl.col("geografi") == VIEW_REPORTED)
    same = same_area(geography, local["aar"].unique())
    return (
        local.join(same, on=["aar", "regiontype", "regionkode"])
        .with_columns(regionkode="regionkode_2024", geografi=pl.lit(VIEW_2024))
        .select(delivered.columns)
    )
