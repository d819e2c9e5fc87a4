"""What an escalation plan's YAML may say. The field descriptions are the writing guide.

A release holds the plans as they were (`plans.json`), so that what reads it knows them by this module too. Rules that
need more than one field, or the catalogue, are `indicators.plans`'; what can be said of the goals, `plan_status`'.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from pipelines.contracts.plan_money import GoldenRule, Money
from pipelines.contracts.plan_parts import Id, Language, Part, Period, PlanText, Statement, Year

Way = Literal["higher", "lower", "none"]


class State(StrEnum):
    """What has become of an indicator."""

    ACTIVE = "aktiv"
    NOT_UPDATED = "ikke_oppdatert"
    RETIRED = "utgatt"
    NOT_ESTABLISHED = "ikke_etablert"


class Provenance(StrEnum):
    """How much of an indicator stands in a source that has been read."""

    SOURCED = "S"
    """The indicator, and at least one value."""
    DEFINED = "S-def"
    """The definition; no value."""
    ASSUMED = "P"
    """Neither: an indicator of this kind is believed to be in the set."""


class PlanGoal(Part):
    """A goal. The overall effort is goal 0."""

    number: int = Field(ge=0, description="The goal's number in the plan; 0 is the overall effort.")
    title: PlanText = Field(description="The goal's own wording. Bad: a summary of it.")
    exact: tuple[Language, ...] = Field(
        default=(), description="The languages in which the wording is the source's own; the others retell it."
    )
    sources: tuple[str, ...] = Field(default=(), description="Where the wording stands; ids under `sources`.")


class Value(Part):
    """A value that no indicator of the catalogue carries."""

    year: Year = Field(description="What year it is of.")
    value: float = Field(description="In the indicator's unit.")
    source: str = Field(description="An id under `sources`. A value without a source is refused.")
    note: str | None = Field(default=None, description="What a reader must know. Good: om lag.")


class Target(Part):
    """A goal with a number. Most have none, and then only the direction is judged."""

    value: float = Field(description="In the indicator's unit, or in percent of change. Good: 40. Good: -25.")
    change: bool = Field(default=False, description="True: percent of change since the baseline.")
    strict: bool = Field(default=False, description="True where the number itself is not enough: «lavere enn 40».")
    source: str = Field(description="An id under `sources`.")


class PlanIndicator(Part):
    """One indicator of the plan's registry."""

    id: Id = Field(description="The registry's id. Good: o2. Bad: Årsverk.")
    goal: int = Field(description="The number of the goal it tells of.")
    title: PlanText = Field(description="What is measured, without year and region.")
    system: str | None = Field(min_length=1, description="The source system. Good: IS-24/8. Null: not established.")
    base: str | None = Field(default=None, description="The base group in the figures; null: alle.")
    direction: Way | None = Field(default=None, description="Which way is better; null: not established.")
    unit: str | None = Field(default=None, description="Good: prosent. Null: not established.")
    decimals: int | None = Field(
        default=None,
        ge=0,
        le=3,
        description="How many are shown and judged on; null: one for a computed share, else as many as were delivered.",
    )
    exact: bool = Field(default=False, description="True where everybody was counted and nothing was drawn by chance.")
    baseline: Year | None = Field(default=None, description="The year changes are told since; null: not established.")
    carried_by: tuple[str, ...] = Field(
        default=(), description="The catalogue's indicators with its values; the first that has any is used alone."
    )
    values: tuple[Value, ...] = Field(default=(), description="Values that none of them carries.")
    target: Target | None = Field(default=None, description="The goal's number, if it has one.")
    state: State = Field(
        description="aktiv: with a sourced definition. ikke_oppdatert, utgatt: a registry version says so. "
        "ikke_etablert: nothing but a belief that it exists."
    )
    provenance: Provenance = Field(description="S: indicator and a value sourced. S-def: definition only. P: neither.")
    sources: tuple[str, ...] = Field(default=(), description="Ids under `sources`.")
    note: PlanText | None = Field(default=None, description="What a reader of the value must know.")


class RegistryVersion(Part):
    """How many indicators a report had. Which of them were dropped is not always told."""

    report: str = Field(description="Good: Fafo-rapport 2018:08.")
    published: str = Field(
        pattern=r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$",
        description="In quotes: a date, or the month where no day is known. Good: '2018-04'.",
    )
    indicators: int | None = Field(default=None, description="Null where the report does not say.")
    updated: int | None = Field(default=None, description="How many had new values.")
    sources: tuple[str, ...] = Field(min_length=1, description="Ids under `sources`.")
    note: PlanText | None = Field(default=None, description="What the report says of its indicators.")


class Plan(Part):
    """An escalation plan: goals, registry of indicators, money."""

    id: Id = Field(description="The file's name. Good: rusfeltet_2016_2020.")
    title: PlanText = Field(description="What the plan is called.")
    document: str = Field(description="The founding document. Good: Prop. 15 S (2015–2016).")
    period: Period = Field(description="The plan's years.")
    sources: dict[str, str] = Field(description="Id -> what was read. Every source named in the file stands here.")
    goals: tuple[PlanGoal, ...] = Field(min_length=1, description="In the plan's order.")
    indicators: tuple[PlanIndicator, ...] = Field(description="The registry.")
    versions: tuple[RegistryVersion, ...] = Field(default=(), description="The registry's versions.")
    verdicts: tuple[Statement, ...] = Field(default=(), description="What its evaluation concludes, in words.")
    money: Money | None = Field(default=None, description="Where the plan has a sum of money as goal.")
    golden_rule: GoldenRule | None = Field(default=None, description="Where the plan builds on it.")
