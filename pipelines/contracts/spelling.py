"""The ways people write a code of the contract: its label in any language, our own code, «1 = Grønn», «1.0».

Says what a text means, never that it may pass: the file's codes are the only ones accepted. Spellings come from the
contract alone, so a text that is one of them tells nothing about anybody.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from pipelines.contracts.model import Code, Column

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_SIGNS = re.compile(r"[^\w+-]+|_")
_DECIMALS = re.compile(r"(-?\d+)[.,]0+")


class Spelled(NamedTuple):
    """A spelling of a code as the contract would write it, and the code."""

    written: str
    code: Code


def fold(text: str) -> str:
    """A text as it is compared with spellings: case, blanks, kinds of dashes and punctuation do not count."""
    flat = _DASHES.sub("-", unicodedata.normalize("NFC", text).casefold())
    return " ".join(word for word in _SIGNS.sub(" ", flat).split() if word.strip("-"))


def without_decimals(value: str) -> str | None:
    """«301» for «301.0» and «301,00»; None for what is no whole number written with decimals."""
    found = _DECIMALS.fullmatch(value)
    return found[1] if found else None


class Spellings:
    """Looks up what is written in one coded column. A spelling of two codes means neither."""

    def __init__(self, column: Column) -> None:
        self._codes: Mapping[str, Code] = {code.value: code for code in column.codes}
        self._known: dict[str, Spelled | None] = {}
        for code in column.codes:
            for written in (*code.label.values(), code.code):
                self._add(Spelled(written, code), fold(written))
                self._add(Spelled(f"{code.value} = {written}", code), fold(f"{code.value} {written}"))

    def _add(self, spelled: Spelled, key: str) -> None:
        other = self._known.setdefault(key, spelled)
        if other is not None and other.code is not spelled.code:
            self._known[key] = None

    def of(self, text: str) -> Spelled | None:
        """What a text that is no code of the file means, or None for a code and for what we do not know."""
        if text in self._codes:
            return None
        whole = without_decimals(text)
        if whole is not None and whole in self._codes:
            return Spelled(f"{whole}.0", self._codes[whole])
        return self._known.get(fold(text)) if fold(text) else None
