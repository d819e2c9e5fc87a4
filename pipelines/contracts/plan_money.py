"""What an escalation plan's YAML may say of money: grants, what sources say of the sum, and the golden rule."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from pipelines.contracts.plan_parts import Part, Period, PlanText, Statement, Year


class Certainty(StrEnum):
    """How sure an amount is."""

    SOURCED = "kildefestet"
    LIKELY = "antatt"
    UNSURE = "usikker"


class Grant(Part):
    """Money given in one year for one purpose."""

    year: Year = Field(description="The budget year.")
    purpose: PlanText = Field(description="What it is for.")
    amount: float = Field(description="Mill. kr.")
    certainty: Certainty = Field(description="kildefestet; antatt or usikker where no source has been read.")
    source: str | None = Field(default=None, description="An id under `sources`; must stand when kildefestet.")
    proposal: bool = Field(default=False, description="True where it was proposed and adoption is not sourced.")


class Purpose(Part):
    """Money the plan sets aside for one purpose over all its years."""

    purpose: PlanText = Field(description="What it is for.")
    amount: float = Field(description="Mill. kr.")
    source: str = Field(description="An id under `sources`.")


class Money(Part):
    """Grants beside the goal for them. They are never summed: how the goal is counted is not published."""

    target: float = Field(description="Mill. kr over the plan's years.")
    source: str = Field(description="An id under `sources`.")
    warning: PlanText = Field(description="Shown wherever grants stand beside the goal.")
    grants: tuple[Grant, ...] = Field(default=(), description="By year and purpose.")
    purposes: tuple[Purpose, ...] = Field(
        default=(), description="What the plan itself sets aside, over all its years."
    )
    readings: tuple[Statement, ...] = Field(
        default=(), description="What sources say of whether the goal is reached, side by side."
    )


class GoldenRuleRow(Part):
    """What one source says of one service, measure, region and span of years. Sources that disagree stand apart."""

    service: Literal["tsb", "phv", "phbu", "psykisk_helsevern", "somatikk", "samlet"] = Field(
        description="samlet where the source does not tell services apart."
    )
    measure: Literal["kostnad", "ventetid", "aktivitet", "arsverk", "samlet"] = Field(
        description="samlet where the source does not tell measures apart."
    )
    region: Literal["land", "sor_ost", "vest", "midt", "nord"] = Field(description="land, or a health region.")
    years: Period = Field(description="The change is from the first to the last of them.")
    growth: float | None = Field(default=None, description="Percent; null where the source tells in words.")
    somatic: float | None = Field(default=None, description="The same for somatikk.")
    followed: Literal["ja", "delvis", "nei"] | None = Field(
        default=None, description="As the source says or its two numbers show; null where it does neither."
    )
    source: str = Field(description="An id under `sources`.")
    note: PlanText | None = Field(default=None, description="What the source says in words. Good: Flatet ut.")


class GoldenRule(Part):
    """The rule that each service shall grow more than somatikk, as rows and never as one light."""

    definition: PlanText = Field(description="What the rule demands.")
    warning: PlanText = Field(description="Shown with the rows.")
    in_force: tuple[Statement, ...] = Field(default=(), description="In which years, as sources say.")
    rows: tuple[GoldenRuleRow, ...] = Field(description="One for each source's statement.")
