"""What a release says of a plan's goals, in words: the same on the page and in the terminal. No layout here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pipelines.contracts.plan_file import Plan, PlanGoal, PlanIndicator
from pipelines.published.assessment import SeriesBreak
from pipelines.published.plans import PlanStatus
from pipelines.published.values import COMPUTED
from pipelines.texts import text
from pipelines.texts.numbers import (
    SIGN_HIDDEN,
    SIGN_MISSING,
    SIGN_NOT_APPLICABLE,
    number,
    own_decimals,
    rounded,
    with_unit,
)

UNDECIDED = "kan_ikke_avgjores"
ELSEWHERE = "bare_landet"
"""The standing of an indicator that has figures for the whole country and none for the place."""
SIGNS = MappingProxyType({
    "nadd": "✓", "trolig_nadd": "(✓)", "trolig_ikke": "(✗)", "ikke_nadd": "✗", "riktig_retning": "+",
    "ingen_malbar_endring": "=", "feil_retning": "−", UNDECIDED: "?", "uten_retning": SIGN_NOT_APPLICABLE,
    "skjult": SIGN_HIDDEN, ELSEWHERE: SIGN_NOT_APPLICABLE, "ingen_verdier": SIGN_MISSING, "utgatt": SIGN_NOT_APPLICABLE,
    "ikke_etablert": SIGN_MISSING,
})  # fmt: skip
"""Standing -> its sign (SSB's where there is no number), in the order they are told. Words stand beside it."""
_OWN = frozenset({"skjult", "ingen_verdier", "ikke_etablert", "utgatt", "uten_retning"})
"""Reasons that are a standing of their own; the others say why something cannot be decided."""
JUDGED = frozenset({"nadd", "trolig_nadd", "trolig_ikke", "ikke_nadd", "riktig_retning", "ingen_malbar_endring",
                    "feil_retning"})  # fmt: skip
"""The standings that say something of the goal."""
_PERCENT = "prosent"
_POINTS = "prosentpoeng"


@dataclass(frozen=True)
class Standing:
    """How an indicator stands: which of `SIGNS`, its sign, its words, and why where that must be said."""

    kind: str
    sign: str
    words: str
    why: str

    @property
    def said(self) -> str:
        """Sign and words: «+ riktig retning»."""
        return f"{self.sign} {self.words}"


def standing(row: PlanStatus | None, land: PlanStatus | None, language: str = "nb") -> Standing:
    """How an indicator stands in a place.

    Args:
        row: what the release says of it there; None where it says nothing.
        land: what it says of it in the whole country.
    """
    kind = _kind(row, land)
    reason = row.arsak if row is not None and kind == UNDECIDED else None
    why = text(f"planstatus.hvorfor_{reason}", language) if reason else ""
    return Standing(kind, SIGNS[kind], text(f"planstatus.status_{kind}", language), why)


def _kind(row: PlanStatus | None, land: PlanStatus | None) -> str:
    if row is None and land is not None and land.siste_verdi is not None:
        return ELSEWHERE
    said = row or land
    if said is None:
        return "ingen_verdier"
    return said.arsak if said.arsak in _OWN else said.status


def value(of: float | None, row: PlanStatus, indicator: PlanIndicator, language: str = "nb") -> str:
    """«13 936 årsverk», «54 %»; empty without a value."""
    return "" if of is None else with_unit(of, indicator.unit or "", row.desimaler or 0, language).strip()


def change(row: PlanStatus, indicator: PlanIndicator, language: str = "nb") -> str:
    """«9 prosentpoeng høyere», «584 lavere», «uendret»: of the digits shown. Empty without both values."""
    if row.endring is None or row.siste_verdi is None or row.utgangsverdi is None:
        return ""
    decimals = row.desimaler or 0
    moved = rounded(row.siste_verdi, decimals) - rounded(row.utgangsverdi, decimals)
    if moved == 0:
        return text("planstatus.uendret", language)
    size = _amount(float(abs(moved)), decimals, indicator, language)
    return text("planstatus.hoyere" if moved > 0 else "planstatus.lavere", language, size=size)


def change_interval(row: PlanStatus, indicator: PlanIndicator, language: str = "nb") -> str:
    """«−3 til 11 prosentpoeng»; empty where there is none, and where nothing was drawn by chance."""
    if row.endring_lav is None or row.endring_hoy is None or indicator.exact:
        return ""
    low = number(row.endring_lav, row.desimaler or 0, language)
    high = _amount(row.endring_hoy, row.desimaler or 0, indicator, language)
    return text("planstatus.intervall", language, low=low, high=high).replace("-", "\N{MINUS SIGN}")


def _amount(size: float, decimals: int, indicator: PlanIndicator, language: str) -> str:
    unit = _POINTS if indicator.unit == _PERCENT else indicator.unit or ""
    return with_unit(size, unit, decimals, language).strip()


def better(indicator: PlanIndicator, language: str = "nb") -> str:
    """Which way is better: «høyere», or that it is not established."""
    way = indicator.direction or "ukjent"
    return text(f"planstatus.bedre_{way}", language)


def target(indicator: PlanIndicator, language: str = "nb") -> str:
    """«under 40 dager», «25 % lavere», «500»; empty where the goal has no number."""
    wanted = indicator.target
    if wanted is None:
        return ""
    decimals = own_decimals(wanted.value)
    if wanted.change:
        size = with_unit(abs(wanted.value), _PERCENT, decimals, language)
        return text("planstatus.lavere" if wanted.value < 0 else "planstatus.hoyere", language, size=size)
    said = with_unit(wanted.value, indicator.unit or "", decimals, language).strip()
    if not wanted.strict:
        return said
    return text("planstatus.under" if indicator.direction == "lower" else "planstatus.over", language, n=said)


def source(row: PlanStatus | None, plan: Plan, indicator: PlanIndicator, language: str = "nb") -> str:
    """Where the latest value comes from, with its vintage; where the indicator does, when there is no value."""
    if row is None or row.siste_kilde is None:
        return named(plan, indicator.sources)
    if row.siste_kilde == COMPUTED:
        return text("planstatus.beregnet_syntetisk" if row.syntetisk else "planstatus.beregnet", language)
    said = plan.sources.get(row.siste_kilde, row.siste_kilde)
    if row.siste_argang is None:
        return said
    return text("planstatus.argang", language, source=said, vintage=row.siste_argang)


def goal_title(goal: PlanGoal, language: str = "nb") -> str:
    """«Mål 1: Det skal sikres …»; the overall effort is no numbered goal."""
    said = goal.title.said(language)
    return text("planstatus.mal", language, n=goal.number, title=said) if goal.number else said


def named(plan: Plan, sources: Iterable[str]) -> str:
    """The sources with these ids, in words."""
    return "; ".join(plan.sources[one] for one in sources)


def notes(
    row: PlanStatus | None, indicator: PlanIndicator, breaks: Iterable[SeriesBreak], language: str = "nb"
) -> list[str]:
    """What a reader must know of the indicator: what came after a break, and the plan's note on reported values."""
    computed = row is not None and row.siste_kilde == COMPUTED
    said = [indicator.note.said(language)] if indicator.note and not computed else []
    if row is None or row.nyeste_aar is None or row.nyeste_verdi is None:
        return said
    newer = value(row.nyeste_verdi, row, indicator, language)
    after = row.siste_aar or row.nyeste_aar
    why = [one.why(language) for one in breaks if one.hindrer and after < one.aar <= row.nyeste_aar]
    return [*why, text("planstatus.nyere", language, year=row.nyeste_aar, value=newer), *said]  # fmt: skip


def tally(standings: Sequence[Standing], language: str = "nb") -> str:
    """«3 går i riktig retning, 4 kan ikke avgjøres og 2 er ikke etablert»; empty without any."""
    counted = [(kind, sum(one.kind == kind for one in standings)) for kind in SIGNS]
    parts = [text(f"planstatus.antall_{kind}", language, n=n) for kind, n in counted if n]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {text('planstatus.og', language)} {parts[-1]}"
