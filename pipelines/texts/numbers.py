"""Numbers, units and dates as Norwegians write them, or in English; and SSB's signs for a missing number."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal

from pipelines.texts import MissingText, current_language, text

TIME_ZONE = "Europe/Oslo"

SIGN_HIDDEN = ":"
SIGN_NOT_APPLICABLE = "."
SIGN_MISSING = ".."


def rounded(value: float, decimals: int = 0) -> Decimal:
    """`value` with halves rounded away from zero, as published tables are; floats are read as they print."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0  # + 0: never «-0,0»


def number(value: float, decimals: int = 0, language: str | None = None) -> str:
    """`1948` -> «1 948» (with a no-break space); `74.0, decimals=1` -> «74,0». Halves are rounded away from zero.

    Without a language, as it is written in the one that is being spoken.
    """
    return _number(value, decimals, language or current_language())


@lru_cache(maxsize=50_000)  # a page sets a thousand numbers, most of them also on the page before
def _number(value: float, decimals: int, language: str) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(rounded(value, decimals), format=pattern, locale=language)


def with_unit(value: float, unit: str, decimals: int | None = None, language: str = "nb") -> str:
    """A number with its unit: «74,0 %», «1 948», «11 063 årsverk».

    Args:
        value: the number, percent as 0–100.
        unit: the indicator's unit as published (`prosent`, `antall`, `årsverk`, …).
        decimals: default one for percent and rates, as many as the number has (at most two) for reported ones else.
    """
    if decimals is None:
        decimals = 1 if unit == "prosent" else own_decimals(value)
    shown = number(value, decimals, language)
    if unit == "prosent":
        return text("enhet.i_prosent", language, n=shown)
    return shown if unit in ("antall", "kommuner") else f"{shown} {unit_words(unit, language)}"


def unit_words(unit: str, language: str = "nb") -> str:
    """What an indicator's unit is called: «årsverk», "full-time equivalents"; as it stands where no text names it."""
    try:
        return text(f"enhet.{unit.replace('.', '').replace(' ', '_')}", language) if unit else ""
    except MissingText:
        return unit


def timestamp(moment: datetime, language: str = "nb") -> str:
    """«23. november 2026 kl. 08.05»: Norwegian time. A moment without a zone is in UTC, as the register keeps them."""
    pattern = "d MMMM y 'at' HH:mm" if language == "en" else "d. MMMM y 'kl.' HH.mm"
    return format_datetime(moment, pattern, tzinfo=get_timezone(TIME_ZONE), locale=language)


def date_text(day: date, language: str = "nb") -> str:
    """«23. november 2026», "23 November 2026"."""
    return format_date(day, "d MMMM y" if language == "en" else "d. MMMM y", locale=language)


def own_decimals(value: float) -> int:
    """How many decimals, at most two, a delivered figure has: 51.0 -> 0, 1.26 -> 2."""
    return next(d for d in (0, 1, 2) if d == 2 or abs(value - round(value, d)) < 1e-9)
