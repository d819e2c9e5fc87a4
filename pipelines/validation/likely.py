"""What has probably happened to a value that breaks a rule, and how to mend it.

Spreadsheets take codes for dates and numbers, exports add decimals, and statistics have signs where there is no figure.
Something is said only where the value itself tells; otherwise the ordinary words of `messages` stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.contracts.excel_form_words import exact_digits
from pipelines.contracts.model import Column, Form
from pipelines.contracts.spelling import without_decimals
from pipelines.texts import text

_DATE = re.compile(r"\d{4}-(\d\d)-(\d\d)(?:[ T][\d:.]+)?")
_BELOW = re.compile(r"[<>≤≥]\s*\d+")
_SIGNS = frozenset((":", ".", "..", "...", "-", "–", "*"))


def likely(form: Form, columns: Sequence[Column], value: str | None, language: str = "nb") -> str | None:
    """What has probably happened to `value` and what to do, or None when the value does not tell.

    Args:
        form: whose other columns may have a place for what stands here.
        columns: that the finding is about; only findings about one are explained.
        value: as it is shown.
        language: of the sentence.
    """
    if value is None or len(columns) != 1:
        return None
    column = columns[0]
    whole = without_decimals(value) or value
    if (column.codes or column.type != "string") and whole != value and _belongs(column, whole):
        return text("forslag.desimaler", language, riktig=whole)
    if not column.codes and column.type == "string":
        return _of_digits(column, value, whole, language)
    if date := _DATE.fullmatch(value):
        return text("forslag.dato", language, dag=int(date[2]), maaned=int(date[1]))
    return None if column.codes else _of_number(form, value, language)


def _belongs(column: Column, value: str) -> bool:
    return value in column.harmonised if column.codes else column.type == "integer"


def _of_digits(column: Column, value: str, whole: str, language: str) -> str | None:
    """A code of a fixed number of digits that a spreadsheet took for a number."""
    digits = exact_digits(column)
    if digits is None:
        return None
    if _DATE.fullmatch(value):
        return text("forslag.dato_kode", language)
    if whole.isascii() and whole.isdecimal() and len(whole) == digits - 1:
        return text("forslag.null_foran", language, riktig=f"0{whole}")
    return text("forslag.desimaler", language, riktig=whole) if whole != value and len(whole) == digits else None


def _of_number(form: Form, value: str, language: str) -> str | None:
    """A sign in a column of numbers that says why there is no number."""
    if _BELOW.fullmatch(value):
        return text("forslag.skjult_tall", language)
    if value not in _SIGNS:
        return None
    place = next((c.header for c in form.columns if value in c.harmonised), None)
    if place is None:
        return text("forslag.tegn", language)
    return text("forslag.tegn_plass", language, tegn=value, kolonne=place)
