"""Which regions a municipality's rows count in: one long table that sums are made by joining.

KoRus, health region, land, and (in the 2024 view) county and municipality are by present areas whatever the year.
Nothing is weighted: each reported code belongs to exactly one region of each type.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.geography.reference import LAND, VIEW_2024, Geography

REGION_TYPES = ("land", "helseregion", "korus", "fylke", "kommune")
"""From the widest to the narrowest; the order regions are listed in."""


def membership(geography: Geography, years: Iterable[int]) -> pl.DataFrame:
    """Every municipality valid in each of `years`, once per region type.

    Returns:
        `aar, kommunenummer, geografi, regiontype, regionkode`, sorted.
    """
    valid = [
        geography.municipalities_of(year).select(pl.lit(year, pl.Int64).alias("aar"), "kommunenummer") for year in years
    ]
    placed = (
        pl.concat(valid or [pl.DataFrame(schema={"aar": pl.Int64, "kommunenummer": pl.String})])
        .join(geography.to_2024, on="kommunenummer", how="left", validate="m:1")
        .with_columns(fylke=pl.col("kommune_2024").str.slice(0, 2))
    )
    by_county = geography.counties_to_regions.select("regiontype", "regionkode", "fylke")
    own = placed.select("aar", "kommunenummer", pl.lit("kommune").alias("regiontype"), regionkode="kommune_2024")
    county = placed.select("aar", "kommunenummer", pl.lit("fylke").alias("regiontype"), regionkode="fylke")
    land = placed.select("aar", "kommunenummer", pl.lit("land").alias("regiontype"), pl.lit(LAND).alias("regionkode"))
    larger = placed.join(by_county, on="fylke", how="inner").select("aar", "kommunenummer", "regiontype", "regionkode")
    table = pl.concat([land, larger, county, own]).with_columns(geografi=pl.lit(VIEW_2024))
    columns = ["aar", "kommunenummer", "geografi", "regiontype", "regionkode"]
    return table.select(columns).sort(columns)


def regions(geography: Geography, land_name: str, unknown_name: str) -> pl.DataFrame:
    """Every region figures are given for, on 2024 borders.

    Args:
        land_name: what the whole country is called.
        unknown_name: name pattern with `{fylke}` for persons who cannot be placed in a municipality of 2024.

    Returns:
        `regiontype, regionkode, navn, geografi, overordnet` (the county a municipality lies in, the KoRus region a
        county lies in), sorted by type and code.
    """
    county_name = dict(geography.counties.iter_rows())
    korus = dict(geography.counties_to_regions.filter(regiontype="korus").select("fylke", "regionkode").iter_rows())
    rows = [("land", LAND, land_name, None)]
    rows += [
        (kind, code, name, None)
        for kind, code, name in geography.counties_to_regions.select("regiontype", "regionkode", "navn")
        .unique()
        .iter_rows()
    ]
    rows += [("fylke", code, name, korus.get(code)) for code, name in county_name.items()]
    names = dict(geography.municipalities.select("code", "name_no").iter_rows())
    for code in geography.to_2024["kommune_2024"].unique():
        county = code[:2]
        rows.append(("kommune", code, names.get(code) or unknown_name.format(fylke=county_name[county]), county))
    schema = {"regiontype": pl.String, "regionkode": pl.String, "navn": pl.String, "overordnet": pl.String}
    table = pl.DataFrame(rows, schema=schema, orient="row").with_columns(geografi=pl.lit(VIEW_2024))
    order = pl.col("regiontype").replace_strict({t: i for i, t in enumerate(REGION_TYPES)}, return_dtype=pl.Int8)
    return table.sort(order, "regionkode").select("regiontype", "regionkode", "navn", "geografi", "overordnet")
