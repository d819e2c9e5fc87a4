"""Which of a municipality's own words may stand beside its figures: a note must not tell what a hidden figure hides.

Nothing ties the words to one figure («på kvinner har vi 3», written as a note on housing). So a note that tells a
number is held back wherever its municipality has anything hidden. A year is no such number. Words for everybody and
nobody are not known here: «alle ansatte» is how people write.
"""

from __future__ import annotations

import re
import unicodedata

import polars as pl

from pipelines.intake.identity import find
from pipelines.published import Status

_YEAR = re.compile(r"(?<!\d)20[0-9]{2}(?!\d)")
_SMALL = "null|én|éin|éi|ett|eitt|to|tre|fire|fem|seks|sju|syv|åtte|ni|ti|elleve|elve|tolv|begge|halvparten"
_LARGER = "tretten|trettan|tretti|fjort|femt|sekst|sytt|åtti|att(?:en|an)|nitt|tjue|tyve|tredv|førti|førr|hundre|tusen"
_NUMBER_WORD = re.compile(rf"\b(?:(?:{_SMALL})\b|(?:{_LARGER}))")


def tells_number(words: str) -> bool:
    """Whether `words` hold a number, in digits of any script or in letters, that is not a year of this century."""
    if any(sign.isnumeric() for sign in _YEAR.sub("", words)):  # as written: normalised, «20²²» is a year
        return True
    return _NUMBER_WORD.search(unicodedata.normalize("NFKC", words).casefold()) is not None


def with_hidden_figures(cube: pl.DataFrame) -> frozenset[str]:
    """The numbers, in either view of borders, of municipalities that have a figure that is hidden or rounded.

    So has a municipality with a district that has one.

    Args:
        cube: the protected cube; any survey and any year count.
    """
    local = pl.col("regiontype").is_in(["kommune", "bydel"])
    hidden = cube.filter(local, (pl.col("status") == Status.HIDDEN) | pl.col("avrundet").is_not_null())
    return frozenset(hidden["regionkode"].str.slice(0, 4))


def may_be_published(words: str, *, beside_hidden: bool) -> bool:
    """Whether a note may stand in a release.

    Args:
        words: the note.
        beside_hidden: whether its municipality has hidden figures.
    """
    # Screened when it was written, too; what is known of identity numbers may have grown since.
    return find(words) is None and not (beside_hidden and tells_number(words))
