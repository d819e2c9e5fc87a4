"""What is wrong in the reference tables: they are data that people edit, and every figure rests on them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipelines.geography.placement import ABOVE_COUNTY
from pipelines.geography.reference import Geography
from pipelines.geography.units import last_code


def problems(geography: Geography) -> Iterator[tuple[str, str]]:
    """Every mistake found, as (file, what is wrong and what to do)."""
    yield from _periods(geography)
    yield from _mapping(geography)
    yield from _regions(geography)
    for code in sorted(geography.recoded):
        if last_code(geography.recoded, code) in geography.recoded:
            yield "municipality_changes.csv", f"{code} er omkodet i ring. Rett «recode»-radene."
    for code in sorted(geography.districts):
        if len(code) != 6 or code[:4] not in geography.valid(2024):
            yield "districts.csv", f"{code} skal være et kommunenummer og to siffer til."


def _periods(geography: Geography) -> Iterator[tuple[str, str]]:
    for file, table in (("municipalities.csv", geography.municipalities),
                        ("municipality_names.csv", geography.municipality_names)):  # fmt: skip
        ends = pl.coalesce("valid_to", pl.lit(9999))
        ordered = table.sort("code", "valid_from").with_columns(forrige=ends.shift(1).over("code"), slutt=ends)
        wrong = (pl.col("valid_from") <= pl.col("forrige")) | (pl.col("valid_from") > pl.col("slutt"))
        for code in ordered.filter(wrong)["code"].unique().sort():
            yield file, f"{code}: periodene overlapper eller slutter før de begynner. Rett valid_from og valid_to."
    counties = geography.all_counties.select("fylke", fra="valid_from", til=pl.coalesce("valid_to", pl.lit(9999)))
    placed = geography.municipalities.with_columns(slutt=pl.coalesce("valid_to", pl.lit(9999))).join(
        counties, left_on="county_code", right_on="fylke", how="left"
    )
    inside = (
        (pl.col("code").str.slice(0, 2) == pl.col("county_code"))
        & (pl.col("fra") <= pl.col("valid_from"))
        & (pl.col("til") >= pl.col("slutt"))
    )
    for code in placed.filter(~inside.fill_null(value=False))["code"].unique().sort():
        yield "municipalities.csv", f"{code} ligger ikke i et fylke som var gyldig i hele perioden. Rett county_code."


def _mapping(geography: Geography) -> Iterator[tuple[str, str]]:
    file = "municipality_to_2024.csv"
    codes, mapped = set(geography.municipalities["code"]), set(geography.mapping["kommunenummer"])
    for code in sorted(codes ^ mapped):
        yield file, f"{code} står bare i én av tabellene. Alle kommunenummer skal ha en plass på 2024-grenser."
    for code in sorted(set(geography.mapping["kommune_2024"]) - geography.valid(2024)):
        yield file, f"{code} er ikke et kommunenummer i 2024."
    counties = geography.divided.group_by("kommunenummer").agg(n=pl.col("kommune_2024").str.slice(0, 2).n_unique())
    for code in counties.filter(pl.col("n") > 1)["kommunenummer"].sort():
        yield file, f"{code} er delt mellom flere fylker; da kan personene ikke plasseres i noe fylke."


def _regions(geography: Geography) -> Iterator[tuple[str, str]]:
    table = geography.counties_to_regions
    for kind in ABOVE_COUNTY:
        held = table.filter(regiontype=kind)["fylke"].to_list()
        for county in geography.counties["fylke"]:
            if held.count(county) != 1:
                yield "regions.csv", f"fylke {county} står {held.count(county)} ganger i {kind}. Det skal stå én gang."
        for county in sorted(set(held) - set(geography.counties["fylke"])):
            yield "regions.csv", f"{county} er ikke et fylke i 2024."
    names = table.group_by("regiontype", "regionkode").agg(pl.col("navn").n_unique())
    for kind, code in names.filter(pl.col("navn") > 1).select("regiontype", "regionkode").sort(pl.all()).iter_rows():
        yield "regions.csv", f"{kind} {code} har flere navn. Bruk det samme på alle radene."
