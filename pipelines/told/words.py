"""Small things of language that several sentences need."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.texts import text
from pipelines.texts.borrowed import BEGIN

# Æ, Ø and Å come last, in that order; letters of Sámi names stand with the letter they are written like.
_LAST = {"æ": "{", "ø": "|", "å": "}"}  # the three signs after z
_SAMI = {"á": "a", "č": "c", "đ": "d", "ŋ": "n", "š": "s", "ŧ": "t", "ž": "z"}
_ALPHABET = str.maketrans(_LAST | _SAMI)


def alphabetical(name: str) -> str:
    """A sorting key for the Norwegian alphabet, the same on every machine whatever its locale."""
    return name.lower().translate(_ALPHABET)


def lower_first(name: str) -> str:
    """A label inside a sentence: «aldersgruppe», «legemiddelassistert rehabilitering (LAR)»."""
    first = 1 if name.startswith(BEGIN) else 0
    return name[:first] + name[first : first + 1].lower() + name[first + 1 :]


def joined(words: Sequence[str], language: str = "nb") -> str:
    """«2015», «2015 og 2019», «2015, 2017 og 2019»."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {text('dashboard.and', language)} {words[-1]}"
