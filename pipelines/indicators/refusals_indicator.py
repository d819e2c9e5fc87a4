"""What is refused in the declaration of one figure: conditions that mean nothing, or count outside the base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb

from pipelines.indicators.columns import Columns
from pipelines.indicators.declared import COUNTIES, Indicator, IndicatorKind
from pipelines.indicators.expressions import nearest, problems
from pipelines.indicators.lattice import TooManyColumnsError, always_alike, outside
from pipelines.indicators.universe import Fault
from pipelines.texts import text


def indicator_faults(indicator: Indicator, columns: Columns) -> Iterator[Fault]:
    """Mistakes in the expressions of a computed figure."""
    if indicator.reported:
        return
    written: list[tuple[str, str | None, bool]] = [
        ("numerator", indicator.numerator, False),
        ("denominator", indicator.denominator, False),
        ("lost", indicator.lost, False),
        ("value", indicator.value, True),
    ]
    faults = [((name,), p) for name, sql, number in written if sql for p in problems(sql, columns, number=number)]
    if indicator.counts not in (None, COUNTIES, *columns):
        faults.append(
            (
                ("counts",),
                text("katalog.no_column", name=indicator.counts, near=nearest(str(indicator.counts), columns)),
            )
        )
    yield from faults
    if not faults:
        yield from _tried(indicator, columns)


def _tried(indicator: Indicator, columns: Columns) -> Iterator[Fault]:
    """Mistakes that show only when the conditions are tried on every combination of codes."""
    numerator = indicator.numerator or "TRUE"
    try:
        stray = outside(numerator, indicator.denominator, columns)
        if indicator.lost and (both := outside(indicator.lost, f"NOT ({indicator.denominator})", columns)):
            yield ("lost",), text("frafall.i_nevneren", combination=_told(both))
        alike = None
        if stray is None and indicator.kind is IndicatorKind.PROPORTION:
            alike = always_alike(numerator, indicator.denominator, columns)
    except TooManyColumnsError:
        yield ("numerator",), text("katalog.too_many_columns")
    except duckdb.Error as error:
        yield ("numerator",), text("katalog.not_computable", why=str(error).partition("\n")[0])
    else:
        if stray is not None and outside("TRUE", indicator.denominator, columns) is not None:
            yield ("denominator",), text("katalog.nobody")
        elif stray:
            yield ("numerator",), text("katalog.outside", combination=_told(stray))
        if alike is not None:
            yield ("numerator",), text("katalog.always" if alike else "katalog.never")


def _told(combination: Mapping[str, object]) -> str:
    """«bolig = «rod», kjonn = ubesvart»."""
    return ", ".join(f"{c} = {text('katalog.unanswered') if v is None else f'«{v}»'}" for c, v in combination.items())
