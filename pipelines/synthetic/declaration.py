"""What `example.yaml` may say, and reading it. The file's shape and its writing guide; nothing is drawn here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.errors import UserError
from pipelines.texts import text

Text = Annotated[str, BeforeValidator(str)]
"""A code or a number that YAML may have read as an integer."""

Codes = dict[Text, int]
Shares = dict[Text, float]
Where = dict[str, list[Text]]
Leans = dict[str, dict[Text, float]]


class ExampleError(UserError):
    """Example files that cannot be made as declared; the message says where and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Quota(_Part):
    """How many rows of one cell get each code. Good: `{where: {lar: [ja]}, apart: {ukjent: 2}, shares: {ja: 1}}`.

    Exact `counts` go first, then `apart` (percent of the whole cell, for codes outside the published base), and
    `shares` divide what is left; they need not sum to 100.
    """

    where: Where = Field(default_factory=dict, description="The cell; empty for all rows not in an earlier cell.")
    counts: Codes = Field(default_factory=dict)
    apart: Shares = Field(default_factory=dict)
    shares: Shares = Field(default_factory=dict)


class PerPlace(_Part):
    """Codes handed out within each municipality, for what differs from one to the next (units, districts)."""

    codes: Shares = Field(description="Code -> weight; a municipality uses the first ones.")
    rows_per_code: int = Field(default=1, gt=0, description="One more code is in use for each so many rows.")
    only: list[Text] = Field(default_factory=list, description="Municipalities that have the column; empty for all.")


class ColumnPlan(_Part):
    """One column: its quotas, and what decides who gets which code.

    Rows are ranked by `latent` x the person's latent score + `place` x a lasting effect of the municipality + `leans`
    + noise, and cut at the quota in the order of the contract's code list. So the margins are exact, and
    municipalities and groups differ as they do in life.
    """

    of: list[Quota] = Field(default_factory=list)
    per_place: PerPlace | None = None
    requires: Where = Field(default_factory=dict, description="Filled only where these columns hold these codes.")
    latent: float = Field(default=0.0, ge=-1, le=1)
    place: float = Field(default=0.25, ge=0, le=1)
    leans: Leans = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_way(self) -> ColumnPlan:
        if bool(self.of) == bool(self.per_place):
            raise ValueError(text("synthetic.one_way"))
        return self


class Places(_Part):
    """Which municipalities take part."""

    count: int = Field(gt=0)
    share: float | None = Field(default=None, description="Percent of the country's population 18+ they shall hold.")
    tolerance: float = Field(default=0.05, description="Percentage points the share may miss by.")
    counties: list[Text] = Field(default_factory=list, description="Only in these, by their numbers that year.")
    always: list[Text] = Field(default_factory=list)
    every_county: bool = Field(default=True, description="At least one municipality in each county of 2024.")
    size_weight: float = Field(default=1.0, description="How much larger municipalities are preferred; 0 not at all.")


class Rows(_Part):
    """How many rows, by the codes of one column or as one `count`, and how they spread over the municipalities."""

    column: str | None = None
    counts: Codes = Field(default_factory=dict)
    count: int | None = None
    minimum: Codes = Field(default_factory=dict, description="Least number of rows of a code in each municipality.")
    least: int = Field(default=0, description="With `count`: least number of rows in each municipality.")
    population: float = Field(default=1.0, description="Rows go by population 18+ to this power.")
    spread: float = Field(default=0.25, description="How much municipalities differ beyond that (log scale).")

    @model_validator(mode="after")
    def _one_way(self) -> Rows:
        if (self.column is None) == (self.count is None) or bool(self.column) != bool(self.counts):
            raise ValueError(text("synthetic.rows_one_way"))
        return self


class Again(_Part):
    """For a survey that measures persons again: how many rows they have, and what happens from first to latest.

    Good: `{rows: {1: 30, 2: 70}, change: {livskvalitet: {-1: 20, 0: 40, 1: 40}}}`. Both are shares, which need not
    sum to 100; a changed value stays within what the form allows.
    """

    rows: dict[int, float]
    change: dict[str, dict[int, float]]


class OnTop(_Part):
    """Rows outside the published population, added to the counts: percent of them, and the columns that say so."""

    percent: float = Field(gt=0)
    set: dict[str, Text]


class Wave(_Part):
    """One year. What `columns` says of a column stands in for the same fields of the survey's own plan of it."""

    municipalities: Places
    rows: Rows
    on_top: OnTop | None = None
    columns: dict[str, ColumnPlan] = Field(default_factory=dict)


class Example(_Part):
    """`example.yaml`: either `copy`, a file of the contracts folder sent as it is, or `waves` to be drawn."""

    copies: str | None = Field(default=None, alias="copy")
    demo: Literal["vanlig", "utvidet"] = Field(
        default="vanlig", description="utvidet: made only when everything is asked for."
    )
    seed: str = ""
    latent: Leans = Field(default_factory=dict, description="What the latent score leans on, in standard deviations.")
    columns: dict[str, ColumnPlan] = Field(default_factory=dict)
    again: Again | None = None
    waves: dict[int, Wave] = Field(default_factory=dict)
    apart_from: int = Field(default=25, description="Codes set apart are found in municipalities of so many rows.")
    user_missing: list[Text] = Field(default_factory=list, description="Codes marked user-missing in an SPSS file.")

    @model_validator(mode="after")
    def _one_way(self) -> Example:
        if bool(self.copies) == bool(self.waves) or (self.waves and not self.seed):
            raise ValueError(text("synthetic.copy_or_waves"))
        return self

    def plan(self, year: int, column: str) -> ColumnPlan | None:
        """How `column` is drawn in `year`."""
        own, common = self.waves[year].columns.get(column), self.columns.get(column)
        if own is None or common is None:
            return own or common
        return common.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def read_example(folder: Path) -> Example | None:
    """The `example.yaml` of one survey's folder; None when the survey declares none.

    Raises:
        ExampleError: the file cannot be used; the message names the place.
    """
    path = folder / "example.yaml"
    if not path.is_file():
        return None
    try:
        return Example.model_validate(read_yaml(path))
    except ContractError as error:
        raise ExampleError(str(error)) from error
    except ValidationError as error:
        faults = "; ".join(f"{_place(e['loc'])}: {e['msg']}" for e in error.errors())
        raise ExampleError(text("synthetic.bad_declaration", survey=folder.name, faults=faults)) from error


def _place(location: tuple[Any, ...]) -> str:
    return ".".join(map(str, location)) or "example.yaml"
