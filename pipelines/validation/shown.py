"""What of a value may stand in a finding: never a possible identity number, never a screenful."""

from __future__ import annotations

import re

from pipelines.texts import text

LONGEST = 40

# Ten digits too: spreadsheets drop the leading zero of those born on the 1st to the 9th.
_MAYBE_IDENTITY = re.compile(r"\d(?:[\W_]{0,3}\d){9}")


def shown(value: str, language: str = "nb") -> str:
    """`value` on one line and cut to 40 characters; «(skjult)» when it could hold an identity number."""
    if _MAYBE_IDENTITY.search(value):
        return text("validation.hidden", language)
    line = " ".join("".join(c if c.isprintable() else " " for c in value).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"
