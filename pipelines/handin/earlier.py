"""How many rows the same unit of the same municipality had in the wave before, for checks of a whole delivery."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipelines.contracts.model import Survey
from pipelines.handin.accepted import replaces_key
from pipelines.intake import Part
from pipelines.register import Register

Place = tuple[int, int]
"""File and part, by their indexes."""


def previous_rows(survey: Survey, parts: Mapping[Place, Part], register: Register) -> dict[Place, int]:
    """Rows of the newest earlier wave's current part with the same key apart from the year; absent where there is none.

    Args:
        survey: of every part.
        parts: those that are being checked.
        register: says what is accepted.
    """
    without_year = tuple(column for column in survey.replaces if column != survey.year)
    if survey.municipality is None or len(without_year) == len(survey.replaces):
        return {}
    place = survey.replaces.index(survey.year)
    held: dict[str, dict[int, int]] = {}
    for accepted in register.current_parts(survey.id):
        held.setdefault(_without(accepted.replaces_key, place), {})[accepted.year] = accepted.rows
    found = {}
    for where, part in parts.items():
        earlier = held.get(replaces_key(part.key, without_year), {})
        years = [year for year in earlier if part.year is not None and year < part.year]
        if years:
            found[where] = earlier[max(years)]
    return found


def _without(key: str, place: int) -> str:
    """A stored key without the value at `place`, written as `replaces_key` writes one."""
    values = json.loads(key)
    del values[place]
    return json.dumps(values, ensure_ascii=False)
