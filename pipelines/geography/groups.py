"""Groups of municipalities that somebody has declared: an own list, or a band of population. Data, not code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import TextsFile, explain

Code = Annotated[str, Field(pattern=r"^[0-9]{4}$")]


class _Band(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    year: int = Field(description="The year whose population places a municipality in the band, for all years.")
    minimum: int = Field(default=0, alias="from", ge=0, description="The smallest population in the band.")
    below: int | None = Field(default=None, description="The band ends before this; none for the largest.")


class _GroupFile(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Good: storbyer. Bad: Storbyer-2024.")
    title: TextsFile
    municipalities: tuple[Code, ...] | None = Field(default=None, description="Codes of 2024, each in quotes.")
    population: _Band | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> _GroupFile:
        if (self.municipalities is None) == (self.population is None):
            raise ValueError("oppgi enten municipalities (en liste) eller population (et intervall)")
        return self


@dataclass(frozen=True)
class Group:
    """A group and the municipalities of 2024 in it."""

    id: str
    name: str
    municipalities: frozenset[str]


def read_groups(path: Path, population: pl.DataFrame) -> tuple[Group, ...]:
    """The groups declared in `path`; none where there is no such file.

    Args:
        path: `groups.yaml`.
        population: `Geography.population_2024`.

    Raises:
        ContractError: a field is wrong, an id stands twice, a code is no municipality of 2024, or a group is empty.
    """
    if not path.is_file():
        return ()
    entries: Any = read_yaml(path)
    if not isinstance(entries, list):
        raise ContractError(f"{path.name}: filen skal være en liste av grupper, hver med «- id: …».")
    found: dict[str, Group] = {}
    for position, entry in enumerate(entries, start=1):
        named = entry.get("id", f"nr. {position}") if isinstance(entry, dict) else f"nr. {position}"
        try:
            declared = _GroupFile.model_validate(entry)
        except ValidationError as error:
            raise ContractError(f"{path.name}: {named}: {explain(error)}") from error
        if declared.id in found:
            raise ContractError(f"{path.name}: {named} står to ganger. Gi den ene en annen id.")
        found[declared.id] = Group(declared.id, declared.title.nb, _members(declared, population, path.name))
    return tuple(found.values())


def _members(declared: _GroupFile, population: pl.DataFrame, file: str) -> frozenset[str]:
    if declared.municipalities is not None:
        unknown = sorted(set(declared.municipalities) - set(population["kommune_2024"]))
        if unknown:
            raise ContractError(f"{file}: {declared.id}: {', '.join(unknown)} er ikke kommunenummer i 2024.")
        members = frozenset(declared.municipalities)
    else:
        band = declared.population
        if band is None:  # the model allows no such entry
            raise ContractError(f"{file}: {declared.id} sier ikke hvem som er med.")
        size = pl.col("total")
        inside = (size >= band.minimum) & (pl.lit(value=True) if band.below is None else size < band.below)
        members = frozenset(population.filter(pl.col("aar") == band.year, inside)["kommune_2024"])
    if not members:
        raise ContractError(f"{file}: {declared.id} har ingen kommuner. Rett listen eller intervallet.")
    return members
