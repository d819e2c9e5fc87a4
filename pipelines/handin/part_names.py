"""What a part is called where people read of it: «1103 Stavanger, Rus, 2019», or «Rus» beside others of its file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from pipelines.contracts.model import Survey, in_language
from pipelines.intake.model import Part
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


def names_in_file(
    survey: Survey, form: str, parts: Sequence[Part], language: str = "nb"
) -> tuple[tuple[int, str], ...]:
    """Part -> what it is called beside the other parts of its file: what they differ in; none where there is one part.

    Args:
        survey: the file's.
        form: that the file is made with.
        parts: of the file.
        language: of the labels.
    """
    keys = {part.index: dict(part.key) for part in parts}
    differ = [column for column in survey.replaces if len({key.get(column) for key in keys.values()}) > 1]
    found = {
        index: ", ".join(
            _label(survey, form, column, value, language) for column in differ if (value := key.get(column))
        )
        for index, key in keys.items()
    }
    return tuple((index, name) for index, name in found.items() if name)


def _label(survey: Survey, form: str, column: str, code: str, language: str) -> str:
    declared = survey.forms[form].by_name[column].codes if form in survey.forms else ()
    return next((in_language(c.label, language) for c in declared if c.code == code), code)
