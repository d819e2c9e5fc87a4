"""How far one machine reaches: a made wave of growing size through the counting step, on DuckDB and on Spark.

Run as `python -m tests.performance.scale [ROWS …]`; each size and engine in a process of its own. Spark is measured
where it is installed (`make spark`), on this machine's processors. What was found is in `docs/explanation/scale.md`.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from dataclasses import replace
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.settings import REPOSITORY, Settings
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.engine import engine_of
from pipelines.warehouse.waves import count_wave
from tests.performance.bench import run_apart
from tests.performance.catalogue import FORM, SURVEY, YEAR, make_wave
from tests.performance.floor import peak_megabytes

MODULE = "tests.performance.scale"
SIZES = (60_000, 1_000_000, 10_000_000)
ENGINES = ("duckdb", "spark")


def scale(engine: str, rows: int) -> dict[str, float]:
    """Make a wave of `rows` persons, and count every indicator of its survey.

    Returns:
        `making`, `first` and `counting` in seconds: the table, the first count and one more, which starts no Spark;
        `processor`, what the last took of this process, all threads; `counts`; `megabytes` of this process at most;
        `disk`, the warehouse in megabytes. Spark's own process is another, and holds a gigabyte by its own default.
    """
    contracts = load_contracts(REPOSITORY / "data_contracts")
    survey = replace(contracts.surveys[SURVEY], form_by_year={YEAR: FORM})
    indicators = load_catalogue(contracts.folder)[SURVEY]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder), engine=engine)
        laps, worked = [time.perf_counter()], [0.0]
        with open_warehouse(settings.warehouse) as connection, engine_of(settings) as chosen:
            make_wave(connection, survey, YEAR, load_geography(contracts.folder / "reference"), rows)
            laps.append(time.perf_counter())
            for _ in range(2):
                counts = count_wave(connection, survey, YEAR, indicators, chosen)
                laps.append(time.perf_counter())
                worked.append(time.process_time())
        disk = settings.warehouse.stat().st_size / 1e6
    making, first, counting = (after - before for before, after in pairwise(laps))
    return {"making": making, "first": first, "counting": counting, "processor": worked[-1] - worked[-2],
            "counts": counts, "megabytes": peak_megabytes(), "disk": disk}  # fmt: skip


def main(sizes: list[int]) -> None:
    """Measure each size on each engine there is, and print each as soon as it is measured."""
    for engine in ENGINES if find_spec("pyspark") else ENGINES[:1]:
        for rows in sizes:
            found = run_apart(MODULE, f"{engine}:{rows}")
            times = f"{found['first']:.1f} s, again {found['counting']:.1f} s ({found['processor']:.1f} s of processor)"
            room = f"{found['megabytes']:.0f} MB of memory, {found['disk']:.0f} MB on disk"
            print(f"{engine}, {rows} rows: {found['counts']} counts in {times}; {room}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) == 2 and ":" in sys.argv[1]:
        named, _, size = sys.argv[1].partition(":")
        print(json.dumps(scale(named, int(size))))
    else:
        main([int(size) for size in sys.argv[1:]] or list(SIZES))
