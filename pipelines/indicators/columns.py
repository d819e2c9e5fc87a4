"""The columns that expressions may use: a survey's own over all its forms, and those that indexes make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipelines.contracts.model import Survey, Texts
from pipelines.indicators.composites import POINTS
from pipelines.indicators.entries import Index


@dataclass(frozen=True)
class Known:
    """A column as an expression sees it.

    Attributes:
        title: what it is called.
        labels: code -> what it is called, in the form's order; empty where the column has no code list.
        number: whether it can be calculated with.
        values: the only numbers it can hold, where they are few and known.
    """

    title: Texts
    labels: Mapping[str, Texts] = field(default_factory=dict)
    number: bool = False
    values: tuple[float, ...] = ()


Columns = Mapping[str, Known]
"""Name -> the column."""


def columns_of(survey: Survey) -> dict[str, Known]:
    """Every column that any form has; a code that any form has is one of its codes. The latest form names them."""
    found: dict[str, Known] = {}
    for year in survey.years:
        for column in survey.counted_columns(survey.forms[survey.form_by_year[year]]).values():
            labels = dict(found[column.name].labels) if column.name in found else {}
            labels |= {code.code: code.label for code in column.codes}
            number = not labels and column.type in ("integer", "number")
            found[column.name] = Known(column.title, labels, number)
    return found


def columns_made(index: Index) -> dict[str, Known]:
    """The columns that `index` adds: its points, and its levels where it has any."""
    title = index.title.as_texts()
    points: set[float] = {0.0}
    for codes in index.points.values():
        points = {sofar + more for sofar in points for more in codes.values()}
    made = {f"{index.id}{POINTS}": Known(title, number=True, values=tuple(sorted(points)))}
    if index.levels:
        made[index.id] = Known(title, {code: level.title.as_texts() for code, level in index.levels.items()})
    return made
