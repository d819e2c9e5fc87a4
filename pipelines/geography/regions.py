"""Every region figures are given for, in both views, with its name, what it lies in, and what it is made of."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from pipelines.geography.membership import REGION_TYPES, group_members
from pipelines.geography.reference import LAND, UNKNOWN, Geography
from pipelines.geography.units import last_code
from pipelines.published import POOL, VIEW_2024, VIEW_REPORTED

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "regiontype": pl.String,
    "regionkode": pl.String,
    "navn": pl.String,
    "geografi": pl.String,
    "overordnet": pl.String,
    "gyldig_fra": pl.Int64,
    "gyldig_til": pl.Int64,
    "linje": pl.String,
    "kommuner_2024": pl.List(pl.String),
    "delt": pl.List(pl.String),
}


def regions(
    geography: Geography,
    land_name: str,
    unknown_name: str,
    districts: Iterable[str] = (),
    district_name: str = "{kode}",
    pools: Iterable[str] = (),
    pool_name: str = "{fylke}",
) -> pl.DataFrame:
    """Every region, widest first.

    Args:
        geography: the reference tables.
        land_name: what the whole country is called.
        unknown_name: name pattern with `{fylke}` for persons who cannot be placed in a municipality of 2024.
        districts: codes of the districts that somebody has delivered.
        district_name: name pattern with `{kode}` for a district without a name.
        pools: codes of the counties whose hidden municipalities are shown together.
        pool_name: name pattern with `{fylke}` for those.

    Returns:
        `SCHEMA`, sorted by view, type and code. `overordnet`: the county a municipality lies in, the KoRus region a
        county lies in (if one), the municipality of a district. For reported codes: `gyldig_fra`, `gyldig_til` (null:
        still); `linje`, the last code of a municipality that only changed its number; `kommuner_2024`, where it lies
        now. `delt`: for a region of 2024 the divided codes whose persons it lacks, or, being «ukjent», holds.
    """
    rows = [*_present(geography, land_name, unknown_name), *_reported(geography)]
    rows += [
        {"regiontype": "bydel", "regionkode": code, "geografi": VIEW_2024, "overordnet": code[:4],
         "navn": geography.districts.get(code) or district_name.format(kode=code)}
        for code in sorted(set(districts))
    ]  # fmt: skip
    rows += [
        {"regiontype": POOL, "regionkode": code, "geografi": VIEW_2024, "overordnet": code,
         "navn": pool_name.format(fylke=geography.county_names[code])}
        for code in sorted(set(pools))
    ]  # fmt: skip
    order = pl.col("regiontype").replace_strict({t: i for i, t in enumerate(REGION_TYPES)}, return_dtype=pl.Int8)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("geografi", order, "regionkode")


def _present(geography: Geography, land_name: str, unknown_name: str) -> Iterable[dict[str, object]]:
    """Land, health and KoRus regions, counties, municipalities and groups on present borders."""
    korus = dict(geography.counties_to_regions.filter(regiontype="korus").select("fylke", "regionkode").iter_rows())
    yield {"regiontype": "land", "regionkode": LAND, "navn": land_name, "geografi": VIEW_2024}
    for kind, code, name in geography.counties_to_regions.drop("fylke").unique(maintain_order=True).iter_rows():
        yield {"regiontype": kind, "regionkode": code, "navn": name, "geografi": VIEW_2024}
    for code, name in geography.counties.iter_rows():
        yield {"regiontype": "fylke", "regionkode": code, "navn": name, "geografi": VIEW_2024,
               "overordnet": korus.get(code)}  # fmt: skip
    divided = _lists(geography.divided, by="kommune_2024", of="kommunenummer")
    unknown = _lists(geography.to_2024.filter(pl.col("kommune_2024").str.ends_with(UNKNOWN)),
                     by="kommune_2024", of="kommunenummer")  # fmt: skip
    names = geography.names(2024)
    for code in geography.to_2024["kommune_2024"].unique():
        county = code[:2]
        name = names.get(code) or unknown_name.format(fylke=geography.county_names[county])
        yield {"regiontype": "kommune", "regionkode": code, "navn": name, "geografi": VIEW_2024, "overordnet": county,
               "delt": divided.get(code) or unknown.get(code)}  # fmt: skip
    inside = _lists(group_members(geography), by="gruppe", of="kommunenummer")
    for group in geography.groups:
        partly = geography.divided.filter(pl.col("kommune_2024").is_in(sorted(group.municipalities)))
        lacking = sorted(set(partly["kommunenummer"]) - set(inside.get(group.id, ())))
        yield {"regiontype": "gruppe", "regionkode": group.id, "navn": group.name, "geografi": VIEW_2024,
               "kommuner_2024": sorted(group.municipalities), "delt": lacking or None}  # fmt: skip


def _reported(geography: Geography) -> Iterable[dict[str, object]]:
    """Counties and municipalities by the codes they had, each as long as it was valid."""
    places = _lists(geography.mapping, by="kommunenummer", of="kommune_2024")
    for code, name, first, last in geography.municipalities.select(
        "code", "name_no", "valid_from", "valid_to"
    ).iter_rows():
        yield {"regiontype": "kommune", "regionkode": code, "navn": name, "geografi": VIEW_REPORTED,
               "overordnet": code[:2], "gyldig_fra": first, "gyldig_til": last,
               "linje": last_code(geography.recoded, code), "kommuner_2024": places[code]}  # fmt: skip
    korus = dict(geography.counties_to_regions.filter(regiontype="korus").select("fylke", "regionkode").iter_rows())
    within: dict[str, set[str | None]] = {}
    for code, places_now in places.items():
        within.setdefault(code[:2], set()).update(korus.get(place[:2]) for place in places_now)
    for code, name, first, last in geography.all_counties.select("fylke", "navn", "valid_from", "valid_to").iter_rows():
        inside = within.get(code, set())
        yield {"regiontype": "fylke", "regionkode": code, "navn": name, "geografi": VIEW_REPORTED,
               "overordnet": next(iter(inside)) if len(inside) == 1 else None,
               "gyldig_fra": first, "gyldig_til": last, "linje": code}  # fmt: skip


def _lists(pairs: pl.DataFrame, by: str, of: str) -> dict[str, list[str]]:
    return dict(pairs.group_by(by).agg(pl.col(of).sort()).iter_rows())
