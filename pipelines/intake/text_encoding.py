"""Bytes of a text file to text: UTF-8 and UTF-16 by their marks, UTF-8 if it is valid, else Windows-1252.

No other encoding is accepted, but some are recognised so that the user can be told which one she used.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator

from pipelines.intake.rules import FileRule, Problem, Refused

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_OTHERS = (("cp850", "DOS (cp850)"), ("mac_roman", "Mac"))


def decode(content: bytes) -> str | None:
    """The text, or None when it is in none of the accepted encodings.

    Raises:
        Refused: NUL bytes in what should be text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            shown = _try(content, encoding)
            if shown is not None and "\0" in shown:
                raise Refused(Problem(FileRule.NUL))
            return shown
    if b"\0" in content:
        raise Refused(Problem(FileRule.NUL))
    for encoding in ("utf-8", "cp1252"):
        shown = _try(content, encoding)
        if shown is not None:
            return shown
    return None


def other_decodings(content: bytes) -> Iterator[tuple[str, str]]:
    """The start of a file in encodings we do not accept, each with the name a user knows it by."""
    for encoding, name in _OTHERS:
        yield name, content.decode(encoding, errors="replace")
    # UTF-8 that some program took for Windows-1252 and saved as UTF-8 once more
    once = content.decode("utf-8-sig", errors="replace")
    yield "UTF-8 to ganger", once.encode("cp1252", errors="replace").decode("utf-8", errors="replace")


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None
