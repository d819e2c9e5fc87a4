"""One indicator as it is declared. What one entry of the YAML spreads to is `entries`'; reading is `reading`'s."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipelines.contracts.survey_file import BreakFile, TextsFile
from pipelines.texts import text

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", description="Good: bolig_tilfredsstillende. Bad: Bolig-2017.")]


class IndicatorKind(StrEnum):
    """How the figure is made."""

    PROPORTION = "proportion"
    RATE = "rate"
    MEAN = "mean"
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


class Figures(BaseModel):
    """What is told of every figure, however it is made."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: Id
    title: TextsFile = Field(
        description="What is measured, without year, region or unit. Good: {nb: Bostedsløse, nn: Bustadlause}. "
        "Bad: {nb: Andel bostedsløse 2019}."
    )
    theme: str | None = Field(
        default=None, description="Where the figure stands in lists: a code of themes.yaml. Good: bolig."
    )
    population: str | None = Field(
        default=None,
        description="SQL that overrides the survey's published_population. Good: aldersgruppe = '16-17'. Bad: 16-17.",
    )
    bases: tuple[str, ...] = Field(
        default=("alle",),
        description="Base groups; the first is shown by default. Good: [rus, alle]. Bad: a group the survey lacks.",
    )
    breakdowns: tuple[str, ...] = Field(
        default=(),
        description="Columns with a code list that the figure is divided by. Good: [kjonn, aldersgruppe]. "
        "Bad: the column the figure is made of.",
    )
    direction: Direction = Field(
        default=Direction.NONE,
        description="Which way is better; none where neither is. Good: lower, of the homeless. Bad: higher, of women.",
    )
    ranking: bool = Field(
        default=True,
        description="False where municipalities must not be ranked by it. Good: false, of full-time equivalents.",
    )
    plans: tuple[PlanGoal, ...] = Field(
        default=(), description="The goals it tells of. Good: [{plan: rusfeltet_2016_2020, goal: 3}]. Bad: [3]."
    )
    breaks: tuple[BreakFile, ...] = Field(
        default=(),
        description="Where its series breaks, beside the survey's own breaks. Good: a new wording. Bad: a new form.",
    )
    definition: TextsFile | None = Field(
        default=None,
        description="Who is counted, of whom, and what is left out. Good: Andel vurdert til rød på bolig, "
        "av dem der boligen er kjent. Bad: Viser utviklingen i bolig.",
    )


class Indicator(Figures):
    """One figure for each region, year and base group. Its field descriptions are the writing guide."""

    kind: IndicatorKind = Field(
        description="proportion: percent of a base; rate: per so many inhabitants; mean: of a quantity; count: a "
        "number; reported: arrives already counted."
    )
    unit: str = Field(
        default="prosent",
        description="prosent, antall, kommuner, or what a mean or reported figure is measured in. Good: barn. Bad: %.",
    )
    numerator: str | None = Field(
        default=None,
        description="SQL over harmonised columns: who is counted. Good: bolig = 'gronn'. Bad: bolig = 1 (the file's "
        "code, not ours).",
    )
    denominator: str = Field(
        default="TRUE",
        description="SQL: who is in the base. Unknown is left out here, if at all. Good: bolig IN ('gronn', 'gul', "
        "'rod'). Bad: bolig = 'rod' below the numerator bolig = 'gronn'.",
    )
    value: str | None = Field(
        default=None,
        description="For kind mean: the quantity, a column of numbers or arithmetic of such. Rows without it leave "
        "the base. Good: antall_barn. Bad: barn (a code).",
    )
    lost: str | None = Field(
        default=None,
        description="SQL, for kind proportion: those who should have been in the base and were not reached. Two more "
        "figures come of it: what the share is if none of them counts, and if all do. Good: status_12 = 'ikke_naadd'. "
        "Bad: those who were not to be asked.",
    )
    rate: Rate | None = Field(default=None, description="For kind rate. Good: {age: 18+, per: 1000}.")
    counts: str | None = Field(
        default=None,
        description="Counts municipalities with such rows instead of rows, or counties as they were that year. Good: "
        "kommunenummer; fylke.",
    )
    published_as: str | None = Field(
        default=None, description="The reported indicator that published the same figure. Good: bp_bostedslos."
    )

    @model_validator(mode="after")
    def _computed_ones_count_something(self) -> Indicator:
        if (self.numerator is None) != (self.kind in (IndicatorKind.REPORTED, IndicatorKind.MEAN)):
            raise ValueError(text("katalog.numerator"))
        return self

    @model_validator(mode="after")
    def _shares_may_lose_some(self) -> Indicator:
        if self.lost and self.kind is not IndicatorKind.PROPORTION:
            raise ValueError(text("frafall.bare_andeler"))
        return self

    @model_validator(mode="after")
    def _means_are_of_a_quantity(self) -> Indicator:
        if (self.value is None) != (self.kind is not IndicatorKind.MEAN):
            raise ValueError(text("katalog.value"))
        if self.value and (self.counts or self.unit == "prosent"):
            raise ValueError(text("katalog.mean_unit"))
        return self

    @model_validator(mode="after")
    def _rates_are_of_a_population(self) -> Indicator:
        if (self.rate is None) != (self.kind is not IndicatorKind.RATE):
            raise ValueError(text("katalog.rate"))
        if self.rate and (self.denominator != "TRUE" or self.breakdowns or self.counts):
            raise ValueError(text("katalog.rate_of_population"))
        return self

    @property
    def from_rows(self) -> bool:
        """Whether a place's own rows are enough: not for what counts municipalities or is of their population."""
        return self.counts is None and self.rate is None

    @property
    def reported(self) -> bool:
        """Whether the figure arrives already counted."""
        return self.kind is IndicatorKind.REPORTED
