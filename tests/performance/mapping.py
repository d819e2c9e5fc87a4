"""Mapping ten million rows to their regions by year and code in DuckDB, against counting the same rows unmapped.

Run as `python -m tests.performance.mapping [ROWS]`; prints seconds by step and the persons counted as JSON.
"""

from __future__ import annotations

import json
import sys
import time

import duckdb

from pipelines.geography import load_geography
from pipelines.geography.placement import placement
from pipelines.settings import REPOSITORY

ROWS = 10_000_000
FIRST, LAST = 2012, 2026


def mapping(rows: int) -> dict[str, float | int]:
    """Seconds for the unmapped count (`floor`) and the mapped one (`mapping`), and how many rows each counted."""
    geography = load_geography(REPOSITORY / "data_contracts" / "reference")
    with duckdb.connect() as connection:
        connection.register("plasser", placement(geography, range(FIRST, LAST + 1)))
        connection.execute("CREATE TABLE plassering AS SELECT row_number() OVER () - 1 AS nr, * FROM plasser")
        connection.execute(f"""CREATE TABLE personer AS SELECT aar, kommunenummer
            FROM (SELECT (hash(range) % (SELECT count(*) FROM plassering))::BIGINT AS nr FROM range({rows:d}))
            JOIN plassering USING (nr)""")
        started = time.perf_counter()
        unmapped = connection.sql("SELECT aar, kommunenummer, count(*) FROM personer GROUP BY ALL").fetchall()
        counted = time.perf_counter()
        mapped = connection.sql("""SELECT aar, kommune_2024, fylke_2024, korus, helseregion, count(*)
            FROM personer JOIN plassering USING (aar, kommunenummer) GROUP BY ALL""").fetchall()
        done = time.perf_counter()
    return {
        "floor": counted - started,
        "mapping": done - counted,
        "rows": sum(row[-1] for row in unmapped),
        "mapped": sum(row[-1] for row in mapped),
    }


if __name__ == "__main__":
    print(json.dumps(mapping(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS)))
