"""The entries of `indicators.yaml` that are more than one figure: distributions and indexes. Shapes, no meaning.

What a distribution spreads to is `spread`'s, what an index is in SQL `composites`', whether either makes sense
`reading`'s. The field descriptions are the writing guide.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.contracts.survey_file import BreakFile, TextsFile
from pipelines.indicators.declared import Direction, Figures, Id, Indicator, IndicatorKind, PlanGoal


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Colour(StrEnum):
    """The colour that a level is known by in the field, whatever its code is called."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    BLUE = "blue"


class Share(_Part):
    """One share of a distribution. Good: `{direction: higher}`; `{codes: ['4', '5'], label: {nb: fornøyd, …}}`."""

    codes: tuple[str, ...] = Field(
        default=(), description="Codes that are told as one; left out, the share is of the code it is named after."
    )
    label: TextsFile | None = Field(
        default=None, description="What the share is called; left out, as the form calls the code."
    )
    direction: Direction = Field(default=Direction.NONE, description="Which way is better. Good: lower, of rod.")
    colour: Colour | None = Field(
        default=None,
        description="The colour that the level is known by; where all of a column's shares have one, they are drawn "
        "together. Good: red, of rod. Bad: red, of what is merely bad.",
    )


class Named(_Part):
    """What is told of one share in other words than of the rest; what is left out is as for the rest."""

    id: Id | None = Field(default=None, description="A name that people know. Good: bostedslos, for bolig_rod.")
    title: TextsFile | None = Field(default=None, description="What is measured. Good: {nb: Bostedsløse, nn: …}.")
    definition: TextsFile | None = Field(default=None, description="Who is counted, of whom.")
    direction: Direction | None = Field(default=None, description="Which way is better.")
    bases: tuple[str, ...] | None = Field(default=None, description="Base groups.")
    breakdowns: tuple[str, ...] | None = Field(default=None, description="Columns that it is divided by.")
    plans: tuple[PlanGoal, ...] | None = Field(default=None, description="The goals it tells of.")
    published_as: str | None = Field(default=None, description="The reported indicator with the same figure.")
    breaks: tuple[BreakFile, ...] | None = Field(default=None, description="Where its own series breaks.")


class Distribution(Figures):
    """One entry that becomes a proportion for each code of each column.

    Good: `{kind: distribution, of: [bolig, aktivitet], codes: {gronn: {direction: higher}, rod: {direction: lower}}}`.
    Bad: one entry of kind proportion for each of the four, which differ in a word.
    """

    kind: Literal["distribution"] = Field(description="Several proportions told in one entry.")
    title: TextsFile = Field(
        default=TextsFile(nb="{kolonne}: {kode}", nn="{kolonne}: {kode}"),
        description="With {kolonne} and {kode} where the form's own names for them go. Good: {nb: 'Tilfreds med "
        "{kolonne}', nn: 'Nøgd med {kolonne}'}.",
    )
    definition: TextsFile | None = Field(
        default=None,
        description="Who is counted, of whom; with {kolonne} and {kode} as in title. Good: Andel vurdert til {kode} "
        "på {kolonne}, av dem der det er kjent.",
    )
    of: str | tuple[str, ...] = Field(
        description="A column with a code list, several of them, or an index. Good: [bolig, aktivitet]."
    )
    codes: dict[str, Share] = Field(
        default={},
        description="The shares that are told; left out, one for each code in the base. Good: {rod: {direction: "
        "lower}}. Bad: {rød: {}}.",
    )
    outside: tuple[str, ...] = Field(
        default=("ukjent",),
        description="Codes that leave the base. Good: ['8', '9'] where they mean not relevant and not answered; [] "
        "to tell the share that is unknown.",
    )
    denominator: str = Field(
        default="TRUE", description="SQL: who is in the base, of those with a code in it. Good: kjonn = 'kvinne'."
    )
    ids: str = Field(
        default="{kolonne}_{kode}",
        pattern=r"^[a-z][a-z0-9_{}]*$|^\{kolonne\}[a-z0-9_{}]*$",
        description="How ids are made. Good: '{kolonne}', where only one share is told of each column.",
    )
    named: dict[str, Named] = Field(
        default={},
        description="Id as `ids` makes it -> what is other than for the rest. Good: {bolig_rod: {id: bostedslos}}. "
        "Bad: an entry of its own for bostedslos, so that the same figure is published twice.",
    )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, or the index, that it tells of."""
        return (self.of,) if isinstance(self.of, str) else self.of


class Level(_Part):
    """A level of an index. Good: `{least: 10, title: {nb: Høy, nn: Høg}}`."""

    least: float = Field(description="The fewest points that give the level; it holds up to the next level's.")
    title: TextsFile = Field(description="What the level is called.")


class Index(_Part):
    """A composite of columns, as a column in the expressions of others: `<id>_poeng`, and `<id>` with its levels.

    A row where one of the columns has a code without points has no index: unknown is never zero. An index is never
    computed over one that is delivered; it must not have the name of a column.
    """

    kind: Literal["index"] = Field(description="A column made of others; shares and means of it are told apart.")
    id: Id
    title: TextsFile = Field(description="What it is called. Good: {nb: Samlet belastning, nn: Samla belastning}.")
    ours: bool = Field(
        description="true where the points or the limits are our own; then every figure made of it says so. Good: "
        "true, for an example rule. Bad: false, without a source in the definition."
    )
    definition: TextsFile = Field(description="Which rule, by whom, from where. Good: names the publication.")
    points: dict[str, dict[str, float]] = Field(
        min_length=1,
        description="Column, or another index -> code -> points. Good: {bolig: {gronn: 0, gul: 1, rod: 2}}. Bad: "
        "{bolig: {ukjent: 0}}, which makes unknown good.",
    )
    levels: dict[str, Level] = Field(
        default={},
        description="Code -> the level, from the lowest on. Good: {lav: {least: 0, …}, hoy: {least: 8, …}}. Bad: "
        "a lowest level that begins above the fewest possible points.",
    )


Entry = Indicator | Distribution | Index
"""One entry of `indicators.yaml`."""


_OF_MORE: dict[str, type[Distribution] | type[Index]] = {"distribution": Distribution, "index": Index}
KINDS = (*IndicatorKind, *_OF_MORE)
"""What an entry may be of."""


def shape_of(kind: object) -> type[Indicator] | type[Distribution] | type[Index]:
    """The shape of an entry of `kind`; of one that does not exist, that of a single figure, which refuses it."""
    return _OF_MORE.get(str(kind), Indicator)
