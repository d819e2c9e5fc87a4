"""The reference tables of `data_contracts/reference`, read once, and the questions asked of them.

Codes are text (0301 keeps its zero) and are always read together with a year. Who belongs to which region is
`membership`; how much of a region took part is `coverage`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import polars as pl

from pipelines.errors import UserError

LAND = "0"
VIEW_2024 = "2024"


class ReferenceError(UserError):
    """A reference table is missing or lacks what is asked of it; the message says which."""


@dataclass(frozen=True)
class Geography:
    """The tables of one reference folder."""

    folder: Path

    def valid(self, year: int) -> frozenset[str]:
        """The municipality codes valid in `year`."""
        return frozenset(self.municipalities_of(year)["kommunenummer"])

    def municipalities_of(self, year: int) -> pl.DataFrame:
        """`kommunenummer, navn, fylke` of the municipalities valid in `year`, sorted by code."""
        return self.municipalities.filter(
            pl.col("valid_from") <= year, pl.col("valid_to").is_null() | (pl.col("valid_to") >= year)
        ).select(kommunenummer="code", navn="name_no", fylke="county_code")

    def names(self, year: int) -> dict[str, str]:
        """Code -> Norwegian name, for the municipalities valid in `year`."""
        return dict(self.municipalities_of(year).select("kommunenummer", "navn").iter_rows())

    def population(self, year: int) -> pl.DataFrame:
        """Population 1 January by the codes of that year: `kommunenummer, total, voksne16, voksne18`.

        A few code-years are missing at the source (see SOURCES.md); they are absent, not zero.
        """
        bands = {"total": "total", "16+": "voksne16", "18+": "voksne18"}
        wide = self._population.filter(pl.col("year") == year).pivot("age_band", index="code", values="population")
        return wide.rename({"code": "kommunenummer", **bands}).sort("kommunenummer")

    @cached_property
    def municipalities(self) -> pl.DataFrame:
        """Every code since 2012: `code, name, name_no, valid_from, valid_to, county_code`."""
        return self._read("municipalities.csv", valid_from=pl.Int64, valid_to=pl.Int64).sort("code")

    @cached_property
    def to_2024(self) -> pl.DataFrame:
        """Every code since 2012 to where its persons are counted on 2024 borders: `kommunenummer, kommune_2024`.

        A code that was divided between several municipalities of 2024 goes to «ukjent» in their county
        (county code + 99, as FHI does): persons are never split by shares.
        """
        pairs = self._read("municipality_to_2024.csv").select("code", "code_2024").unique()
        county = pl.col("code_2024").str.slice(0, 2).first()
        return (
            pairs.group_by("code")
            .agg(
                pl.when(pl.len() == 1).then(pl.col("code_2024").first()).otherwise(county + "99").alias("kommune_2024")
            )
            .rename({"code": "kommunenummer"})
            .sort("kommunenummer")
        )

    @cached_property
    def population_2024(self) -> pl.DataFrame:
        """Population on 2024 borders: `kommune_2024, aar, total, voksne16, voksne18`."""
        numbers = {"total": "total", "age_16_plus": "voksne16", "age_18_plus": "voksne18"}
        table = self._read("population_2024_borders.csv", year=pl.Int64, **dict.fromkeys(numbers, pl.Int64))
        return table.select(kommune_2024="code_2024", aar="year", **{new: old for old, new in numbers.items()})

    @cached_property
    def counties_to_regions(self) -> pl.DataFrame:
        """`regiontype, regionkode, navn, fylke`: KoRus and health regions by county of 2024."""
        table = self._read("regions.csv")
        return table.select(regiontype="region_type", regionkode="region_code", navn="name", fylke="county_code_2024")

    @cached_property
    def counties(self) -> pl.DataFrame:
        """The counties of 2024: `fylke, navn`."""
        current = self._read("counties.csv").filter(pl.col("valid_to").is_null())
        return current.select(fylke="code", navn="name_no").sort("fylke")

    @cached_property
    def _population(self) -> pl.DataFrame:
        return self._read("population.csv", year=pl.Int64, population=pl.Int64)

    def _read(self, name: str, **types: type[pl.DataType]) -> pl.DataFrame:
        path = self.folder / name
        if not path.is_file():
            raise ReferenceError(f"Referansetabellen {name} mangler i {self.folder.name}/. Hent den fra prosjektet.")
        table = pl.read_csv(path, infer_schema=False)
        return table.with_columns(pl.col(column).cast(dtype) for column, dtype in types.items())


@cache
def load_geography(folder: Path) -> Geography:
    """The reference tables in `folder` (`data_contracts/reference`), read when first asked for."""
    return Geography(folder)
