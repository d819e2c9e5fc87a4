"""A whole wave as a table: municipalities chosen, rows allotted, every column of the form drawn."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import polars as pl

from pipelines.contracts.model import Form, Survey
from pipelines.geography import Geography
from pipelines.synthetic.again import measured_again
from pipelines.synthetic.allot import allot
from pipelines.synthetic.columns import draw_column
from pipelines.synthetic.declaration import Example, ExampleError
from pipelines.synthetic.noise import seed_of
from pipelines.synthetic.places import choose
from pipelines.synthetic.state import Draw, Values
from pipelines.texts import text

# Neither vowels nor signs that look alike: no words by accident, nothing to misread. Six of them cannot be taken for
# an identity number, and nothing personal goes into them.
_SIGNS = "23456789BCDFGHJKLMNPQRSTVWXZ"
_LENGTH = 6


def draw_wave(survey: Survey, form: Form, example: Example, geography: Geography, year: int) -> pl.DataFrame:
    """Every row of one wave, as our codes; the same for the same declaration.

    Returns:
        The form's columns by harmonised name, as text, in the form's order; municipalities by number, and the rows of
        each in random order.

    Raises:
        ExampleError: the declaration does not fit the form, the municipalities or itself; the message says where.
    """
    places = choose(geography, year, example.waves[year].municipalities, example.seed)
    draw = allot(survey, form, example, year, places)
    fixed = {survey.year, survey.municipality, survey.row_key, example.waves[year].rows.column}
    fixed |= {survey.repeated.order} if survey.repeated else set()
    for column in form.columns:
        plan = example.plan(year, column.name)
        if column.name in fixed:
            continue
        if plan:
            draw.columns[column.name] = draw_column(draw, column.name, plan)
        elif column.required:
            raise ExampleError(text("synthetic.no_plan", place=draw.label(column.name)))
        else:
            draw.columns.setdefault(column.name, draw.empty())
    return measured_again(draw, _table(draw))


def _table(draw: Draw) -> pl.DataFrame:
    survey = draw.survey
    order = np.lexsort((draw.per_row("order"), draw.place))
    drawn = {name: values[order] for name, values in draw.columns.items()}
    drawn[survey.year] = np.full(len(draw), str(draw.year), dtype=np.object_)
    if survey.municipality:
        drawn[survey.municipality] = np.array(draw.numbers, dtype=np.object_)[draw.place[order]]
    if survey.row_key:
        drawn[survey.row_key] = np.array(list(_row_keys(draw)), dtype=np.object_)
    names = [c.name for c in draw.form.columns if c.name in drawn]
    return pl.DataFrame([_series(name, drawn[name]) for name in names])


def _series(name: str, values: Values) -> pl.Series:
    return pl.Series(name, values.tolist(), dtype=pl.String)


def _row_keys(draw: Draw) -> Iterator[str]:
    """Random-looking keys, unique within each municipality; another set each year."""
    for number, rows in zip(draw.numbers, np.bincount(draw.place, minlength=len(draw.numbers)).tolist(), strict=True):
        drawn = random.Random(seed_of(draw.example.seed, draw.survey.id, draw.year, number))  # noqa: S311 - a fixed seed
        for value in drawn.sample(range(len(_SIGNS) ** _LENGTH), rows):
            signs = (_SIGNS[value // len(_SIGNS) ** i % len(_SIGNS)] for i in range(_LENGTH))
            yield f"{draw.survey.synthetic_prefix or ''}{''.join(signs)}"
