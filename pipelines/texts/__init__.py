"""Every text a user reads, by key, from gettext catalogues: `<language>/<domain>.po`, keys `<domain>.<name>`.

The catalogues are read as they are, without a compiled copy that could be stale. A key without a text in bokmål
is an error, never an empty label. What belongs to a survey (titles, labels, help) stands in its contract instead.

Who asks for a text says in which language. An error cannot: it is raised far below whoever reads it, and comes in the
language that is being spoken there, which a page says once (`speaking`). Commands and Dagster speak bokmål.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from pipelines.texts.borrowed import said

FOLDER = Path(__file__).parent
LANGUAGES = ("nb", "nn")
"""The languages that contracts, commands and hand-ins speak."""
READ_IN = (*LANGUAGES, "en")
"""The languages in which the published figures can be read."""
_spoken: ContextVar[str] = ContextVar("spoken", default="nb")

Said = dict[str, tuple[str, dict[str, Any]]]
"""A text as it was told -> its key, and what it was filled with."""
_said: ContextVar[Said | None] = ContextVar("said", default=None)
MOST_SAID = 500
"""Texts that are remembered: what stopped something is among the last that were told."""


class MissingText(KeyError):
    """No text with that key in any catalogue."""


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Tell in `language` what is told inside the block without a language of its own."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


@contextmanager
def remembering() -> Iterator[Said]:
    """Remember the last texts that are told inside the block, so that they can be told again in another language."""
    found: Said = {}
    before = _said.set(found)
    try:
        yield found
    finally:
        _said.reset(before)


def current_language() -> str:
    """The language that is being spoken, which numbers are written in as well."""
    return _spoken.get()


def text(key: str, language: str | None = None, /, **values: Any) -> str:
    """The text `key`, with `{name}` fields filled from `values`; what a language lacks comes in bokmål, marked as such.

    A text with plural forms takes its form from the value `n`.

    Args:
        key: `<domain>.<name>`.
        language: of the text; none for the one that is being spoken.
        values: what the fields are filled with.

    Raises:
        MissingText: the key has no text in bokmål.
    """
    language = language or _spoken.get()
    for tried in (language, "nb"):
        if (message := _lookup(key, tried)) is not None:
            told = _filled(message, values)
            told = told if tried == language else said({"nb": told}, language)
            if (remembered := _said.get()) is not None:
                _remember(remembered, told, key, values)
            return told
    raise MissingText(key)


def _remember(remembered: Said, told: str, key: str, values: dict[str, Any]) -> None:
    remembered.pop(told, None)
    remembered[told] = key, values
    if len(remembered) > MOST_SAID:
        del remembered[next(iter(remembered))]


def quoted(words: str) -> str:
    """`words` that were written down in bokmål, such as those of a run that is over; marked where another is spoken."""
    return said({"nb": words}, _spoken.get())


def _filled(message: str | tuple[str, ...], values: dict[str, Any]) -> str:
    form = message if isinstance(message, str) else message[0 if values["n"] == 1 else 1]
    return form.format(**values) if values else form


def keys(language: str = "nb") -> set[str]:
    """Every key that has a text in `language`."""
    return {m.id[0] if isinstance(m.id, tuple) else str(m.id)
            for path in (FOLDER / language).glob("*.po") for m in _catalog(language, path.stem) if m.id}  # fmt: skip


@cache
def _lookup(key: str, language: str) -> str | tuple[str, ...] | None:
    catalog = _catalog(language, key.partition(".")[0])
    message = catalog.get(key)
    if message is None or not message.string:
        return None
    return tuple(message.string) if isinstance(message.string, list | tuple) else message.string


@cache
def _catalog(language: str, domain: str) -> Catalog:
    path = FOLDER / language / f"{domain}.po"
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)
