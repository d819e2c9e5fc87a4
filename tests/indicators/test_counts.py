"""The compiled query counts what the declaration says, compared with counting by hand in Python."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import duckdb
import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Indicator, load_catalogue
from pipelines.indicators.counts import COUNTED, counts_sql
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"

ROWS = [
    # kommune, basisgruppe, kjonn, aldersgruppe, bolig
    ("1103", "rop_alvorlig", "mann", "30-39", "gronn"),
    ("1103", "rop_alvorlig", "mann", "30-39", "rod"),
    ("1103", "rop_alvorlig", "kvinne", "16-17", "rod"),
    ("1103", "kun_psykisk", "kvinne", "60+", "ukjent"),
    ("0301", "rus_uten_psykisk", "mann", "60+", None),
    ("0301", "rus_uten_psykisk", "kvinne", "60+", "gul"),
]


@pytest.fixture(scope="module")
def counted(contracts: Contracts) -> pl.DataFrame:
    survey = contracts.surveys["brukerplan"]
    frame = pl.DataFrame(ROWS, schema=["kommunenummer", "basisgruppe", "kjonn", "aldersgruppe", "bolig"], orient="row")
    absent = {c.name for f in survey.forms.values() for c in f.columns} - set(frame.columns)
    rows = frame.with_columns(pl.lit(None, pl.String).alias(c) for c in absent).with_columns(
        kartleggingsaar=pl.lit(2019)
    )
    connection = duckdb.connect()
    connection.register("rader", rows)
    return connection.sql(counts_sql(survey, load_catalogue(contracts.folder)["brukerplan"], "rader")).pl()


def test_a_mean_counts_its_quantity_exactly(contracts: Contracts) -> None:
    survey = contracts.surveys["brukerplan"]
    text = {"nb": "x", "nn": "x"}
    mean = Indicator.model_validate(
        {"id": "snitt", "title": text, "kind": "mean", "unit": "barn", "value": "antall_barn * 0.1",
         "denominator": "barn = 'samvaer'", "breakdowns": ["kjonn"], "definition": text}
    )  # fmt: skip
    rows = [("mann", "samvaer", 3), ("mann", "samvaer", 1), ("kvinne", "samvaer", None), ("kvinne", "ingen", 9)]
    frame = pl.DataFrame(rows, ["kjonn", "barn", "antall_barn"], orient="row").with_columns(
        kartleggingsaar=2019, kommunenummer=pl.lit("1103"), basisgruppe=pl.lit("rus"), aldersgruppe=pl.lit("60+")
    )
    with duckdb.connect() as connection:
        connection.register("rader", frame)
        counts = connection.sql(counts_sql(survey, [mean], "rader")).pl()
    found = counts.sort("inndeling", "kategori").select("kategori", *COUNTED).rows()
    assert found == [
        ("alle", None, 2, Decimal("0.4"), Decimal("0.10")),
        ("kvinne", None, 0, None, None),
        ("mann", None, 2, Decimal("0.4"), Decimal("0.10")),
    ]


def test_only_those_that_ask_for_it_are_divided(counted: pl.DataFrame) -> None:
    divided = counted.filter(pl.col("inndeling") == "aldersgruppe")["indikator"].unique()
    asked = {i.id for i in load_catalogue(CONTRACTS)["brukerplan"] if "aldersgruppe" in i.breakdowns}
    assert set(divided) == asked


def by_hand(inndeling: str, bolig: set[str], base: set[str]) -> dict[tuple[str, str, str], tuple[int, int]]:
    top: Counter[tuple[str, str, str]] = Counter()
    bottom: Counter[tuple[str, str, str]] = Counter()
    for kommune, gruppe, kjonn, alder, svar in ROWS:
        if alder == "16-17":
            continue
        key = (kommune, gruppe, {"alle": "alle", "kjonn": kjonn, "aldersgruppe": alder}[inndeling])
        bottom[key] += svar in base
        top[key] += svar in bolig
    return {key: (top[key], bottom[key]) for key in bottom}


@pytest.mark.parametrize("inndeling", ["alle", "kjonn", "aldersgruppe"])
@pytest.mark.parametrize(("indikator", "svar"), [("bolig_tilfredsstillende", {"gronn"}), ("bostedslos", {"rod"})])
def test_counts_equal_counting_by_hand(counted: pl.DataFrame, indikator: str, svar: set[str], inndeling: str) -> None:
    found = counted.filter(pl.col("indikator") == indikator, pl.col("inndeling") == inndeling)
    cells = {(k, b, c): (t, n) for k, b, c, t, n in
             found.select("kommunenummer", "basisgruppe", "kategori", "teller", "nevner").iter_rows()}  # fmt: skip
    expected = by_hand(inndeling, svar, {"gronn", "gul", "rod"})
    assert {k: v for k, v in cells.items() if k in expected} == expected
    assert all(v == (0, 0) for k, v in cells.items() if k not in expected), "under-age rows count nowhere"


def test_individual_plan_is_of_all_mapped_unknown_included(counted: pl.DataFrame) -> None:
    plan = counted.filter(pl.col("indikator") == "individuell_plan", pl.col("inndeling") == "alle")
    assert plan["nevner"].sum() == 5
