"""Coverage: how many municipalities of a region took part in a wave, and how much of its adult population they hold."""

from __future__ import annotations

import polars as pl

from pipelines.geography.membership import membership
from pipelines.geography.reference import Geography

_REGION = ["aar", "geografi", "regiontype", "regionkode"]


def coverage(geography: Geography, taking_part: pl.DataFrame) -> pl.DataFrame:
    """Coverage of every region in every year that anyone took part.

    The population of those taking part is by the codes of that year; the region's whole population is from the
    complete table on 2024 borders, so that a code-year missing at the source cannot shrink it.

    Args:
        taking_part: `aar, kommunenummer` of the municipalities with accepted rows.

    Returns:
        `aar, geografi, regiontype, regionkode, kommuner_med, kommuner_i_alt, befolkning_med, befolkning_i_alt,
        dekning` (percent of 18+). `befolkning_med` and `dekning` are null where a taking-part municipality's
        population is missing at the source.
    """
    years = sorted(taking_part["aar"].unique())
    members = membership(geography, years)
    population = [
        geography.population(year).select(pl.lit(year, pl.Int64).alias("aar"), "kommunenummer", "voksne18")
        for year in years
    ]
    if not population:
        return pl.DataFrame(schema=_SCHEMA)
    known = members.join(pl.concat(population), on=["aar", "kommunenummer"], how="left").join(
        taking_part.select("aar", "kommunenummer", pl.lit(value=True).alias("med")),
        on=["aar", "kommunenummer"],
        how="left",
        validate="m:1",
    )
    took_part = pl.col("med").fill_null(value=False)
    held = pl.col("voksne18").filter(took_part)
    regions = known.group_by(_REGION).agg(
        kommuner_med=took_part.sum().cast(pl.Int64),
        kommuner_i_alt=pl.len().cast(pl.Int64),
        befolkning_med=pl.when(held.null_count() == 0).then(held.sum()),
    )
    return (
        regions.join(_whole_population(geography, years), on=_REGION, how="left", validate="1:1")
        # The table on 2024 borders rounds a divided municipality's people, so a full region can differ by one person.
        .with_columns(dekning=(100 * pl.col("befolkning_med") / pl.col("befolkning_i_alt")).clip(upper_bound=100))
        .select(*_SCHEMA)
        .sort(_REGION)
    )


_SCHEMA: dict[str, type[pl.DataType]] = {
    "aar": pl.Int64,
    "geografi": pl.String,
    "regiontype": pl.String,
    "regionkode": pl.String,
    "kommuner_med": pl.Int64,
    "kommuner_i_alt": pl.Int64,
    "befolkning_med": pl.Int64,
    "befolkning_i_alt": pl.Int64,
    "dekning": pl.Float64,
}


def _whole_population(geography: Geography, years: list[int]) -> pl.DataFrame:
    """18+ of each region on 2024 borders. The «ukjent» municipalities have none: their people live in the others."""
    places = membership(geography, [2024]).rename({"kommunenummer": "kommune_2024"}).drop("aar")
    numbers = geography.population_2024.filter(pl.col("aar").is_in(years)).select("aar", "kommune_2024", "voksne18")
    return numbers.join(places, on="kommune_2024").group_by(_REGION).agg(befolkning_i_alt=pl.col("voksne18").sum())
