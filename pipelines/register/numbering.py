"""A delivery's number as people write it: `L000012` is delivery 12."""

from __future__ import annotations

import re

from pipelines.errors import UserError
from pipelines.texts import text

_WRITTEN = re.compile(r"\s*[Ll]?0*([1-9][0-9]{0,8})\s*", re.ASCII)


def receipt_number(delivery: int) -> str:
    """The number on the receipt."""
    return f"L{delivery:06d}"


def delivery_id(number: str | int, language: str = "nb") -> int:
    """The key behind a receipt number, with or without its L and zeros.

    Raises:
        UserError: it is no receipt number. What was typed is not repeated: it may be anything, an identity number too.
    """
    written = _WRITTEN.fullmatch(str(number))
    if written is None:
        raise UserError(text("register.ikke_et_nummer", language))
    return int(written[1])
