"""Reports put in a folder: each file whole or not at all, and a list of them written last.

Whoever reads the folder trusts the list (`rapporter.json`): it names the files that belong together, with their hashes,
and the release they tell of. What a run was stopped in the middle of making is not in it.
"""

from __future__ import annotations

import hashlib
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from pipelines.atomic import replace_file
from pipelines.contracts.report_file import ReportFormat
from pipelines.published import VIEW_2024, Release, open_release
from pipelines.reports.declared import load_report
from pipelines.reports.listed import LIST, as_written
from pipelines.reports.making import made, places_of, subject

_FEW = 8
"""So few reports are made sooner than other processes are started."""


@dataclass(frozen=True)
class Wanted:
    """One report to be made: which, of what place, in what language and format, and of which plan."""

    report: str
    place: str
    language: str = "nb"
    written_as: ReportFormat = ReportFormat.PDF
    plan: str | None = None

    @property
    def file(self) -> str:
        """Its name: «status_rusfeltet_2016_2020_land-0_nb.pdf», «kommune_kommune-1103_nn.pdf»."""
        parts = (self.report, *([self.plan] if self.plan else []), self.place, self.language)
        return f"{'_'.join(parts)}.{self.written_as}"


@dataclass(frozen=True)
class Place:
    """Where things lie: the contracts, the releases, and which release is told of."""

    contracts: Path
    releases: Path
    release: str


def every_place(report: str, kind: str, release: Release, language: str, written_as: ReportFormat) -> list[Wanted]:
    """The report for each place of a kind."""
    return [Wanted(report, one.key, language, written_as) for one in places_of(kind, release)]


def place_reports(
    folder: Path,
    wanted: Sequence[Wanted],
    source: Place,
    *,
    processes: int = 2,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Path]:
    """Make `wanted` and put them in `folder`, which is made if it is not there.

    Args:
        folder: where they are put; files that stand there under the same names are replaced one by one.
        wanted: the reports.
        source: what they are made from.
        processes: how many work at once.
        progress: told how many are done, of how many.

    Returns:
        Their paths, in the order asked for.

    Raises:
        CannotBeMade: one of them cannot be had; those made before it stand, and the list is not written.
        ContractError: a declaration cannot be used.
        BrokenRelease: the release cannot be opened.
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for one, content in zip(wanted, _contents(wanted, source, processes), strict=True):
        replace_file(folder / one.file, content)
        listed.append({"fil": one.file, "sha256": hashlib.sha256(content).hexdigest(), **_described(one)})
        progress(len(listed), len(wanted))
    replace_file(folder / LIST, as_written(source.release, listed))
    return [folder / one.file for one in wanted]


def _described(one: Wanted) -> dict[str, str]:
    names = {"report": "rapport", "place": "sted", "language": "sprak", "written_as": "format", "plan": "plan"}
    return {names[key]: str(value) for key, value in asdict(one).items() if value is not None}


def _contents(wanted: Sequence[Wanted], source: Place, processes: int) -> Iterable[bytes]:
    """The content of each, in order; by several processes where there are many."""
    if processes < 2 or len(wanted) <= _FEW:
        return (_made(one, source) for one in wanted)
    return _by_processes(wanted, source, processes)


def _by_processes(wanted: Sequence[Wanted], source: Place, processes: int) -> Iterator[bytes]:
    # Started anew, not forked: the libraries that draw and set have threads of their own.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh) as pool:
        yield from pool.map(_made, wanted, [source] * len(wanted), chunksize=4)


def _made(one: Wanted, source: Place) -> bytes:
    release = _opened(source)
    declared = load_report(source.contracts, one.report)
    about = subject(
        declared, release, one.place, language=one.language, plan=one.plan, releases=source.releases
    )  # fmt: skip
    return made(about, one.written_as)


@lru_cache(maxsize=1)
def _opened(source: Place) -> Release:
    """The release, opened once for all the reports of a run."""
    return open_release(source.releases, source.release).in_view(VIEW_2024)
