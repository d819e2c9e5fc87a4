"""Where the declared columns of a recognised file stand; findings on missing, double, misspelt and undeclared ones.

Whether an undeclared column tells who a person is, is `persons`'.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from pipelines.contracts.model import Column, Severity
from pipelines.contracts.spelling import Spellings, without_decimals
from pipelines.intake.headers import Candidate, normalise, shown_header, whole_header
from pipelines.intake.likeness import clearly_nearest
from pipelines.intake.mapping import Kind, Substitution
from pipelines.intake.persons import is_person_header
from pipelines.intake.recognise import Data
from pipelines.intake.rules import FileRule, Problem, Refused

FITTING_SHARE = 0.5
"""A column is suggested for a declared one only when this share of its filled cells could stand there."""


@dataclass(frozen=True)
class Columns:
    """Our name -> position in the file: the columns whose headers are the form's, and those nearly so."""

    form: Candidate
    exact: Mapping[str, int]
    near: Mapping[str, int]
    suggestions: tuple[Substitution, ...]

    def table(self, data: Data) -> pl.DataFrame:
        """`rad` and every column of the form by our name, as text; a column that is not in the file is all null.

        Columns nearly named as the form's are in it, so that more can be said of them; `kept` takes them out.
        """
        places = {**self.exact, **self.near}
        return data.rows.select_seq(
            "rad",
            *(
                (pl.col(str(places[name])) if name in places else pl.lit(None, pl.String)).alias(name)
                for name in self.form.form.by_name
            ),
        )

    def kept(self, table: pl.DataFrame) -> pl.DataFrame:
        """The table without the columns that are only suggested."""
        return table.with_columns(pl.lit(None, pl.String).alias(name) for name in self.near)

    def problems(self) -> list[Problem]:
        """The required columns that are missing, and what the file has that resembles a missing one."""
        by_name = self.form.form.by_name
        absent = [c for c in by_name.values() if c.name not in self.exact]
        missing = tuple(c.header for c in absent if c.required and c.name not in self.near)
        problems = [_near(by_name[s.column], s.found) for s in self.suggestions]
        if missing:
            values = {"skjema": self.form.form.title, "kolonner": missing, "n": len(missing)}
            problems.insert(0, Problem(FileRule.COLUMN_MISSING, values=values))
        return problems


def place(data: Data, form: Candidate) -> Columns:
    """Find the declared columns.

    Raises:
        Refused: a declared header stands there twice.
    """
    headers = [normalise(cell) for cell in data.header.cells]
    twice = tuple(h for h, n in Counter(headers).items() if n > 1 and h in form.names)
    if twice:
        names = tuple(form.form.by_name[form.names[h]].header for h in twice)
        raise Refused(Problem(FileRule.COLUMN_TWICE, values={"kolonner": names, "n": len(twice)}))
    exact = {name: headers.index(h) for h, name in form.names.items() if h in headers}
    near = _nearest(data, form, exact) if len(exact) < len(form.names) else {}
    suggestions = tuple(
        Substitution(Kind.HEADER, c.name, whole_header(data.header.cells[near[c.name]], form) or "", c.header)
        for c in form.form.columns
        if c.name in near
    )
    return Columns(form, exact, near, suggestions)


def _nearest(data: Data, form: Candidate, exact: Mapping[str, int]) -> dict[str, int]:
    """Missing column -> position of the one undeclared header that is clearly nearest to it, and it to that header."""
    nearness: dict[str, dict[str, float]] = {}
    for position, cell in enumerate(data.header.cells):
        shown = whole_header(cell, form)
        if position in exact.values() or not shown or is_person_header(shown):
            continue
        of_header = form.nearness(shown)
        name = clearly_nearest(of_header)
        # A header that is nearest to a column that is there already is another question about the same.
        if name and name not in exact and _fits(data.rows[str(position)], form.form.by_name[name]):
            nearness.setdefault(name, {})[str(position)] = of_header[name]
    chosen = {name: clearly_nearest(positions) for name, positions in nearness.items()}
    return {name: int(position) for name, position in chosen.items() if position is not None}


def _fits(values: pl.Series, column: Column) -> bool:
    """Whether enough of the cells could stand in the column: codes or their labels, numbers, the pattern."""
    if not (column.codes or column.pattern) and column.type == "string":
        return True
    spellings = Spellings(column)
    filled = values.drop_nulls()
    fitting: list[int] = [n for value, n in filled.value_counts().iter_rows() if _could_stand(value, column, spellings)]
    return sum(fitting) >= FITTING_SHARE * filled.len()


def _could_stand(value: str, column: Column, spellings: Spellings) -> bool:
    if column.codes:
        return value in column.harmonised or spellings.of(value) is not None
    whole = without_decimals(value) or value
    if column.type == "string":
        # A pattern of digits also fits what has lost its zeros in front; that is validation's to say.
        return re.search(column.pattern or "", value) is not None or whole.isdecimal()
    return whole.removeprefix("-").replace(",", ".").replace(".", "", 1).isdecimal()


def _near(column: Column, found: str) -> Problem:
    severity = Severity.FATAL if column.required else Severity.WARNING
    values = {"fant": found, "mente": column.header}
    return Problem(FileRule.HEADER_NEAR, severity, "" if column.required else "valgfri", values, column=found)


def undeclared(data: Data, columns: Columns) -> list[Problem]:
    """A warning that names the columns that were not kept and resemble nothing."""
    known = {*columns.exact.values(), *columns.near.values()}
    left = [
        (cell, data.rows[str(position)])
        for position, cell in enumerate(data.header.cells[: data.header.width])
        if position not in known
    ]
    named = [shown_header(cell) for cell, values in left if normalise(cell) or values.null_count() < len(values)]
    names = tuple(name for name in named if name)
    unnamed = len(named) - len(names)
    problems = []
    if names:
        problems.append(_undeclared("", {"kolonner": names, "n": len(names)}))
    if unnamed:
        problems.append(_undeclared("uten-navn", {"n": unnamed}))
    return problems


def _undeclared(variant: str, values: dict[str, object]) -> Problem:
    return Problem(FileRule.COLUMN_UNDECLARED, Severity.WARNING, variant, values)
