"""Value sets that are looked up instead of listed: `{oppslag: kommuner, aar: kartleggingsaar}`.

With `aar`, each year in the batch gets its own check with that year's set; in a year the lookup does not know, nothing
is valid.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from pipelines.contracts.model import Form, Rule
from pipelines.texts import text
from pipelines.validation.checks import Check
from pipelines.validation.custom import column_check
from pipelines.validation.outcome import NotRun

Lookups = Mapping[str, Callable[[int], frozenset[str]]]


@dataclass(frozen=True)
class Suggesting:
    """A lookup that also tells, for a code that is not valid in a year, which one is: (code, year, language)."""

    valid: Callable[[int], frozenset[str]]
    suggestion: Callable[[str, int, str], str | None]

    def __call__(self, year: int) -> frozenset[str]:
        """The values of `year`."""
        return self.valid(year)


@dataclass(frozen=True)
class Source:
    """The form, the rows of the batch, the lookups at hand and the column with a row's year."""

    form: Form
    rows: pl.DataFrame
    lookups: Lookups
    year_column: str

    def values(self, name: str, year: int) -> list[str]:
        """The values of lookup `name` in `year`, sorted; empty when it knows none."""
        try:
            return sorted(self.lookups[name](year))
        except (LookupError, ValueError):
            return []

    def newest_year(self) -> int:
        """The newest year in the batch, 0 when none can be read."""
        if self.year_column not in self.rows.columns:
            return 0
        years = self.rows[self.year_column].drop_nulls()
        return max((int(y) for y in years.filter(years.str.contains(_YEAR)).unique()), default=0)


def resolve(rule: Rule, source: Source, language: str) -> Iterator[Check | NotRun]:
    """One check per year in the batch, or one in all when the lookup has no year; what has no values is named."""
    wanted = rule.arguments["value_set"]
    name, column = str(wanted["oppslag"]), wanted.get("aar")
    if name not in source.lookups:
        yield NotRun(rule.id, text("validation.no_lookup", language, name=name))
    elif column is not None:
        yield from _by_year(rule, source, (name, column), language)
    elif values := source.values(name, source.newest_year()):
        yield column_check(rule, {**rule.arguments, "value_set": values})
    else:
        yield NotRun(rule.id, text("validation.no_lookup", language, name=name))


def _by_year(rule: Rule, source: Source, wanted: tuple[str, str], language: str) -> Iterator[Check | NotRun]:
    name, column = wanted
    rows = source.rows
    known = pl.col(column).str.contains(_YEAR).fill_null(value=False)
    for file in rows.filter(~known)["fil"].unique().sort():
        header = source.form.by_name[column].header
        yield NotRun(rule.id, text("validation.no_year", language, column=header), file)
    for year in rows.filter(known)[column].unique().sort():
        # A year the lookup does not know has no valid value: rows that the rule is about fail, others are not stopped.
        values = source.values(name, int(year))
        own = rule.arguments.get("row_condition")
        condition = f'`{column}` == "{year}"' if own is None else f'({own}) and `{column}` == "{year}"'
        kwargs = {**rule.arguments, "value_set": values, "row_condition": condition, "condition_parser": "pandas"}
        check, lookup = column_check(rule, kwargs, year=year), source.lookups.get(name)
        if isinstance(lookup, Suggesting):
            check = replace(check, suggest=partial(_suggested, lookup, int(year), language))
        yield check


def _suggested(lookup: Suggesting, year: int, language: str, code: str) -> str | None:
    return lookup.suggestion(code, year, language)


_YEAR = "^[0-9]{4}$"
