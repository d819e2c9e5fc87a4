"""How many people live in some of a region's municipalities, exactly or not at all."""

from __future__ import annotations

import polars as pl

from pipelines.geography.membership import REGION, membership
from pipelines.geography.placement import placement
from pipelines.geography.reference import UNKNOWN, Geography
from pipelines.published import VIEW_2024, VIEW_REPORTED

AGES = {"alle": "total", "16+": "voksne16", "18+": "voksne18"}
"""Who is counted -> the column of the population tables."""


def population_in(geography: Geography, members: pl.DataFrame, age: str = "18+") -> pl.DataFrame:
    """People in the municipalities that `members` has of each region, 1 January of the year.

    A municipality's own figure is used where the source has it. Where it is missing, the sum for the municipality of
    2024 it lies in stands in, if `members` has all of that and nothing of it is estimated; else the number is unknown.
    Nothing is filled in.

    Args:
        members: those who count, as `membership` gives them.
        age: one of `AGES`.

    Returns:
        `aar, geografi, regiontype, regionkode, befolkning, minst`: null where the number is not known, and then
        `minst` is how many are known of.
    """
    people = AGES[age]
    years = members["aar"].unique().to_list()
    places = placement(geography, years).select("aar", "kommunenummer", "kommune_2024")
    places = places.with_columns(i_alt=pl.len().over("aar", "kommune_2024"))
    own = geography.population_by_code.select("aar", "kommunenummer", egne=people)
    whole = geography.population_2024.filter(~pl.col("anslag")).select("aar", "kommune_2024", samlet=people)
    by_place = (
        members.join(places, on=["aar", "kommunenummer"])
        .join(own, on=["aar", "kommunenummer"], how="left")
        .group_by(*REGION, "kommune_2024", "i_alt")
        .agg(_unless_missing("egne"), kjente=pl.col("egne").sum(), alle_med=pl.len() == pl.col("i_alt").first())
        .join(whole, on=["aar", "kommune_2024"], how="left")
        .with_columns(befolkning=pl.coalesce("egne", pl.when("alle_med").then("samlet")))
        .with_columns(minst=pl.coalesce("befolkning", "kjente"))
    )
    return by_place.group_by(REGION).agg(_unless_missing("befolkning"), pl.col("minst").sum()).sort(REGION)


def population_of_regions(geography: Geography, members: pl.DataFrame, age: str = "18+") -> pl.DataFrame:
    """Everybody who lives in each region, 1 January of the year.

    On present borders the number is from the complete table, in which people (never the persons that are counted) of
    a divided municipality are shared out; as reported, and for «ukjent», it is the sum of the codes' own.

    Returns:
        `aar, geografi, regiontype, regionkode, befolkning, anslag`, the last one whether it was shared out by an
        estimate.
    """
    own_codes = (pl.col("geografi") == VIEW_REPORTED) | (
        (pl.col("regiontype") == "kommune") & pl.col("regionkode").str.ends_with(UNKNOWN)
    )
    of_codes = population_in(geography, members.filter(own_codes), age).drop("minst").with_columns(anslag=False)
    return pl.concat([of_codes, _complete(geography, members.filter(~own_codes), age)]).sort(REGION)


def _complete(geography: Geography, members: pl.DataFrame, age: str) -> pl.DataFrame:
    """From the table on 2024 borders. Inside a county a divided municipality is whole again, and nothing estimated."""
    anslag = pl.col("anslag").any() & pl.col("regiontype").is_in(["kommune", "gruppe"]).first()
    places = membership(geography, [2024]).filter(pl.col("geografi") == VIEW_2024)
    numbers = geography.population_2024.select("aar", "anslag", kommunenummer="kommune_2024", befolkning=AGES[age])
    regions = members.select(REGION).unique()
    return (
        regions.join(places.drop("aar"), on=["geografi", "regiontype", "regionkode"])
        .join(numbers, on=["aar", "kommunenummer"], how="left")
        .group_by(REGION)
        .agg(_unless_missing("befolkning"), anslag)
    )


def _unless_missing(column: str) -> pl.Expr:
    """The sum, or null where one of the numbers is missing."""
    return pl.when(pl.col(column).null_count() == 0).then(pl.col(column).sum()).alias(column)
