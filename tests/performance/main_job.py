"""The main job on a folder of files, timed by stage: handed in, accepted, harmonised, counted, unprotected cube.

Run as `python -m tests.performance.main_job FOLDER` in a process of its own, so that peak memory is the job's; prints
JSON. Importing great_expectations takes seconds whatever the work is, and is timed apart.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipelines.settings import Settings, switch_off_telemetry
from tests.performance.floor import peak_megabytes
from tests.performance.wave import SURVEY, YEAR


class Watch:
    """Seconds by stage: `lap(name)` closes the stage that has been going on."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self._clock = clock
        self._last = clock()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        """What has passed since the last lap belongs to `name`."""
        now = self._clock()
        self.laps[name] = self.laps.get(name, 0.0) + now - self._last
        self._last = now


def main_job(folder: Path, home: Path) -> dict[str, object]:
    """Hand in every file of `folder` and build the unprotected cube under `home`.

    Raises:
        ImportError: a stage does not exist.
        RuntimeError: a file was refused, so that the time is not that of the whole job.
    """
    imports = Watch()
    importlib.import_module("great_expectations")
    imports.lap("great_expectations")
    from pipelines.handin import HandIn
    from pipelines.intake import Upload
    from pipelines.orchestration.stages import Stages
    from pipelines.warehouse.database import open_warehouse

    imports.lap("opptrapp")

    settings = Settings(home=home)
    stages = Stages(settings)
    watch = Watch()
    uploads = [Upload.from_path(path) for path in sorted(folder.iterdir())]
    reports = HandIn.of(settings).deliver(uploads, actor="måling", progress=lambda stage, *_: watch.lap(stage))
    watch.lap("lagrer")
    stages.load([partition for partition in stages.partitions if partition.startswith(f"{SURVEY}|{YEAR}")])
    watch.lap("laster og teller")
    stages.build_cube()
    watch.lap("kube")
    peak = peak_megabytes()

    refused = [report for report in reports if any(f.severity.refuses for f in report.findings)]
    if refused:
        first = next((f.message for f in refused[0].findings if f.severity.refuses), "")
        raise RuntimeError(f"{len(refused)} of {len(reports)} files were refused; {refused[0].file}: {first}")
    with open_warehouse(settings.warehouse) as connection:
        ((persons,),) = connection.sql(
            f"""SELECT teller FROM kube WHERE indikator = 'kartlagte' AND aar = {YEAR} AND regiontype = 'land'
                AND basisgruppe = 'alle' AND inndeling = 'alle'"""
        ).fetchall()
    return {
        "imports": imports.laps,
        "steps": watch.laps,
        "seconds": sum(watch.laps.values()),
        "megabytes": peak,
        "rows": sum(report.rows_read for report in reports),
        "persons": persons,
    }


if __name__ == "__main__":
    switch_off_telemetry()
    with tempfile.TemporaryDirectory() as home:
        print(json.dumps(main_job(Path(sys.argv[1]), Path(home))))
