"""What stopped something, said again in the other languages that it may be read in.

An error is told once, far below whoever reads it, in the language that is spoken there. A run that stops is read about
later, by anybody. So its error gets notes: the same sentence in each other language, to be found in what is kept of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pipelines.errors import UserError
from pipelines.texts import READ_IN, Said, current_language, remembering, speaking, text

_NOTE = re.compile(rf"^\[({'|'.join(READ_IN)})\] (.+)$", re.MULTILINE)


@contextmanager
def noted_in_every_language() -> Iterator[None]:
    """Note on an error from inside the block what it says in the other languages; one that is no text gets no notes.

    Raises:
        UserError: the one from inside.
    """
    with remembering() as said:
        try:
            yield
        except UserError as error:
            if not hasattr(error, "__notes__"):
                others = [language for language in READ_IN if language != current_language()]
                for language, words in [(one, _again(str(error), said, one)) for one in others]:
                    if words is not None:
                        error.add_note(f"[{language}] {words}")
            raise


def noted(words: str, language: str) -> str | None:
    """What an error that was written down with its notes says in `language`; None where there is no such note."""
    return dict(_NOTE.findall(words)).get(language)


def without_notes(words: str) -> str:
    """What an error that was written down says, in the language that it was told in."""
    return _NOTE.sub("", words).strip()


def _again(words: str, said: Said, language: str) -> str | None:
    if words not in said:
        return None
    key, values = said[words]
    with speaking(language):
        return text(key, language, **{name: _told(value, words, said, language) for name, value in values.items()})


def _told(value: Any, words: str, said: Said, language: str) -> Any:
    """What a text is filled with may be a text itself."""
    if not isinstance(value, str) or value == words:
        return value
    return _again(value, said, language) or value
