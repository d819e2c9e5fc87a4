"""A large catalogue: one national wave with every indicator of its survey, and a made survey of fifteen waves.

Run as `python -m tests.performance.catalogue ROWS`; prints seconds, figures and peak memory as JSON. Time is from
loaded rows to the finished unprotected cube: counts, sums over all regions, bases and breakdowns, estimates, reasons.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, islice
from pathlib import Path

import duckdb
import polars as pl

from pipelines.contracts.model import Column, Survey
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.geography import Geography, load_geography
from pipelines.geography.coverage import load_coverage_policy
from pipelines.geography.membership import membership
from pipelines.indicators.catalogue import Indicator, load_catalogue
from pipelines.settings import REPOSITORY
from pipelines.warehouse.cube import build_cube
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.waves import count_wave, table_of
from tests.performance.floor import peak_megabytes

SURVEY, FORM, YEAR = "brukerplan", "2019", 2019
MADE_INDICATORS, MADE_YEARS = 200, range(2012, 2027)
AREAS = ("bolig", "aktivitet", "okonomi", "fysisk_helse", "psykisk_helse", "rusmiddelbruk", "sosial_fungering",
         "nettverk")  # fmt: skip
LEVELS = ("gronn", "gul", "rod")
NOBODY = {"undersokelse": pl.String, "aar": pl.Int64, "kommunenummer": pl.String}


def one_wave(rows: int) -> dict[str, float]:
    """Every indicator of the survey over one wave of `rows` persons."""
    contracts = load_contracts(REPOSITORY / "data_contracts")
    survey = replace(contracts.surveys[SURVEY], form_by_year={YEAR: FORM})
    return _measured(contracts, survey, load_catalogue(contracts.folder)[SURVEY], rows)


def made_survey(rows: int) -> dict[str, float]:
    """`MADE_INDICATORS` over fifteen waves of `rows` persons each: how pairs of areas go together."""
    contracts = load_contracts(REPOSITORY / "data_contracts")
    survey = replace(contracts.surveys[SURVEY], form_by_year=dict.fromkeys(MADE_YEARS, FORM))
    pairs = ((a, b, c, d) for a, b in combinations(AREAS, 2) for c in LEVELS for d in LEVELS)
    made = [_pair(*each) for each in islice(pairs, MADE_INDICATORS)]
    return _measured(contracts, survey, made, rows)


def _pair(first: str, second: str, level: str, other: str) -> Indicator:
    text = {"nb": "x", "nn": "x"}
    return Indicator.model_validate({
        "id": f"{first}_{level}_{second}_{other}", "title": text, "definition": text, "kind": "proportion",
        "denominator": f"{first} <> 'ukjent' AND {second} <> 'ukjent'",
        "numerator": f"{first} = '{level}' AND {second} = '{other}'", "bases": ["alle"], "breakdowns": ["kjonn"],
    })  # fmt: skip


def _measured(contracts: Contracts, survey: Survey, indicators: Sequence[Indicator], rows: int) -> dict[str, float]:
    geography = load_geography(contracts.folder / "reference")
    alone = Contracts(contracts.folder, {survey.id: survey})
    policy = load_coverage_policy(contracts.folder)
    with tempfile.TemporaryDirectory() as home, open_warehouse(Path(home) / "varehus.duckdb") as connection:
        for year in survey.years:
            make_wave(connection, survey, year, geography, rows)
        started, worked = time.perf_counter(), time.process_time()
        for year in survey.years:
            count_wave(connection, survey, year, indicators)
        counted = time.perf_counter()
        cube = build_cube(
            connection, alone, geography, {survey.id: tuple(indicators)}, policy, pl.DataFrame(schema=NOBODY)
        )
        done = time.perf_counter()
    return {
        "seconds": done - started,
        "processor": time.process_time() - worked,
        "counting": counted - started,
        "indicators": len(indicators),
        "waves": len(survey.years),
        "rows": rows * len(survey.years),
        "figures": cube.height,
    }


def make_wave(
    connection: duckdb.DuckDBPyConnection, survey: Survey, year: int, geography: Geography, rows: int
) -> None:
    """A wave's table: every municipality of the year takes part, and codes are spread by a hash of the row."""
    form = survey.forms[FORM]
    codes = membership(geography, [year])["kommunenummer"].unique().sort()
    connection.register("kommuner", pl.DataFrame({"kommunenummer": codes}).with_row_index("plass"))
    answers = [
        f"[{_listed(column)}][1 + (hash(nr, '{column.name}') % {len(column.codes)})::INTEGER] AS {column.name}"
        for column in form.columns
        if column.codes
    ]
    absent = {c.name for f in survey.forms.values() for c in f.columns} - set(form.by_name)
    empty = [f"NULL::VARCHAR AS {name}" for name in sorted(absent)]
    connection.execute(f"""CREATE TABLE {table_of(survey, year)} AS
        SELECT {year}::BIGINT AS {survey.year}, kommunenummer, NULL::VARCHAR AS bydelsnummer, TRUE AS syntetisk,
               (hash(nr, 'barn') % 4)::BIGINT AS antall_barn, {", ".join([*answers, *empty])}
        FROM (SELECT range AS nr, (hash(range) % {len(codes)})::INTEGER AS sted FROM range({rows:d})) AS personer
        JOIN kommuner ON plass = sted""")
    connection.unregister("kommuner")


def _listed(column: Column) -> str:
    return ", ".join(f"'{code.code}'" for code in column.codes)


if __name__ == "__main__":
    size = int(sys.argv[1])
    wave, survey = one_wave(size), made_survey(size)
    print(json.dumps({"wave": wave, "survey": survey, "megabytes": peak_megabytes()}))
