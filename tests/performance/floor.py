"""The least work that the main job needs: Polars reads the files, DuckDB loads them and counts. No checks, no parts.

Run as `python -m tests.performance.floor FOLDER`; prints seconds by step, peak memory and the counts as JSON. Ratios
to this floor are the budgets of `bench`, so that they hold on fast machines and slow ones alike.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb
import polars as pl

TITLE_ROWS = 2
COUNTED = {
    "Boligsituasjon": "123", "Meningsfull aktivitet": "123", "Økonomi": "123", "Fysisk helse": "123",
    "Psykisk helse": "123", "Rusmiddelbruk": "123", "Sosial fungering": "123", "Sosialt nettverk": "123",
    "Levekårsindeks": "1234", "Individuell plan": "1234", "Omsorg for barn": "123", "Inntektskilde": "12345",
}  # fmt: skip
"""Header -> codes: forty counts, as many as a catalogue of a real survey has."""


def floor(folder: Path) -> dict[str, object]:
    """Read, load and count every file in `folder` (`.csv` and `.xlsx` of one survey)."""
    started = time.perf_counter()
    tables = [_read(path) for path in sorted(folder.iterdir())]
    rows = pl.concat(tables)
    read = time.perf_counter()
    with tempfile.TemporaryDirectory() as home, duckdb.connect(f"{home}/golv.duckdb") as connection:
        connection.execute("CREATE TABLE personer AS FROM rows")
        loaded = time.perf_counter()
        counts = ", ".join(
            f"""count(*) FILTER ("{header}" = '{code}')""" for header, codes in COUNTED.items() for code in codes
        )
        cells = connection.sql(f"""
            SELECT Kommunenr, left(Kommunenr, 2) AS fylke, count(*) AS personer, {counts} FROM personer
            WHERE Aldersgruppe <> '1' GROUP BY GROUPING SETS ((Kommunenr), (fylke), ())""").fetchall()
        counted = time.perf_counter()
    steps = {"leser": read - started, "laster": loaded - read, "teller": counted - loaded}
    return {
        "steps": steps,
        "seconds": counted - started,
        "megabytes": peak_megabytes(),
        "rows": rows.height,
        "persons": next(row[2] for row in cells if row[0] is None and row[1] is None),
    }


def _read(path: Path) -> pl.DataFrame:
    if path.suffix == ".csv":
        return pl.read_csv(path, separator=";", encoding="cp1252", infer_schema=False)
    return pl.read_excel(path, read_options={"header_row": TITLE_ROWS, "dtypes": "string"})


def peak_megabytes() -> float:
    """The most memory this process has held, with the largest of its children that have ended."""
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return (own + children) / 1024


if __name__ == "__main__":
    print(json.dumps(floor(Path(sys.argv[1]))))
