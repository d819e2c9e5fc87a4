"""Where each reported code lies, one row per code and year: the table that rows are mapped by.

It is looked up by year and code, never by following changes from year to year, and holds no shares: a code lies in one
county as reported, one municipality and county of 2024, one KoRus region and one health region. Joining it is all that
mapping takes, whatever the number of rows (`make bench` measures ten million).
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.geography.reference import Geography

ABOVE_COUNTY = ("korus", "helseregion")
"""Region types that are made of counties of 2024."""


def placement(geography: Geography, years: Iterable[int]) -> pl.DataFrame:
    """Where each code valid in each of `years` lies.

    Returns:
        `aar, kommunenummer, fylke` (of the year), `kommune_2024` («ukjent» in its county for a divided code),
        `fylke_2024, korus, helseregion`, sorted.
    """
    placed = (
        geography.codes(years)
        .drop("navn")
        .join(geography.to_2024, on="kommunenummer", how="left", validate="m:1")
        .with_columns(fylke_2024=pl.col("kommune_2024").str.slice(0, 2))
    )
    for kind in ABOVE_COUNTY:
        regions = geography.counties_to_regions.filter(regiontype=kind).select("regionkode", fylke_2024="fylke")
        placed = placed.join(regions.rename({"regionkode": kind}), on="fylke_2024", how="left", validate="m:1")
    return placed.sort("aar", "kommunenummer")
