"""Rows that share the part key are one part, in order of their first row."""

from __future__ import annotations

import polars as pl

from pipelines.intake import Upload, read_upload
from pipelines.intake.parts import split
from tests.support.files import contracts, csv_bytes, form, valid_rows

FORM = form("brukerplan", 2015)
SURVEY = contracts().surveys["brukerplan"]


def table(*keys: tuple[str | None, str | None, str | None, str | None]) -> pl.DataFrame:
    columns = {c.name: [None] * len(keys) for c in FORM.columns}
    columns |= {name: [k[i] for k in keys] for i, name in enumerate(SURVEY.part_key)}
    return pl.DataFrame({"rad": range(2, len(keys) + 2), **columns}, schema_overrides=dict.fromkeys(columns, pl.String))


def test_parts_in_order_with_their_rows():
    rows, parts = split(
        table(
            ("2015", "1103", None, "2"), ("2015", "0301", "030101", "1"), ("2015", "1103", None, "2"),
            ("2015", "1103", None, "1"), ("2017", "1103", None, "2"),
        ),
        SURVEY, FORM,
    )  # fmt: skip
    assert rows["del"].to_list() == [0, 1, 0, 2, 3]
    assert [(p.index, p.year, p.municipality, p.rows) for p in parts] == [
        (0, 2015, "1103", 2), (1, 2015, "0301", 1), (2, 2015, "1103", 1), (3, 2017, "1103", 1),
    ]  # fmt: skip
    assert parts[1].key == (
        ("kartleggingsaar", "2015"), ("kommunenummer", "0301"), ("bydelsnummer", "030101"), ("enhet", "psykisk_helse"),
    )  # fmt: skip


def test_values_that_are_no_code_or_year_stand_as_they_are():
    _, parts = split(table(("i fjor", "301", None, "77"), (None, None, None, None)), SURVEY, FORM)
    assert [dict(p.key)["enhet"] for p in parts] == ["77", None]
    assert [(p.year, p.municipality) for p in parts] == [(None, "301"), (None, None)]


def test_the_table_keeps_the_order_of_the_file_and_the_shape():
    rows, _ = split(table(("2015", "1103", None, "2"), ("2015", "0301", None, "2"), ("2015", "1103", None, "2")),
                    SURVEY, FORM)  # fmt: skip
    assert rows["rad"].to_list() == [2, 3, 4]
    assert rows.columns == ["rad", "del", *(c.name for c in FORM.columns)]
    assert rows.schema["rad"] == pl.Int64
    assert rows.schema["del"] == pl.Int32


def test_figures_are_split_by_source_and_vintage():
    figures = form("indikatortall", 2015)
    reading = read_upload(Upload("a.csv", csv_bytes(figures, valid_rows(figures, 3, 2015))), contracts())
    assert [[name for name, _ in p.key] for p in reading.parts] == [["aar", "kilde", "argang"]] * 3
    assert {p.municipality for p in reading.parts} == {None}
