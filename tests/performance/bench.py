"""`make bench`: the budgets, each measured as a ratio to the floor in the same run. Exits 1 when one is exceeded.

Usage: `python -m tests.performance.bench [--rows 26000 60000] [--repeat 2]`. The floor and the job run in turn, each
in a process of its own; of the repetitions the fastest counts, since other work on the machine only ever adds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from pipelines.published import current_id
from pipelines.settings import REPOSITORY, Settings
from tests.performance.wave import write_wave

MOST_TIMES_FLOOR = 4.0
MOST_MEGABYTES = 1500
FLOOR, JOB = "tests.performance.floor", "tests.performance.main_job"
MAPPING, MAPPED_ROWS = "tests.performance.mapping", 10_000_000
MAPPING_TIMES_FLOOR, MAPPING_SECONDS = 6.0, 2.0
CATALOGUE, CATALOGUE_ROWS = "tests.performance.catalogue", 60_000
PAGES = "tests.performance.pages"
VIEW_MILLISECONDS, FIRST_SECONDS, PAGES_MEGABYTES = 300.0, 3.0, 6000.0
REPORTS, REPORTS_TIMES_FLOOR, REPORTS_SECONDS = "tests.performance.reports", 6.0, 300.0
OPTIMUM, FAMILIES = "tests.performance.optimum", 60
LOSS_TIMES_LEAST, FIGURES_TIMES_LEAST, AIM = 1.1, 1.15, 1.1
WAVE_SECONDS, SURVEY_SECONDS, CATALOGUE_MEGABYTES = 4.0, 60.0, 6000

Measured = dict[str, Any]
"""`steps` and `imports` (seconds by name), `seconds`, `megabytes`, `rows`, `persons`."""


class BenchError(Exception):
    """The measurement could not be made; the message says which part and why."""


@dataclass(frozen=True)
class Result:
    """One size of wave, measured."""

    files: int
    floor: Measured
    job: Measured

    @property
    def ratio(self) -> float:
        """The job's time over the floor's."""
        return float(self.job["seconds"] / self.floor["seconds"])

    @property
    def exceeded(self) -> list[str]:
        """The budgets that do not hold, in words."""
        found = []
        if self.ratio > MOST_TIMES_FLOOR:
            found.append(f"{self.job['rows']} rows: {self.ratio:.1f} x floor, budget {MOST_TIMES_FLOOR:.0f} x")
        if self.job["megabytes"] > MOST_MEGABYTES:
            found.append(f"{self.job['rows']} rows: {self.job['megabytes']:.0f} MB, budget {MOST_MEGABYTES} MB")
        return found


@dataclass(frozen=True)
class Mapping:
    """Ten million rows counted by year and code (`floor`, seconds), and by the regions they are mapped to."""

    floor: float
    mapping: float

    @property
    def exceeded(self) -> list[str]:
        """The budgets that do not hold, in words."""
        ratio = self.mapping / self.floor
        found = []
        if ratio > MAPPING_TIMES_FLOOR:
            found.append(f"mapping: {ratio:.1f} x floor, budget {MAPPING_TIMES_FLOOR:.0f} x")
        if self.mapping > MAPPING_SECONDS:
            found.append(f"mapping: {self.mapping:.1f} s, budget {MAPPING_SECONDS:.0f} s")
        return found

    def __str__(self) -> str:
        return (
            f"{MAPPED_ROWS} rows mapped by year and code: {self.mapping:.2f} s, floor {self.floor:.2f} s, "
            f"{self.mapping / self.floor:.2f} x (at most {MAPPING_TIMES_FLOOR:.0f})"
        )


@dataclass(frozen=True)
class Catalogue:
    """A wave with every indicator of its survey (`wave`), and a made survey of many waves (`survey`), counted."""

    wave: Measured
    survey: Measured
    megabytes: float

    @property
    def exceeded(self) -> list[str]:
        """The budgets that do not hold, in words."""
        limits = [(self.wave["seconds"], WAVE_SECONDS, "s"), (self.survey["seconds"], SURVEY_SECONDS, "s"),
                  (self.megabytes, CATALOGUE_MEGABYTES, "MB")]  # fmt: skip
        return [f"catalogue: {is_:.1f} {unit}, budget {most:.0f} {unit}" for is_, most, unit in limits if is_ > most]

    def __str__(self) -> str:
        told = [
            f"{each['indicators']} indicators x {each['waves']} waves, {each['figures']} figures: "
            f"{each['seconds']:.1f} s ({each['processor']:.1f} s of processor)"
            for each in (self.wave, self.survey)
        ]
        return "\n".join([*told, f"peak memory of both: {self.megabytes:.0f} MB"])


@dataclass(frozen=True)
class Pages:
    """The dashboard over a full release: milliseconds by page (the 95th percentile), first page, visitors, memory."""

    rows: int
    first: float
    times: dict[str, float]
    errors: int
    together: float
    errors_together: int
    megabytes: float
    processors: int

    @property
    def exceeded(self) -> list[str]:
        """The budgets that do not hold, in words."""
        limits = [(taken, VIEW_MILLISECONDS, f"ms for {page}") for page, taken in self.times.items()]
        limits += [(self.first, FIRST_SECONDS, "s for the first page"), (self.megabytes, PAGES_MEGABYTES, "MB"),
                   (self.errors + self.errors_together, 0, "errors")]  # fmt: skip
        return [f"pages: {is_:.1f} {unit}, budget {most:.0f}" for is_, most, unit in limits if is_ > most]

    def __str__(self) -> str:
        told = ", ".join(f"{page} {taken:.0f} ms" for page, taken in self.times.items())
        return (
            f"pages over {self.rows} figures: {told} (95th percentile, at most {VIEW_MILLISECONDS:.0f}); first page "
            f"{self.first:.1f} s (at most {FIRST_SECONDS:.0f}); 50 visitors at once: slowest page "
            f"{self.together:.1f} s, {self.errors_together} errors; {self.megabytes:.0f} MB at most"
        )


@dataclass(frozen=True)
class Reports:
    """A municipal report from release to PDF (`job`) and its setting alone (`floor`), seconds; and all of them."""

    floor: float
    job: float
    every: float
    kilobytes: float

    @property
    def exceeded(self) -> list[str]:
        """The budgets that do not hold, in words."""
        ratio = self.job / self.floor
        limits = [(ratio, REPORTS_TIMES_FLOOR, "x floor"), (self.every, REPORTS_SECONDS, "s for all municipalities")]
        return [f"reports: {is_:.1f} {unit}, budget {most:.0f}" for is_, most, unit in limits if is_ > most]

    def __str__(self) -> str:
        return (
            f"a municipal report: {self.job:.2f} s, its setting alone {self.floor:.2f} s, "
            f"{self.job / self.floor:.2f} x (at most {REPORTS_TIMES_FLOOR:.0f}), {self.kilobytes:.0f} kB; "
            f"all 357 on two processes {self.every:.0f} s (at most {REPORTS_SECONDS:.0f})"
        )


@dataclass(frozen=True)
class Optimum:
    """What is hidden in made families over the least that must be; `tests.performance.optimum` tells what is what."""

    families: int
    solved: int
    unsafe: int
    loss: float
    loss_most: float
    doubt: float
    figures: float
    figures_most: float

    @property
    def exceeded(self) -> list[str]:
        """The budgets that do not hold, in words."""
        limits = [(self.loss, LOSS_TIMES_LEAST, "loss"), (self.figures, FIGURES_TIMES_LEAST, "figures")]
        return [f"hidden: {is_:.2f} x the least {of}, budget {most:.2f} x" for is_, most, of in limits if is_ > most]

    def __str__(self) -> str:
        return (
            f"hidden in {self.solved} of {self.families} families solved: {self.loss:.2f} x the least loss (at most "
            f"{LOSS_TIMES_LEAST:.2f}, aimed at {AIM:.1f}; worst {self.loss_most:.2f}, with doubt {self.doubt:.2f}); "
            f"{self.figures:.2f} x the fewest figures (at most {FIGURES_TIMES_LEAST:.2f}; worst "
            f"{self.figures_most:.2f})"
        )


def finished_release(folder: Path | None) -> Path:
    """The release that is lengthened: `folder`, else the published one of this installation.

    Raises:
        BenchError: there is none.
    """
    releases = Settings().releases
    current = current_id(releases) if folder is None else None
    found = folder or (releases / current if current else None)
    if found is None or not (found / "manifest.json").is_file():
        raise BenchError("No finished release for the pages. Run `make demo SERVE=0` first, or give --release FOLDER.")
    return found


def measure_mapping(repeat: int) -> Mapping:
    """The fastest of `repeat` runs.

    Raises:
        BenchError: it failed, or rows were lost or doubled on the way.
    """
    runs = [run_apart(MAPPING, MAPPED_ROWS) for _ in range(repeat)]
    for run in runs:
        if run["mapped"] != run["rows"]:
            raise BenchError(f"Mapping made {run['mapped']} rows of {run['rows']}.")
    fastest = min(runs, key=lambda run: float(run["mapping"]))
    return Mapping(float(fastest["floor"]), float(fastest["mapping"]))


def run_apart(module: str, argument: Path | int | str) -> Measured:
    """Run `module` on `argument` in its own process.

    Raises:
        BenchError: it failed; a stage that does not exist is named.
    """
    done = subprocess.run(
        [sys.executable, "-m", module, str(argument)], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    if done.returncode == 0:
        measured: Measured = json.loads(done.stdout.splitlines()[-1])
        return measured
    reason = next((line for line in reversed(done.stderr.splitlines()) if line.strip()), "no message")
    if reason.startswith(("ModuleNotFoundError", "ImportError")):
        raise BenchError(f"{module}: a stage is missing, so the budget cannot be measured. {reason}")
    raise BenchError(f"{module} failed. {reason}")


def measure(rows: int, repeat: int, progress: Progress) -> Result:
    """Write a wave of `rows` persons and measure floor and job on it, `repeat` times in turn.

    Raises:
        BenchError: one of them failed, or they did not count the same persons.
    """
    task = progress.add_task(f"{rows} rows", total=1 + 2 * repeat)
    with tempfile.TemporaryDirectory() as folder:
        files = write_wave(Path(folder), rows)
        progress.advance(task)
        runs: dict[str, list[Measured]] = {FLOOR: [], JOB: []}
        for module in [FLOOR, JOB] * repeat:
            runs[module].append(run_apart(module, Path(folder)))
            progress.advance(task)
    fastest = {module: min(found, key=lambda run: float(run["seconds"])) for module, found in runs.items()}
    floor, job = fastest[FLOOR], fastest[JOB]
    for what in ("rows", "persons"):
        if floor[what] != job[what]:
            raise BenchError(f"Floor and job disagree on {what}: {floor[what]} and {job[what]}. One of them is wrong.")
    return Result(files, floor, job)


def table_of(results: list[Result]) -> Table:
    """What was measured, a column for each size of wave."""
    table = Table(title="Files to unprotected cube")
    table.add_column("")
    for result in results:
        table.add_column(f"{result.files} files, {result.job['rows']} rows", justify="right")

    def line(name: str, values: list[str], end_section: bool = False) -> None:
        table.add_row(name, *values, end_section=end_section)

    for step in results[0].floor["steps"]:
        line(f"floor: {step}", [f"{r.floor['steps'][step]:.2f} s" for r in results])
    line("floor", [f"{r.floor['seconds']:.2f} s, {r.floor['megabytes']:.0f} MB" for r in results], end_section=True)
    for step in results[0].job["steps"]:
        line(f"job: {step}", [f"{r.job['steps'][step]:.2f} s" for r in results])
    line("job", [f"{r.job['seconds']:.2f} s" for r in results], end_section=True)
    line(f"ratio (at most {MOST_TIMES_FLOOR:.0f})", [f"{r.ratio:.2f} x" for r in results])
    line(f"peak memory (at most {MOST_MEGABYTES} MB)", [f"{r.job['megabytes']:.0f} MB" for r in results], True)
    for name in results[0].job["imports"]:
        line(f"apart: import {name}", [f"{r.job['imports'][name]:.2f} s" for r in results])
    return table


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and return the exit code: 0 within the budgets, 1 over, 2 not measurable."""
    parser = argparse.ArgumentParser(description="Measure the budgets as ratios to the least work the job needs.")
    parser.add_argument("--rows", type=int, nargs="+", default=[26_000, 60_000], help="sizes of wave")
    parser.add_argument("--repeat", type=int, default=2, help="times each is run; the fastest counts")
    parser.add_argument("--release", type=Path, help="folder of the release that the pages are measured over")
    options = parser.parse_args(arguments)
    console = Console()
    try:
        with Progress(console=Console(stderr=True), transient=True) as progress:
            results = [measure(rows, options.repeat, progress) for rows in options.rows]
            mapping = measure_mapping(options.repeat)
            optimum = Optimum(**run_apart(OPTIMUM, FAMILIES))
            catalogue = Catalogue(**run_apart(CATALOGUE, CATALOGUE_ROWS))
            release = finished_release(options.release)
            reports = Reports(**run_apart(REPORTS, release))
            pages = Pages(**run_apart(PAGES, release))
    except BenchError as error:
        Console(stderr=True).print(f"[bold]Not measured.[/bold] {error}", highlight=False)
        return 2
    console.print(table_of(results))
    others = (mapping, catalogue, optimum, reports, pages)
    console.print("\n".join(map(str, others)), highlight=False)
    exceeded = [sentence for result in (*results, *others) for sentence in result.exceeded]
    for sentence in exceeded:
        console.print(f"[bold]Over budget.[/bold] {sentence}", highlight=False)
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main())
