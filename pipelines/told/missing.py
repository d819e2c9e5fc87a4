"""The kinds of "no number": SSB's sign, two words, and a sentence that says why. Never alike, and never like zero."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.published import SIGNS, Figure, Status
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_HIDDEN, SIGN_MISSING
from pipelines.told.words import joined

ABSENT = "mangler_rad"
LOW_BASE = "lav_base"
NONE_LEFT = f"{Status.NO_DENOMINATOR}_avrundet"
"""A base that is rounded to nobody, which does not say that nobody is there."""
SEVERAL_NOT_MAPPED = f"{Status.NOT_MAPPED}_flere"
"""A region all of whose municipalities have declared that they do not map."""


@dataclass(frozen=True)
class Missing:
    """Why there is no number: `kind` is the status or that no row is there, `short` two words, `reason` a sentence."""

    kind: str
    sign: str
    short: str
    reason: str

    @property
    def label(self) -> str:
        """Sign and words together, as in a table cell."""
        return f"{self.sign} {self.short}"


def why_missing(figure: Figure | None, language: str = "nb") -> Missing | None:
    """Why `figure` has no number to show; None when it has one.

    Args:
        figure: None where the release has no row at all for the place and year.
    """
    if figure is None:
        return _missing(ABSENT, SIGN_MISSING, language)
    if figure.has_value:
        return None
    if figure.status is Status.HIDDEN:
        kind = f"{Status.HIDDEN}_{LOW_BASE if figure.arsak == LOW_BASE else 'personvern'}"
        return _missing(kind, SIGN_HIDDEN, language)
    if figure.status is Status.NOT_MAPPED and figure.regiontype != "kommune":
        return _missing(SEVERAL_NOT_MAPPED, SIGN_MISSING, language)
    sign = SIGNS.get(figure.status)
    if sign is None:  # said to be ok, yet without a value
        return _missing(ABSENT, SIGN_MISSING, language)
    none_left = figure.status is Status.NO_DENOMINATOR and figure.avrundet is not None
    return _missing(NONE_LEFT if none_left else str(figure.status), sign, language)


def by_reason(gaps: Iterable[tuple[int, Missing]]) -> list[tuple[Missing, list[int]]]:
    """Years without a number gathered by why, in the order of each reason's first year."""
    found: dict[str, tuple[Missing, list[int]]] = {}
    for year, missing in sorted(gaps, key=lambda gap: gap[0]):
        found.setdefault(missing.kind, (missing, []))[1].append(year)
    return list(found.values())


def gap_sentences(gaps: Iterable[tuple[int, Missing]], language: str = "nb") -> list[str]:
    """«2015, 2017 og 2019 (:): Tallet er skjult …», one for each reason."""
    return [
        text("dashboard.gap_note", language, years=joined([str(year) for year in years], language), sign=missing.sign,
             reason=missing.reason)
        for missing, years in by_reason(gaps)
    ]  # fmt: skip


def signs(language: str = "nb") -> list[Missing]:
    """Every kind there is, for the page that explains the signs."""
    hidden = [_missing(f"{Status.HIDDEN}_{why}", SIGN_HIDDEN, language) for why in ("personvern", LOW_BASE)]
    others = [_missing(str(status), sign, language) for status, sign in SIGNS.items() if status is not Status.HIDDEN]
    rounded = _missing(NONE_LEFT, SIGNS[Status.NO_DENOMINATOR], language)
    return [*hidden, *others, rounded, _missing(ABSENT, SIGN_MISSING, language)]


def _missing(kind: str, sign: str, language: str) -> Missing:
    return Missing(
        kind, sign, text(f"dashboard.missing_{kind}_short", language), text(f"dashboard.missing_{kind}", language)
    )
