"""Where a grant holds: one municipality, one KoRus region, or the land. What lies in a region is not known here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pipelines.errors import UserError
from pipelines.texts import text


class AreaKind(StrEnum):
    """How wide a grant reaches."""

    MUNICIPALITY = "kommune"
    REGION = "korus"
    LAND = "land"


_CODES = {AreaKind.MUNICIPALITY: re.compile(r"[0-9]{4}"), AreaKind.REGION: re.compile(r"[a-z_]{2,20}")}


@dataclass(frozen=True, order=True)
class Area:
    """One area; `code` is empty for the land."""

    kind: AreaKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else self.kind.value


LAND = Area(AreaKind.LAND)


def parse_area(written: str, language: str = "nb") -> Area:
    """The area that `kommune:1103`, `korus:midt` or `land` names.

    Raises:
        UserError: it is none of these. What was written is not repeated: it may be anything.
    """
    kind, _, code = written.partition(":")
    if kind in set(AreaKind):
        wanted = _CODES.get(AreaKind(kind))
        if (not code) if wanted is None else wanted.fullmatch(code):
            return Area(AreaKind(kind), code)
    raise UserError(text("tilgang.ukjent_omraade", language))
