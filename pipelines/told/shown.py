"""A figure as words: number with unit, interval, n. Digits are the published ones; nothing is rounded twice."""

from __future__ import annotations

from decimal import Decimal

from pipelines.published import Figure, Indicator, Status
from pipelines.texts import text
from pipelines.texts.numbers import number, own_decimals, rounded, unit_words, with_unit
from pipelines.told.missing import why_missing

PERCENT = "prosent"
RATE, MEAN = "rate", "mean"
DASH = "–"
BORROWED = "wilson_designeffekt"
"""How an interval is made (`metode`) that must be marked where it is shown."""


def decimals(figure: Figure, indicator: Indicator) -> int:
    """How many decimals: one for a computed share, rate or mean, else none; as many as it was delivered with."""
    if figure.computed:
        return 1 if relative(indicator) or indicator.type == MEAN else 0
    return own_decimals(figure.verdi or 0.0)


def value(figure: Figure | None, indicator: Indicator, language: str = "nb") -> str:
    """«74,0 %», «1 948», «51 %», or the sign and the words for no number."""
    missing = why_missing(figure, language)
    if missing is not None or figure is None or figure.verdi is None:
        return missing.label if missing else ""
    return with_unit(figure.verdi, indicator.enhet, decimals(figure, indicator), language)


def interval(figure: Figure | None, indicator: Indicator, language: str = "nb") -> str:
    """«73,4–74,6 %»; empty without one."""
    if figure is None or not figure.has_value or figure.ki_lav is None or figure.ki_hoy is None:
        return ""
    places = decimals(figure, indicator)
    low = number(figure.ki_lav, places, language)
    return f"{low}{DASH}{with_unit(figure.ki_hoy, indicator.enhet, places, language)}"


def relative(indicator: Indicator) -> bool:
    """Whether places of different size can be held against each other by it."""
    return indicator.enhet == PERCENT or indicator.type == RATE


def unsure(figure: Figure | None, language: str = "nb") -> str:
    """«usikkert grunnlag» where too few took part; empty else."""
    return text("grenser.unsure", language) if figure is not None and figure.status is Status.UNCERTAIN else ""


def marks(figure: Figure | None, language: str = "nb") -> str:
    """What a reader must know beside a number: «usikkert grunnlag», «avrundet», both or nothing."""
    rounded_ = figure is not None and figure.has_value and figure.avrundet is not None
    said = (unsure(figure, language), text("avrunding.merke", language) if rounded_ else "")
    return ", ".join(mark for mark in said if mark)


def count(n: int | None, language: str = "nb") -> str:
    """A whole number; empty when there is none."""
    return "" if n is None else number(n, 0, language)


def basis(figure: Figure | None, language: str = "nb") -> str:
    """«n = 1 508»; empty for a figure without a number, or without anything that it is of."""
    if figure is None or not figure.has_value or figure.nevner is None:
        return ""
    return text("dashboard.card_n", language, n=count(figure.nevner, language))


def percent(share: float | None, language: str = "nb", places: int = 0) -> str:
    """A share of 0–100 as «68 %»; empty when there is none."""
    return "" if share is None else with_unit(share, PERCENT, places, language)


def difference(new: Figure, old: Figure, indicator: Indicator) -> Decimal | None:
    """New minus old in the digits shown, so that the reader's own subtraction agrees; None without both values."""
    if new.verdi is None or old.verdi is None or not (new.has_value and old.has_value):
        return None
    places = max(decimals(new, indicator), decimals(old, indicator))
    return rounded(new.verdi, places) - rounded(old.verdi, places)


def difference_text(new: Figure, old: Figure, indicator: Indicator, language: str = "nb") -> str:
    """«3,0 prosentpoeng høyere», «44 lavere», «uendret»; empty without both values."""
    change = difference(new, old, indicator)
    if change is None:
        return ""
    if change == 0:
        return text("dashboard.change_none", language)
    size = number(float(abs(change)), max(0, -int(change.as_tuple().exponent)), language)
    unit = _difference_unit(indicator, language)
    word = text("dashboard.change_higher" if change > 0 else "dashboard.change_lower", language)
    return " ".join(part for part in (size, unit, word) if part)


def amount(size: float, indicator: Indicator, language: str = "nb") -> str:
    """The size of a difference, with one decimal: «1,2 prosentpoeng», «−0,4 per 1 000»."""
    return " ".join(part for part in (signed(size, language), _difference_unit(indicator, language)) if part)


def signed(size: float, language: str = "nb") -> str:
    """A difference with one decimal and a minus as it is printed: «−3,9»."""
    return number(size, 1, language).replace("-", "−")


def whole(size: int, language: str = "nb") -> str:
    """A difference in whole points: «−2»."""
    return number(size, 0, language).replace("-", "−")


def estimated(figure: Figure | None, language: str = "nb") -> str:
    """«anslått intervall» where a sample of few municipalities has borrowed the land's uncertainty; empty else."""
    return text("vurdering.anslatt", language) if figure is not None and figure.metode == BORROWED else ""


def unit_title(indicator: Indicator, language: str = "nb") -> str:
    """The unit in words, as an axis title: «Andel i prosent», «Antall», «Årsverk»."""
    known = {PERCENT: "dashboard.axis_percent", "antall": "dashboard.axis_count", "kommuner": "dashboard.axis_kommuner"}
    if indicator.enhet in known:
        return text(known[indicator.enhet], language)
    unit = unit_words(indicator.enhet, language)
    return unit[:1].upper() + unit[1:]


def _difference_unit(indicator: Indicator, language: str) -> str:
    if indicator.enhet == PERCENT:
        return text("dashboard.percentage_points", language)
    return "" if indicator.enhet in ("antall", "kommuner") else unit_words(indicator.enhet, language)
