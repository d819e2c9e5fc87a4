"""Finds what somebody means by a name that is not quite one of ours: in the search box, and in addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from difflib import SequenceMatcher

from pipelines.texts.borrowed import plain
from pipelines.told.words import alphabetical

LIKE = 0.72
"""Words less alike than this are not taken for each other."""
SHORTEST = 3
"""Shorter words are found where they begin another one, never by likeness: one letter is half of them."""
_NOT_LETTERS = re.compile(r"[^\w]+|_")


def find(wanted: str, known: Mapping[str, str], most: int = 8) -> list[str]:
    """The keys of `known` (key -> label) that `wanted` may mean, best first; none where nothing is near.

    A label that begins so comes first, then one with a word that begins so, then one that holds it, then those spelled
    nearly so. Every word of several must be found; capitals, accents and punctuation do not count.
    """
    words = _words(wanted)
    if not words:
        return []
    ranked = []
    for key, label in known.items():
        rank = _rank(words, _words(label))
        if rank is not None:
            ranked.append((rank, len(label), alphabetical(label), key))
    return [key for *_, key in sorted(ranked)[:most]]


def near(wanted: str, known: Mapping[str, str], most: int = 3) -> list[str]:
    """As `find`, for a key that there is not: its own spelling counts as well as the labels'."""
    by_key = find(wanted, {key: key for key in known}, most)
    return list(dict.fromkeys([*by_key, *find(wanted, known, most)]))[:most]


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFC", plain(text)).casefold()
    return [word for word in _NOT_LETTERS.split(folded) if word]


def _rank(wanted: list[str], label: list[str]) -> float | None:
    """How well a label fits: 0 begins so, 1 has words that begin so, 2 holds them, from 3 on spelled nearly so."""
    if label[: len(wanted) - 1] == wanted[:-1] and "".join(label[len(wanted) - 1 : len(wanted)]).startswith(wanted[-1]):
        return 0
    worst = 0.0
    for one in wanted:
        best = min((_distance(one, other) for other in label), default=9.0)
        if best >= 9:
            return None
        worst = max(worst, best)
    return worst


def _distance(one: str, other: str) -> float:
    if other.startswith(one):
        return 1
    if len(one) >= SHORTEST and one in other:
        return 2
    if len(one) < SHORTEST:
        return 9
    matcher = SequenceMatcher(None, one, other[: len(one) + 1], autojunk=False)
    if matcher.real_quick_ratio() < LIKE or matcher.quick_ratio() < LIKE:
        return 9
    alike = matcher.ratio()
    return 3 + (1 - alike) if alike >= LIKE else 9
