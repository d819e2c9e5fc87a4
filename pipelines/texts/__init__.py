"""Every text a user reads, by key, from gettext catalogues: `<language>/<domain>.po`, keys `<domain>.<name>`.

The catalogues are read as they are, without a compiled copy that could be stale. A key without a text in bokmål
is an error, never an empty label. What belongs to a survey (titles, labels, help) stands in its contract instead.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

FOLDER = Path(__file__).parent
LANGUAGES = ("nb", "nn")
"""The languages that contracts, commands and hand-ins speak."""
READ_IN = (*LANGUAGES, "en")
"""The languages in which the published figures can be read."""


class MissingText(KeyError):
    """No text with that key in any catalogue."""


def text(key: str, language: str = "nb", /, **values: Any) -> str:
    """The text `key` in `language`, with `{name}` fields filled from `values`.

    A text with plural forms takes its form from the value `n`.

    Raises:
        MissingText: the key has no text in bokmål.
    """
    message = _lookup(key, language) or _lookup(key, "nb")
    if message is None:
        raise MissingText(key)
    if isinstance(message, tuple):
        message = message[0 if values["n"] == 1 else 1]
    return message.format(**values) if values else message


def keys(language: str = "nb") -> set[str]:
    """Every key that has a text in `language`."""
    return {m.id[0] if isinstance(m.id, tuple) else str(m.id)
            for path in (FOLDER / language).glob("*.po") for m in _catalog(language, path.stem) if m.id}  # fmt: skip


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
