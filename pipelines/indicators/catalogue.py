"""The catalogue: each survey's `indicators.yaml`, read and shaped. Whether an expression makes sense is `lint`'s."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.contracts.model import in_language
from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import TextsFile, explain
from pipelines.texts import LANGUAGES, text


class IndicatorKind(StrEnum):
    """How the figure is made."""

    PROPORTION = "proportion"
    RATE = "rate"
    COUNT = "count"
    REPORTED = "reported"


COUNTIES = "fylke"
"""What an indicator `counts` that counts the counties of the year."""


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


class Rate(BaseModel):
    """What a rate is of: so many inhabitants in an age group, of the municipalities that took part and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    age: Literal["alle", "16+", "18+"] = Field(description="The age group the population is counted in, 1 January.")
    per: Literal[1000, 10000, 100000] = Field(description="How many inhabitants the rate is told for. Good: 1000.")


class PlanGoal(BaseModel):
    """A goal of an escalation plan that the indicator belongs to."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    plan: str = Field(description="The plan's id. Good: rusfeltet_2016_2020.")
    goal: int = Field(description="The goal's number in the plan.")


class Indicator(BaseModel):
    """One declared indicator. Its field descriptions are the writing guide."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$", description="Good: bolig_tilfredsstillende. Bad: Bolig-2017.")
    title: TextsFile = Field(description="What is measured, without year, region or unit.")
    kind: IndicatorKind
    unit: str = Field(default="prosent", description="prosent | antall | kommuner, or the reported figure's own unit.")
    numerator: str | None = Field(default=None, description="SQL over harmonised columns. Good: bolig = 'gronn'.")
    denominator: str = Field(default="TRUE", description="Who is in the base. Unknown is left out here, if at all.")
    lost: str | None = Field(
        default=None,
        description="SQL: those who should have been in the base and were not reached. Two figures more come of it: "
        "what the share is if none of them counts, and if all do. Good: status_12 = 'ikke_naadd'. Bad: those who were "
        "not to be asked.",
    )
    rate: Rate | None = Field(default=None, description="For kind rate. Good: {age: 18+, per: 1000}.")
    population: str | None = Field(default=None, description="Overrides the survey's published_population.")
    counts: Literal["kommunenummer", "fylke"] | None = Field(
        default=None, description="Counts municipalities, or counties of the year, with such rows instead of rows."
    )
    bases: tuple[str, ...] = Field(default=("alle",), description="Base groups; the first is shown by default.")
    breakdowns: tuple[str, ...] = Field(
        default=(), description="Columns with a code list that the figure is divided by. Good: [kjonn, aldersgruppe]."
    )
    direction: Direction = Field(default=Direction.NONE, description="Which way is better; none where neither is.")
    ranking: bool = Field(default=True, description="False where municipalities must not be ranked by it.")
    plans: tuple[PlanGoal, ...] = Field(default=(), description="The goals it tells of.")
    published_as: str | None = Field(default=None, description="The reported indicator that published the same figure.")
    definition: TextsFile | None = Field(
        default=None,
        description="Who is counted, of whom, and what is left out. Good: Andel vurdert til rød på bolig, "
        "av dem der boligen er kjent. Bad: Viser utviklingen i bolig.",
    )

    @model_validator(mode="after")
    def _computed_ones_count_something(self) -> Indicator:
        if (self.numerator is None) != (self.kind is IndicatorKind.REPORTED):
            raise ValueError("numerator: skal stå for beregnede indikatorer, og bare for dem")
        return self

    @model_validator(mode="after")
    def _rates_are_of_a_population(self) -> Indicator:
        if (self.rate is None) != (self.kind is not IndicatorKind.RATE):
            raise ValueError("rate: skal stå for kind: rate, og bare for det")
        if self.rate and (self.denominator != "TRUE" or self.breakdowns or self.counts):
            raise ValueError("en rate er av befolkningen og kan ikke ha denominator, breakdowns eller counts")
        return self

    @model_validator(mode="after")
    def _shares_may_lose_some(self) -> Indicator:
        if self.lost and self.kind is not IndicatorKind.PROPORTION:
            raise ValueError("lost: gjelder bare kind: proportion")
        return self

    @property
    def from_rows(self) -> bool:
        """Whether a place's own rows are enough: not for what counts municipalities or is of their population."""
        return self.counts is None and self.rate is None

    @property
    def reported(self) -> bool:
        """Whether the figure arrives already counted."""
        return self.kind is IndicatorKind.REPORTED


class Bound(Indicator):
    """What a share is at least, or at most, whatever became of those who were not reached. Made, never declared."""

    of: str


def bounds_of(indicator: Indicator) -> tuple[Bound, ...]:
    """The lowest and the highest that a share can be when some were lost; nothing where it declares none.

    Of everyone who was to be followed: none of the lost counted, and all of them. They are counted, protected and
    published as any other share is. The arithmetic is that of `bounds.worst_case`.
    """
    if indicator.lost is None or indicator.numerator is None:
        return ()
    counted = f"(({indicator.denominator}) AND ({indicator.numerator}))"
    ends = {"minst": counted, "hoyst": f"({counted} OR ({indicator.lost}))"}
    return tuple(
        Bound.model_validate(
            indicator.model_dump(exclude={"lost", "plans", "published_as"})
            | {
                "id": f"{indicator.id}_{end}",
                "of": indicator.id,
                "numerator": numerator,
                "denominator": f"(({indicator.denominator}) OR ({indicator.lost}))",
                "ranking": False,
                "title": {
                    x: text(f"frafall.tittel_{end}", x, title=in_language(indicator.title.as_texts(), x))
                    for x in LANGUAGES
                },
                "definition": {x: text(f"frafall.definisjon_{end}", x) for x in LANGUAGES},
            }
        )
        for end, numerator in ends.items()
    )


Catalogue = Mapping[str, tuple[Indicator, ...]]
"""Survey id -> its indicators, in the order they are declared."""


def read_indicators(path: Path) -> tuple[Indicator, ...]:
    """The indicators declared in one `indicators.yaml`.

    Raises:
        ContractError: not a list of indicators, a field is wrong, or an id stands twice.
    """
    place = f"{path.parent.name}/{path.name}"
    entries: Any = read_yaml(path)
    if not isinstance(entries, list):
        raise ContractError(f"{place}: filen skal være en liste av indikatorer, hver med «- id: …».")
    found: dict[str, Indicator] = {}
    for position, entry in enumerate(entries, start=1):
        name = entry.get("id", f"nr. {position}") if isinstance(entry, dict) else f"nr. {position}"
        try:
            indicator = Indicator.model_validate(entry)
        except ValidationError as error:
            raise ContractError(f"{place}: {name}: {explain(error)}") from error
        if indicator.id in found:
            raise ContractError(f"{place}: {name} står to ganger. Gi den ene en annen id.")
        found[indicator.id] = indicator
    return tuple(found.values())


@cache
def load_catalogue(contracts_folder: Path) -> Catalogue:
    """The indicators of every survey folder that declares any; the bounds of a share follow it.

    Raises:
        ContractError: as `read_indicators`; or two surveys declare the same id.
    """
    catalogue = {
        p.parent.name: tuple(each for one in read_indicators(p) for each in (one, *bounds_of(one)))
        for p in sorted((contracts_folder / "surveys").glob("*/indicators.yaml"))
    }
    owner: dict[str, str] = {}
    for survey, indicators in catalogue.items():
        for indicator in indicators:
            if indicator.id in owner:
                raise ContractError(
                    f"{survey}/indicators.yaml: {indicator.id} finnes også i {owner[indicator.id]}. "
                    "Gi den ene en annen id."
                )
            owner[indicator.id] = survey
    return catalogue
