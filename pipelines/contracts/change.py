"""What can change between two versions of a form: the closed list, what each kind demands, and one change as a value.

How a change is found is `diff`'s; which indicators it touches is for `indicators`.

A change is **breaking** when a file that was right is no longer read as before, or its answers mean something else;
**tightening** when a file that was right may now be refused or remarked on; **loosening** when more is accepted than
before and nothing less; **editorial** when the same files pass and mean the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum


class Weight(StrEnum):
    """The class of a change, the heaviest first."""

    BREAKING = "brytende"
    TIGHTENING = "innstramming"
    LOOSENING = "lempning"
    EDITORIAL = "redaksjonell"

    @property
    def step(self) -> int:
        """Which number of the version must grow: 0 major, 1 minor, 2 patch."""
        return {Weight.BREAKING: 0, Weight.EDITORIAL: 2}.get(self, 1)


class Side(StrEnum):
    """Whether a change is in what is asked, or only in how the file looks."""

    MEANING = "innhold"
    LAYOUT = "oppsett"


class Effect(StrEnum):
    """What a change does to a series of figures that use the column, the worst first."""

    ENDS = "slutter"
    BREAKS = "brudd"
    BEGINS = "begynner"
    CAUTION = "forbehold"
    NONE = "ingen"


class What(Enum):
    """Each kind of change: its key (and that of its sentence, `endring.<key>`), class, side and effect."""

    COLUMN_REMOVED = "kolonne_borte", Weight.BREAKING, Side.MEANING, Effect.ENDS
    COLUMN_REQUIRED = "kolonne_ny_pakrevd", Weight.BREAKING, Side.MEANING, Effect.BEGINS
    COLUMN_OPTIONAL = "kolonne_ny_valgfri", Weight.LOOSENING, Side.MEANING, Effect.BEGINS
    COLUMN_RENAMED = "kolonne_nytt_navn", Weight.BREAKING, Side.MEANING, Effect.BREAKS
    CODE_MEANING = "kode_ny_betydning", Weight.BREAKING, Side.MEANING, Effect.BREAKS
    CODE_REMOVED = "kode_borte", Weight.TIGHTENING, Side.MEANING, Effect.BREAKS
    CODE_ADDED = "kode_ny", Weight.LOOSENING, Side.MEANING, Effect.CAUTION
    CODE_LABEL = "kode_tekst", Weight.EDITORIAL, Side.MEANING, Effect.NONE
    ROLE = "rolle", Weight.BREAKING, Side.MEANING, Effect.CAUTION
    TYPE_NARROWED = "type_smalere", Weight.TIGHTENING, Side.MEANING, Effect.NONE
    TYPE_WIDENED = "type_videre", Weight.LOOSENING, Side.MEANING, Effect.NONE
    MADE_REQUIRED = "blitt_pakrevd", Weight.TIGHTENING, Side.MEANING, Effect.NONE
    MADE_OPTIONAL = "blitt_valgfri", Weight.LOOSENING, Side.MEANING, Effect.CAUTION
    RANGE_NARROWED = "verdier_smalere", Weight.TIGHTENING, Side.MEANING, Effect.NONE
    RANGE_WIDENED = "verdier_videre", Weight.LOOSENING, Side.MEANING, Effect.NONE
    RULE_ADDED = "regel_ny", Weight.TIGHTENING, Side.MEANING, Effect.NONE
    RULE_REMOVED = "regel_borte", Weight.LOOSENING, Side.MEANING, Effect.NONE
    RULE_STRICTER = "regel_strengere", Weight.TIGHTENING, Side.MEANING, Effect.NONE
    RULE_MILDER = "regel_mildere", Weight.LOOSENING, Side.MEANING, Effect.NONE
    RULE_WORDS = "regel_tekst", Weight.EDITORIAL, Side.MEANING, Effect.NONE
    TITLE = "tittel", Weight.EDITORIAL, Side.MEANING, Effect.NONE
    ASSUMED = "antatt", Weight.EDITORIAL, Side.MEANING, Effect.NONE
    DESCRIPTION = "beskrivelse", Weight.EDITORIAL, Side.MEANING, Effect.NONE
    HEADER = "overskrift", Weight.BREAKING, Side.LAYOUT, Effect.NONE
    CODE_VALUE = "kode_skrives_annerledes", Weight.BREAKING, Side.LAYOUT, Effect.NONE
    COLUMN_ORDER = "kolonner_rekkefolge", Weight.EDITORIAL, Side.LAYOUT, Effect.NONE
    CODE_ORDER = "koder_rekkefolge", Weight.EDITORIAL, Side.LAYOUT, Effect.NONE
    EXAMPLE = "eksempel", Weight.EDITORIAL, Side.LAYOUT, Effect.NONE
    FORM_TITLE = "skjema_tittel", Weight.EDITORIAL, Side.LAYOUT, Effect.NONE
    FILE_LAYOUT = "filformat", Weight.EDITORIAL, Side.LAYOUT, Effect.NONE

    def __init__(self, key: str, weight: Weight, side: Side, effect: Effect) -> None:
        self.key = key
        self.weight = weight
        self.side = side
        self.effect = effect


@dataclass(frozen=True)
class Change:
    """One change, in words. `column` is our name for it, None for the form as a whole; `codes` are ours, if any."""

    what: What
    message: str
    column: str | None = None
    codes: frozenset[str] = frozenset()
