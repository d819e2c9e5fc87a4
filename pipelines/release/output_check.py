"""Whether the tables of a release hold their contracts, asked before anything is frozen.

Every table has a contract and every contract a table. A breach is told with its table and column and how many rows,
never with a value: what stands in a wrong place may be anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import duckdb
import polars as pl

from pipelines.contracts.output import OutputColumn, OutputTable, load_output
from pipelines.release.freeze import ReleaseError
from pipelines.texts import text
from pipelines.texts.numbers import number

TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "integer": pl.Int64(),
    "number": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "array": pl.List(pl.String()),
}
AT_MOST = 5
"""Breaches told of in one message."""


def check_output(tables: Mapping[str, pl.DataFrame], contracts_folder: Path) -> None:
    """Refuse tables that are not what their contracts say.

    Args:
        tables: by name, as they are frozen.
        contracts_folder: whose `output` holds the contracts.

    Raises:
        ReleaseError: there is a breach; the message has the first places.
        ContractError: the contracts cannot be used.
    """
    found = breaches(tables, load_output(contracts_folder))
    if found:
        places = " ".join(found[:AT_MOST])
        more = text("utkontrakt.flere", n=len(found) - AT_MOST) if len(found) > AT_MOST else ""
        raise ReleaseError(text("utkontrakt.brutt", steder=f"{places} {more}".rstrip()))


def breaches(tables: Mapping[str, pl.DataFrame], contracts: Mapping[str, OutputTable]) -> list[str]:
    """Every breach as a sentence; empty when all hold. Rules in SQL are asked when the tables' shapes are right."""
    found = [text("utkontrakt.uten_kontrakt", tabell=name) for name in sorted(tables.keys() - contracts.keys())]
    found += [text("utkontrakt.mangler", tabell=name) for name in sorted(contracts.keys() - tables.keys())]
    both = sorted(tables.keys() & contracts.keys())
    misshapen = [said for name in both for said in _shape(tables[name], contracts[name])]
    if found or misshapen:
        return found + misshapen
    for name in both:
        found += _content(tables[name], contracts[name])
    return found + list(_rules(tables, contracts))


def _shape(table: pl.DataFrame, contract: OutputTable) -> Iterator[str]:
    declared = {column.name: TYPES[column.type] for column in contract.columns}
    for name, kind in declared.items():
        if name not in table.schema:
            yield text("utkontrakt.uten_kolonne", tabell=contract.name, kolonne=name)
        elif table.schema[name] != kind:
            yield text("utkontrakt.type", tabell=contract.name, kolonne=name)
    for name in table.columns:
        if name not in declared:
            yield text("utkontrakt.ukjent_kolonne", tabell=contract.name, kolonne=name)
    if declared.keys() == table.schema.keys() and list(declared) != table.columns:
        yield text("utkontrakt.rekkefolge", tabell=contract.name)


def _content(table: pl.DataFrame, contract: OutputTable) -> Iterator[str]:
    asked = {(check, column.name): broken for column in contract.columns for check, broken in _questions(column)}
    counted = table.select(broken.fill_null(value=False).sum().alias(str(i)) for i, broken in enumerate(asked.values()))
    for (check, column), n in zip(asked, counted.row(0) if asked else (), strict=True):
        if n:
            yield text(f"utkontrakt.{check}", tabell=contract.name, kolonne=column, antall=number(n))
    if contract.key and (twice := table.height - table.select(contract.key).n_unique()):
        yield text("utkontrakt.nokkel", tabell=contract.name, antall=number(twice))
    if contract.order and (n := _out_of_order(table, contract.order)):
        yield text("utkontrakt.sortert", tabell=contract.name, antall=number(n))


def _questions(column: OutputColumn) -> Iterator[tuple[str, pl.Expr]]:
    """What can be wrong with a value, as what is true of the wrong ones."""
    value = pl.col(column.name)
    if column.required:
        yield "tom", value.is_null()
    if column.unique:
        yield "like", value.is_duplicated()
    if column.codes:
        yield "kode", ~value.is_in(sorted(column.codes))
    if column.pattern:
        yield "monster", ~value.str.contains(column.pattern)
    if column.minimum is not None:
        yield "for_lav", value < column.minimum
    if column.maximum is not None:
        yield "for_hoy", value > column.maximum
    if column.type == "number":
        yield "ikke_tall", ~value.is_finite()


def _out_of_order(table: pl.DataFrame, order: tuple[str, ...]) -> int:
    """How many rows stand after one they should stand before; what is null stands last, texts go by their bytes."""
    later = pl.lit(value=False)
    for name in reversed(order):
        value, before = pl.col(name), pl.col(name).shift()
        greater = (before > value).fill_null(before.is_null() & value.is_not_null())
        later = greater | (before.eq_missing(value) & later)
    return int(table.select(later.slice(1).sum()).item())


def _rules(tables: Mapping[str, pl.DataFrame], contracts: Mapping[str, OutputTable]) -> Iterator[str]:
    with duckdb.connect() as connection:
        for name, contract in contracts.items():
            connection.register(contract.sql_name, tables[name])
        for name, contract in contracts.items():
            for rule in contract.rules:
                n = connection.sql(rule.query).fetchall()[0][0]
                if n:
                    yield text("utkontrakt.regel", tabell=name, regel=rule.text, antall=number(n))
