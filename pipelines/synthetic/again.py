"""Persons who are measured again: a drawn wave of persons becomes one of measurements. What is drawn is `columns`'."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.contracts.model import Column
from pipelines.synthetic.declaration import ExampleError
from pipelines.synthetic.quota import Ints, largest_remainder
from pipelines.synthetic.state import Draw
from pipelines.texts import text


def measured_again(draw: Draw, persons: pl.DataFrame) -> pl.DataFrame:
    """Every person's rows, in order of measurement.

    The first row is the person's as drawn. From it to the latest the declared change is spread evenly, and kept within
    the form's limits.

    Args:
        draw: what `persons` were drawn by.
        persons: one row a person, as text.

    Returns:
        `persons` as it is where the survey measures nobody again.

    Raises:
        ExampleError: the survey measures persons again, but the example does not say how; or says it of a column that
            is not measured again.
    """
    repeated, again = draw.survey.repeated, draw.example.again
    if repeated is None:
        return persons.select(c.name for c in draw.form.columns)
    if again is None or set(again.change) != set(repeated.columns):
        names = ", ".join(repeated.columns)
        raise ExampleError(text("synthetic.again", place=draw.label(repeated.order), columns=names))
    times = _dealt(draw, dict(again.rows), "times", len(persons))
    changes = {name: _dealt(draw, dict(of), name, len(persons)) for name, of in again.change.items()}
    person = np.repeat(np.arange(len(persons)), times)
    number = np.concatenate([np.arange(1, n + 1) for n in times]) if len(times) else np.empty(0, np.int64)
    done = (number - 1) / np.maximum(times[person] - 1, 1)
    rows = persons[person].with_columns(pl.Series(repeated.order, number).cast(pl.String))
    measured = [
        _changed(rows[name], np.rint(change[person] * done).astype(np.int64), draw.form.by_name[name])
        for name, change in changes.items()
    ]
    return rows.with_columns(measured).select(c.name for c in draw.form.columns)


def _dealt(draw: Draw, shares: dict[int, float], what: str, persons: int) -> Ints:
    """Each person's value: as many of each as the shares say, dealt by chance."""
    counts = largest_remainder(list(shares.values()), persons)
    values = np.repeat(np.array(list(shares), dtype=np.int64), counts)
    dealt = np.empty(persons, dtype=np.int64)
    dealt[np.argsort(draw.per_row("again", what), kind="stable")] = values
    return dealt


def _changed(values: pl.Series, change: Ints, column: Column) -> pl.Series:
    moved = (values.cast(pl.Int64) + pl.Series(change)).clip(column.minimum, column.maximum)
    return moved.cast(pl.String).alias(values.name)
