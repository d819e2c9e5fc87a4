"""How alike two headers are, and what else a column may be called. Judges texts; decides nothing about a file."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

from pipelines.contracts.spelling import fold

LIKE = 0.8
"""Headers less alike than this are not taken for each other."""

CLEAR = 0.05
"""The best likeness must be this much better than the next: of two that are equally near, none is suggested."""

SHORTEST = 4
"""Shorter headers (IP, LAR) are alike only when they are equal: one letter is a third of them."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NORWEGIAN = {"ø": "o", "æ": "a", "å": "a", "oe": "o", "ae": "a", "aa": "a", "nummer": "nr"}
_FOLDED = re.compile("|".join(_NORWEGIAN))


def loose(header: str) -> str:
    """A header without what people write differently: «Kommune-nummer *» and «kommunenr.» are the same."""
    words = fold(header).replace("-", "").replace(" ", "")
    return unicodedata.normalize("NFC", _FOLDED.sub(lambda m: _NORWEGIAN[m[0]], words))


class Name(NamedTuple):
    """A header taken apart: as loosely written, with and without what stands in parentheses, and its words."""

    written: frozenset[str]
    words: frozenset[str]

    @classmethod
    def of(cls, header: str) -> Name:
        """The header's."""
        return cls(frozenset({loose(header), loose(_ASIDE.sub(" ", header))} - {""}), frozenset(fold(header).split()))


def likeness(one: Name, other: Name) -> float:
    """How alike two headers are: 1 for the same, 0 for nothing in common.

    The best of the letters they share in order and the words they share. Short ones are alike or not at all.
    """
    if one.written & other.written:
        return 1.0
    letters = max((_letters(a, b) for a in one.written for b in other.written), default=0.0)
    several = min(len(one.words), len(other.words)) > 1
    return max(letters, len(one.words & other.words) / len(one.words | other.words) if several else 0.0)


def _letters(one: str, other: str) -> float:
    shorter, longer = sorted((len(one), len(other)))
    if shorter < SHORTEST or 2 * shorter < LIKE * (shorter + longer):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= LIKE else 0.0


def clearly_nearest(nearness: Mapping[str, float]) -> str | None:
    """The key that is near enough, and clearly nearer than every other."""
    ranked = sorted(nearness.items(), key=lambda pair: -pair[1])
    if not ranked or ranked[0][1] < LIKE:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] - ranked[1][1] >= CLEAR else None


def best(header: Name, called: Iterable[Name]) -> float:
    """How alike a header is to the most alike of several names."""
    return max((likeness(header, name) for name in called), default=0.0)
