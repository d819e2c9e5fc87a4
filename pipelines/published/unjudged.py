"""Why a figure has no change, comparison, trend, rank or goal status: the list a release chooses from.

Why there is no figure at all is `values.Status`; what each reason is called is the page's.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from pipelines.texts.numbers import SIGN_HIDDEN, SIGN_MISSING, SIGN_NOT_APPLICABLE


class Unjudged(StrEnum):
    """A reason. The list only grows: a release that is frozen keeps the words it was frozen with."""

    FIRST = "forste_tall"
    """No earlier figure of the series."""
    BREAK = "brudd"
    """The earlier figures lie before a declared break."""
    FEW_POINTS = "for_fa_punkter"
    NO_VARIATION = "uten_variasjon"
    LATER = "senere_tall"
    """Told at a later figure of the series."""
    NO_INTERVAL = "uten_intervall"
    NO_COUNTS = "uten_antall"
    """A reported figure that came without numerator and denominator."""
    NOT_SUITED = "ikke_egnet"
    """What the figure is cannot be judged so: a number of persons is no share."""
    NOT_RANKED = "ikke_for_rangering"
    """The catalogue says that single municipalities are not to be compared by it."""
    ONLY_MUNICIPALITIES = "bare_kommuner"
    IS_WHOLE = "er_helheten"
    """The place is what it would be held against."""
    NO_WHOLE = "helheten_mangler"
    """What it would be held against has no figure that is shown."""
    NO_GOAL = "uten_maal"
    LOW_BASE = "lav_base"
    LOW_COVERAGE = "lav_dekning"
    FEW_TOGETHER = "for_fa_i_begge"
    """Too few municipalities, or persons in them, took part both times."""
    ONLY_REGIONS = "bare_regioner"
    NOTHING_LATER = "ingen_senere_verdi"
    NO_BASELINE = "uten_utgangsverdi"
    NOT_ESTABLISHED = "ikke_etablert"
    RETIRED = "utgatt"
    NO_DIRECTION = "uten_retning"
    HIDDEN = "skjult"
    NO_VALUE = "ingen_verdi"
    NO_VALUES = "ingen_verdier"


_NOT_APPLICABLE = frozenset({
    Unjudged.LATER, Unjudged.NOT_SUITED, Unjudged.NOT_RANKED, Unjudged.ONLY_MUNICIPALITIES, Unjudged.IS_WHOLE,
    Unjudged.NO_GOAL, Unjudged.ONLY_REGIONS, Unjudged.RETIRED, Unjudged.NO_DIRECTION,
})  # fmt: skip
SIGNS = MappingProxyType({
    reason: SIGN_HIDDEN if reason in (Unjudged.NO_WHOLE, Unjudged.HIDDEN)
    else SIGN_NOT_APPLICABLE if reason in _NOT_APPLICABLE
    else SIGN_MISSING
    for reason in Unjudged
})  # fmt: skip
"""SSB's sign of each: «.» cannot be, «..» is not known, «:» is withheld."""
