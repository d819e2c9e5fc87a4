"""What an accepted part is called where people read of it: «1103 Stavanger, Rus, 2019»."""

from __future__ import annotations

import json
from collections.abc import Mapping

from pipelines.contracts.model import Survey, in_language
from pipelines.register import AcceptedPart


def part_name(survey: Survey, part: AcceptedPart, municipalities: Mapping[str, str], language: str = "nb") -> str:
    """The part's key in words, the municipality first and the year last; values that are blank are left out.

    Args:
        survey: the part's.
        part: as the register has it.
        municipalities: code -> name, of the part's year.
        language: of the labels.
    """
    values = dict(zip(survey.replaces, json.loads(part.replaces_key), strict=True))
    values.pop(survey.year, None)
    municipality = values.pop(survey.municipality, None) if survey.municipality else None
    words = [" ".join(filter(None, (municipality, municipalities.get(municipality or ""))))]
    words += [_label(survey, part.form, column, value, language) for column, value in values.items() if value]
    return ", ".join([*filter(None, words), str(part.year)])


def _label(survey: Survey, form: str, column: str, code: str, language: str) -> str:
    declared = survey.forms[form].by_name[column].codes if form in survey.forms else ()
    return next((in_language(c.label, language) for c in declared if c.code == code), code)
