"""The reference tables of `data_contracts/reference`, read once, and the questions asked of them.

Codes are text (0301 keeps its zero) and are always read together with a year. What a code was called and where a
wrong one leads is `units`; who belongs to which region is `placement` and `membership`; how many people live in those
taking part is `population`; how much of a region took part is `coverage`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import polars as pl

from pipelines.errors import UserError
from pipelines.geography.groups import Group, read_groups
from pipelines.geography.units import Unit, suggestion_text, unit_of, units_near

LAND = "0"
UNKNOWN = "99"
"""County code + 99: persons of a code that was divided between several municipalities of 2024 (as FHI does)."""


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
        return self.codes([year]).drop("aar")

    def codes(self, years: Iterable[int]) -> pl.DataFrame:
        """Every code valid in each of `years`: `aar, kommunenummer, navn, fylke`, sorted."""
        asked = pl.DataFrame({"aar": sorted(set(years))}, schema={"aar": pl.Int64})
        valid = pl.col("aar").is_between("valid_from", pl.coalesce("valid_to", "aar"))
        named = self.municipalities.select("valid_from", "valid_to", kommunenummer="code", navn="name_no",
                                           fylke="county_code")  # fmt: skip
        return (
            asked.join(named, how="cross")
            .filter(valid)
            .select("aar", "kommunenummer", "navn", "fylke")
            .sort("aar", "kommunenummer")
        )

    def names(self, year: int) -> dict[str, str]:
        """Code -> Norwegian name, for the municipalities valid in `year`."""
        return dict(self.municipalities_of(year).select("kommunenummer", "navn").iter_rows())

    def unit(self, code: str, year: int) -> Unit | None:
        """What `code` stood for in `year`; None when it was not a municipality then."""
        return unit_of(self.municipality_names, self.county_names, code, year)

    def suggestion(self, code: str, year: int, language: str = "nb") -> str | None:
        """For a code that is not valid in `year` but was or is in another: a sentence with the right one.

        Returns:
            «1102 var Sandnes til og med 2019. Bruk 1108 (Sandnes) for 2021.»; None when the code is valid in
            `year`, or is no municipality's in any year.
        """
        near = units_near(self.municipality_names, self.mapping, self.recoded, code, year)
        return suggestion_text(near, year, language) if near else None

    def population(self, year: int) -> pl.DataFrame:
        """Population 1 January by the codes of that year: `kommunenummer, total, voksne16, voksne18`.

        A few code-years are missing at the source (see SOURCES.md, and `missing_population`); they are absent, not
        zero.
        """
        return self.population_by_code.filter(pl.col("aar") == year).drop("aar")

    def missing_population(self, years: Iterable[int]) -> pl.DataFrame:
        """The codes of `years` whose population the source lacks: `aar, kommunenummer, navn`."""
        return self.codes(years).join(self.population_by_code, on=["aar", "kommunenummer"], how="anti").drop("fylke")

    @cached_property
    def municipalities(self) -> pl.DataFrame:
        """Every code since 2012: `code, name, name_no, valid_from, valid_to, county_code`."""
        return self._read("municipalities.csv", valid_from=pl.Int64, valid_to=pl.Int64).sort("code")

    @cached_property
    def municipality_names(self) -> pl.DataFrame:
        """Every name a code has had: `code, name, name_no, valid_from, valid_to`; languages are divided by « - »."""
        return self._read("municipality_names.csv", valid_from=pl.Int64, valid_to=pl.Int64).sort("code", "valid_from")

    @cached_property
    def mapping(self) -> pl.DataFrame:
        """Every code since 2012 to the municipalities of 2024 its area lies in: `kommunenummer, kommune_2024`."""
        table = self._read("municipality_to_2024.csv")
        return table.select(kommunenummer="code", kommune_2024="code_2024").unique().sort(pl.all())

    @cached_property
    def divided(self) -> pl.DataFrame:
        """The rows of `mapping` for codes whose area lies in several: persons there cannot be placed in any of them."""
        return self.mapping.filter(pl.len().over("kommunenummer") > 1)

    @cached_property
    def to_2024(self) -> pl.DataFrame:
        """Every code since 2012 to where its persons are counted on 2024 borders: `kommunenummer, kommune_2024`.

        A divided code goes to «ukjent» in its county: persons are never split by shares.
        """
        county = pl.col("kommune_2024").str.slice(0, 2)
        placed = pl.when(pl.len() == 1).then(pl.col("kommune_2024").first()).otherwise(county.first() + UNKNOWN)
        return self.mapping.group_by("kommunenummer").agg(placed.alias("kommune_2024")).sort("kommunenummer")

    @cached_property
    def recoded(self) -> dict[str, str]:
        """Old code -> new code, where a municipality only changed its number."""
        changes = self._read("municipality_changes.csv").filter(pl.col("kind") == "recode")
        return dict(changes.select("old_code", "new_code").iter_rows())

    @cached_property
    def population_by_code(self) -> pl.DataFrame:
        """Population 1 January by the codes of each year: `aar, kommunenummer, total, voksne16, voksne18`."""
        table = self._read("population.csv", year=pl.Int64, population=pl.Int64)
        bands = {"total": "total", "16+": "voksne16", "18+": "voksne18"}
        wide = table.pivot("age_band", on_columns=list(bands), index=["year", "code"], values="population")
        return wide.rename({"year": "aar", "code": "kommunenummer", **bands}).sort("aar", "kommunenummer")

    @cached_property
    def population_2024(self) -> pl.DataFrame:
        """Population on 2024 borders: `kommune_2024, aar, total, voksne16, voksne18, anslag`.

        `anslag` marks the years in which a divided municipality's people are shared out by an estimate.
        """
        numbers = {"total": "total", "age_16_plus": "voksne16", "age_18_plus": "voksne18"}
        table = self._read("population_2024_borders.csv", year=pl.Int64, **dict.fromkeys(numbers, pl.Int64))
        return table.select(kommune_2024="code_2024", aar="year", **{new: old for old, new in numbers.items()},
                            anslag=pl.col("quality") != "exact")  # fmt: skip

    @cached_property
    def counties_to_regions(self) -> pl.DataFrame:
        """`regiontype, regionkode, navn, fylke`: present KoRus and health regions by county of 2024."""
        table = self._read("regions.csv").filter(pl.col("valid_to").is_null())
        return table.select(regiontype="region_type", regionkode="region_code", navn="name", fylke="county_code_2024")

    @cached_property
    def counties(self) -> pl.DataFrame:
        """The counties of 2024: `fylke, navn`."""
        current = self.all_counties.filter(pl.col("valid_to").is_null())
        return current.select("fylke", "navn")

    @cached_property
    def all_counties(self) -> pl.DataFrame:
        """Every county since 2012: `fylke, navn, valid_from, valid_to`, sorted by code."""
        table = self._read("counties.csv", valid_from=pl.Int64, valid_to=pl.Int64)
        return table.select("valid_from", "valid_to", fylke="code", navn="name_no").sort("fylke")

    @cached_property
    def county_names(self) -> dict[str, str]:
        """County code -> Norwegian name, of every county since 2012."""
        return dict(self.all_counties.select("fylke", "navn").iter_rows())

    @cached_property
    def districts(self) -> dict[str, str]:
        """District code -> name."""
        return dict(self._read("districts.csv").select("code", "name").iter_rows())

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The groups of municipalities declared in `groups.yaml`."""
        return read_groups(self.folder / "groups.yaml", self.population_2024)

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
