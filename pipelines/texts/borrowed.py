"""Norwegian words inside a text in another language: names that contracts give in Norwegian only.

A name goes into sentences, headings, lists and charts long before anybody knows whether it will be markup, so it
carries its own mark: Unicode's isolates, which are not seen, and which say that what is between them is by itself.
Markup turns the mark into `lang="nb"`, so that a screen reader changes its voice; other files take it away.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

NORWEGIAN = ("nb", "nn")
BEGIN, END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
_MARKS = str.maketrans("", "", BEGIN + END)
_TAG = re.compile(r"(<[^>]*>)")


def said(texts: Mapping[str, str], language: str) -> str:
    """The text in `language`; else the one in bokmål, marked where `language` is not Norwegian."""
    own = texts.get(language)
    if own:
        return own
    return texts["nb"] if language in NORWEGIAN or not texts["nb"] else f"{BEGIN}{texts['nb']}{END}"


def plain(words: str) -> str:
    """`words` without marks, for files and for attributes that cannot hold another language."""
    return words.translate(_MARKS)


def sentence(words: str) -> str:
    """`words` with one full stop, also where they end with a borrowed text that has its own."""
    return words if plain(words).endswith(".") else f"{words}."


def norwegian(language: str) -> str:
    """The language of what is in Norwegian only, where `language` is read: itself, or bokmål."""
    return language if language in NORWEGIAN else NORWEGIAN[0]


def spoken(markup: str) -> str:
    """`markup` with `lang` where a text has borrowed Norwegian words; attributes can only have them unmarked."""
    if BEGIN not in markup:
        return markup
    parts = _TAG.split(markup)
    return "".join(plain(part) if i % 2 else _in_span(part) for i, part in enumerate(parts))


def _in_span(words: str) -> str:
    return words.replace(BEGIN, '<span lang="nb">').replace(END, "</span>")
