"""How many rows of each group every municipality has. What the rows hold is drawn in `columns`."""

from __future__ import annotations

import numpy as np
import polars as pl

from pipelines.contracts.model import Form, Survey
from pipelines.synthetic.declaration import Example, ExampleError, Rows
from pipelines.synthetic.noise import Floats, noise
from pipelines.synthetic.quota import largest_remainder
from pipelines.synthetic.state import Draw
from pipelines.texts import text


def allot(survey: Survey, form: Form, example: Example, year: int, places: pl.DataFrame) -> Draw:
    """The rows of a wave: the column they are counted by and those that tell who is not published; no other is drawn.

    Raises:
        ExampleError: a code does not exist, or there are fewer rows than the minimum asks for.
    """
    wave = example.waves[year]
    rows, on_top = wave.rows, wave.on_top
    if rows.column:
        _check_codes(survey, form, year, rows)
    groups: dict[str, int] = dict(rows.counts) if rows.column else {"": rows.count or 0}
    # Halves go up, so that the number is the same on every machine.
    outside = int(sum(groups.values()) * on_top.percent / 100 + 0.5) if on_top else 0
    place, published, codes = [], [], []
    for (group, inside), more in zip(
        groups.items(), largest_remainder(list(groups.values()), outside).tolist(), strict=True
    ):
        _check_minimum(rows, group, inside, len(places), f"{survey.id} {year} {group}".strip())
        held = largest_remainder(_weights(rows, group, places, example.seed, year), inside, _minimum(rows, group))
        place += [np.repeat(np.arange(len(held)), held)]
        place += [np.repeat(np.arange(len(held)), largest_remainder(held, more))]
        published += [True] * inside + [False] * more
        codes += [group] * (inside + more)
    draw = Draw(
        survey=survey,
        form=form,
        example=example,
        year=year,
        numbers=places["kommunenummer"].to_list(),
        keys=places["nokkel"].to_list(),
        place=np.concatenate(place).astype(np.int64),
        published=np.array(published, dtype=np.bool_),
        columns={rows.column: np.array(codes, dtype=np.object_)} if rows.column else {},
    )
    for column, code in (on_top.set if on_top else {}).items():
        draw.columns[column] = draw.empty()
        draw.columns[column][~draw.published] = code
    return draw


def _check_codes(survey: Survey, form: Form, year: int, rows: Rows) -> None:
    column = form.by_name.get(rows.column or "")
    unknown = set(rows.counts) - {c.code for c in column.codes} if column else set(rows.counts)
    if unknown:
        place = f"{survey.id} {year} {rows.column}"
        raise ExampleError(text("synthetic.unknown_code", place=place, codes=", ".join(sorted(unknown))))


def _minimum(rows: Rows, group: str) -> int:
    return rows.minimum.get(group, 0) if group else rows.least


def _check_minimum(rows: Rows, group: str, count: int, places: int, label: str) -> None:
    least = _minimum(rows, group) * places
    if least > count:
        raise ExampleError(text("synthetic.does_not_fill", place=label, rows=count, given=least))


def _weights(rows: Rows, group: str, places: pl.DataFrame, seed: str, year: int) -> Floats:
    """By population, with a difference that lasts, one that is the group's own and one that is the year's."""
    keys = places["nokkel"].to_list()
    lasting, of_group, of_year = (
        np.array([noise(1, seed, "rows", *what, key)[0] for key in keys]) for what in ((), (group,), (group, year))
    )
    weights: Floats = places["voksne18"].to_numpy().astype(np.float64) ** rows.population
    return weights * np.exp(rows.spread * (0.8 * lasting + 0.5 * of_group + 0.3 * of_year))
