"""Norwegian identity numbers in text: found by arithmetic, never shown.

Eleven digits DDMMYY-iiikk, with blanks, dots, dashes and the like anywhere between them. Covered: fødselsnummer,
D-number (day + 40), H-number and NAV's synthetic series (month + 40), Norsk Helsenett's (+ 65), Skatteetaten's (+ 80),
FH-number (no date, begins with 8 or 9), and numbers given from 2032, whose first check digit may be up to three off
(<https://skatteetaten.github.io/folkeregisteret-api-dokumentasjon/nytt-fodselsnummer-fra-2032/>). A number that Excel
took for an amount has lost its leading zero, so a cell of exactly ten digits is tried with the zero put back.
Bank accounts pass the second check digit always and the first often, so a date must be plausible as well.
This module looks at one text at a time; `identity_scan` looks at files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from stdnum.no import fodselsnummer

# Between two digits: blank, dot, slash, underscore, any dash, and signs that do not show (soft hyphen, zero width).
_DASHES = "-\u00ad\u058a\u05be\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
_INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_BETWEEN = rf"\s\x1c-\x1f./_{_INVISIBLE}{_DASHES.replace('-', chr(92) + '-')}"
CANDIDATE = rf"\d(?:[{_BETWEEN}]*\d){{9}}"
"""Ten digits or more in a row, for Polars; a cell that does not match holds no identity number."""

_RUN = re.compile(rf"\d[\d{_BETWEEN}]*")
_DIGITS = re.compile(r"\d+")

DAY_SERIES = (0, 40)
MONTH_SERIES = (0, 40, 65, 80)
DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MASK = "«…»"


class Certainty(StrEnum):
    """How surely digits are an identity number."""

    SURE = "sikker"
    DOUBTFUL = "tvil"


def classify(digits: str) -> Certainty | None:
    """What eleven ASCII digits are: `SURE`, `DOUBTFUL` (check digits hold, but there is no such date), or None."""
    if int(digits) == 0 or digits[10] != fodselsnummer.calc_check_digit2(digits[:10]):
        return None
    # The remainder of the weighted sum with the digit itself: 0 by the old rule, 0-3 from 2032.
    off = (int(digits[9]) - int(fodselsnummer.calc_check_digit1(digits[:9]))) % 11
    if off == 0 and (_plausible_date(digits) or digits[0] in "89"):
        return Certainty.SURE
    if off <= 3 and _plausible_date(digits):
        return Certainty.SURE
    return Certainty.DOUBTFUL if off == 0 else None


def _plausible_date(digits: str) -> bool:
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:6])
    for more in MONTH_SERIES:
        if 1 <= month - more <= 12:
            last = DAYS[month - more - 1] - (month - more == 2 and year % 4 != 0)
            return any(1 <= day - d <= last for d in DAY_SERIES)
    return False


def find(value: str) -> Certainty | None:
    """The surest identity number in `value`, or None."""
    found = {certainty for _, _, certainty in _places(value)}
    return Certainty.SURE if Certainty.SURE in found else Certainty.DOUBTFUL if found else None


def mask(value: str) -> str:
    """`value` with every identity number, sure or doubtful, replaced by «…»."""
    shown, end = "", 0
    for start, stop, _ in _places(value):
        if start >= end:
            shown, end = shown + value[end:start] + MASK, stop
        else:
            end = max(end, stop)
    return shown + value[end:]


def _places(value: str) -> Iterator[tuple[int, int, Certainty]]:
    """Start, stop and certainty of every identity number, in order of start."""
    stripped = value.strip()
    if len(stripped) == 10 and stripped.isdecimal():
        certainty = classify("0" + _ascii(stripped))
        if certainty:
            yield 0, len(value), certainty
        return
    for run in _RUN.finditer(value):
        groups = [(m.start(), m.end(), _ascii(m.group())) for m in _DIGITS.finditer(value, *run.span())]
        for first in range(len(groups)):
            yield from _from_group(groups, first)


def _from_group(groups: list[tuple[int, int, str]], first: int) -> Iterator[tuple[int, int, Certainty]]:
    """Numbers that begin where the group `first` begins and end where a group ends."""
    digits = ""
    for _, stop, more in groups[first:]:
        digits += more
        if len(digits) > 13:
            return
        if len(digits) == 11 and (certainty := classify(digits)):
            yield groups[first][0], stop, certainty
        # 31.12.1999 12345: the year written out
        if len(digits) == 13 and len(digits) > len(more) and digits[4:6] in ("18", "19", "20"):
            certainty = classify(digits[:4] + digits[6:])
            if certainty is Certainty.SURE:
                yield groups[first][0], stop, certainty


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(int(d)) for d in digits)
