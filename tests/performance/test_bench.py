"""The measuring itself: a floor that counts right, budgets that bite, and words when something cannot be measured."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipelines.published import WHOLE, current_id, open_release
from pipelines.settings import Settings
from tests.performance import bench
from tests.performance.bench import (
    CATALOGUE,
    FLOOR,
    JOB,
    MAPPING,
    OPTIMUM,
    PAGES,
    REPORTS,
    BenchError,
    Catalogue,
    Mapping,
    Optimum,
    Pages,
    Reports,
    Result,
)
from tests.performance.floor import floor
from tests.performance.main_job import Watch
from tests.performance.mapping import mapping
from tests.performance.pages import PAGES as SHOWN_PAGES
from tests.performance.pages import YEARS, lengthened, views
from tests.performance.reports import reports
from tests.support.files import csv_bytes, form, valid_rows, xlsx_bytes
from tests.support.release import write_release


def measured(seconds: float = 1.0, megabytes: float = 300, rows: int = 26_000, persons: int = 25_000) -> dict[str, Any]:
    return {
        "steps": {"leser": seconds}, "imports": {}, "seconds": seconds,
        "megabytes": megabytes, "rows": rows, "persons": persons,
    }  # fmt: skip


def counted(wave: float = 4.0, survey: float = 60.0, megabytes: float = 6000) -> dict[str, Any]:
    told = {"indicators": 113, "waves": 1, "figures": 9, "processor": 1.0}
    return {"wave": told | {"seconds": wave}, "survey": told | {"seconds": survey}, "megabytes": megabytes}


def shown(slowest: float = 300, first: float = 3.0, errors: int = 0, megabytes: float = 6000) -> dict[str, Any]:
    return {"rows": 9, "first": first, "times": {"oversikt": 10.0, "region": slowest}, "errors": 0, "together": 4.0,
            "errors_together": errors, "megabytes": megabytes, "processors": 2}  # fmt: skip


def hidden(loss: float = 1.1, figures: float = 1.15) -> dict[str, Any]:
    return {"families": 60, "solved": 60, "unsafe": 0, "loss": loss, "loss_most": 2.9, "doubt": 1.5, "figures": figures,
            "figures_most": 1.9}  # fmt: skip


def told_of(job: float = 1.2, every: float = 300) -> dict[str, float]:
    return {"floor": 0.2, "job": job, "every": every, "kilobytes": 116.0}


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (told_of(), []),
        (told_of(job=1.3), ["reports: 6.5 x floor, budget 6"]),
        (told_of(every=301), ["reports: 301.0 s for all municipalities, budget 300"]),
    ],
)
def test_budgets_of_reports(measured: dict[str, float], words: list[str]) -> None:
    assert Reports(**measured).exceeded == words


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (hidden(), []),
        (hidden(loss=1.11), ["hidden: 1.11 x the least loss, budget 1.10 x"]),
        (hidden(figures=1.16), ["hidden: 1.16 x the least figures, budget 1.15 x"]),
    ],
)
def test_budgets_of_what_is_hidden(measured: dict[str, Any], words: list[str]) -> None:
    assert Optimum(**measured).exceeded == words


@pytest.mark.slow
def test_reports_are_made_and_timed(tmp_path: Path) -> None:
    places = ["0301", "1101", "1103", "1106", "1505", "3101", "4601", "5001", "5501", "5636", "3401", "4204"]
    found = reports(write_release(tmp_path, municipalities=places), sample=12)
    assert 0 < found["floor"] < found["every"]
    assert found["job"] > 0
    assert found["kilobytes"] > 20


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (shown(), []),
        (shown(slowest=301), ["pages: 301.0 ms for region, budget 300"]),
        (shown(first=3.1), ["pages: 3.1 s for the first page, budget 3"]),
        (shown(errors=1, megabytes=6001), ["pages: 6001.0 MB, budget 6000", "pages: 1.0 errors, budget 0"]),
    ],
)
def test_budgets_of_the_pages(measured: dict[str, Any], words: list[str]) -> None:
    assert Pages(**measured).exceeded == words


def test_without_a_release_the_pages_are_not_measured(home: Settings) -> None:
    with pytest.raises(BenchError, match="make demo SERVE=0"):
        bench.finished_release(None)


@pytest.mark.slow
def test_a_lengthened_release_is_a_release_of_fifteen_waves(tmp_path: Path) -> None:
    short = write_release(tmp_path / "short")
    folder = lengthened(short, tmp_path / "long")
    before, long = open_release(short.parent, short.name), open_release(folder.parent, folder.name)
    assert long.years["bostedslos"] == long.years["tilfreds"] == list(YEARS)
    assert long.years["bp_bostedslos"] == before.years["bp_bostedslos"]
    assert current_id(folder.parent) == folder.name
    newest, every = (
        [
            f.verdi
            for f in r.figures("bostedslos", regions=[r.region["land-0"]], base="rus", **at)
            if f.inndeling == WHOLE
        ]
        for r, at in ((before, {"year": 2019}), (long, {}))
    )
    assert every == newest * len(YEARS)
    assert {page: len(addresses) for page, addresses in views(folder, 2).items()} == dict.fromkeys(SHOWN_PAGES, 2)


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        (counted(), []),
        (counted(wave=4.1), ["catalogue: 4.1 s, budget 4 s"]),
        (counted(survey=61), ["catalogue: 61.0 s, budget 60 s"]),
        (counted(megabytes=6001), ["catalogue: 6001.0 MB, budget 6000 MB"]),
    ],
)
def test_budgets_of_a_large_catalogue(measured: dict[str, Any], words: list[str]) -> None:
    assert Catalogue(**measured).exceeded == words


def answers(
    monkeypatch: pytest.MonkeyPatch, floor: dict[str, Any], job: dict[str, Any], mapped: int = 10_000_000
) -> None:
    """Let the processes answer without being run, and the wave be written without being drawn."""
    mapping = {"floor": 0.2, "mapping": 0.6, "rows": 10_000_000, "mapped": mapped}
    told = {FLOOR: floor, JOB: job, MAPPING: mapping, CATALOGUE: counted(), OPTIMUM: hidden(), PAGES: shown(),
            REPORTS: told_of()}  # fmt: skip
    monkeypatch.setattr(bench, "finished_release", lambda _: Path())
    monkeypatch.setattr(bench, "run_apart", lambda module, _: told[module])
    monkeypatch.setattr(bench, "write_wave", lambda _folder, _rows: 357)


def test_floor_reads_both_formats_and_counts_those_over_18(tmp_path: Path) -> None:
    contract = form("brukerplan", 2019)
    rows = {number: valid_rows(contract, 40, 2019, number) for number in ("1103", "0301")}
    (tmp_path / "a.csv").write_bytes(csv_bytes(contract, rows["1103"], "cp1252"))
    (tmp_path / "b.xlsx").write_bytes(xlsx_bytes(contract, rows["0301"]))
    found = floor(tmp_path)
    assert found["rows"] == 80
    assert found["persons"] == sum(row["aldersgruppe"] != "1" for given in rows.values() for row in given) < 80


@pytest.mark.parametrize(
    ("seconds", "megabytes", "words"),
    [
        (3.9, 1499, []),
        (4.0, 1500, []),
        (4.1, 1499, ["26000 rows: 4.1 x floor, budget 4 x"]),
        (3.9, 1501, ["26000 rows: 1501 MB, budget 1500 MB"]),
        (9, 3000, ["26000 rows: 9.0 x floor, budget 4 x", "26000 rows: 3000 MB, budget 1500 MB"]),
    ],
)
def test_budgets(seconds: float, megabytes: float, words: list[str]) -> None:
    assert Result(357, measured(1.0), measured(seconds, megabytes)).exceeded == words


@pytest.mark.parametrize(("seconds", "code"), [(2.0, 0), (9.0, 1)])
def test_exit_code_says_whether_budgets_hold(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], seconds: float, code: int
) -> None:
    answers(monkeypatch, measured(1.0), measured(seconds))
    assert bench.main(["--rows", "26000", "--repeat", "1"]) == code
    printed = capsys.readouterr().out
    assert f"{seconds:.2f} x" in printed
    assert ("Over budget." in printed) == (code == 1)


def test_a_job_that_counts_other_persons_than_the_floor_is_no_measurement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, measured(persons=25_000), measured(persons=24_999))
    assert bench.main(["--rows", "26000"]) == 2
    assert "disagree on persons" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.6, []),
        (1.5, ["mapping: 7.5 x floor, budget 6 x"]),
        (2.5, ["mapping: 12.5 x floor, budget 6 x", "mapping: 2.5 s, budget 2 s"]),
    ],
)
def test_budget_of_mapping(seconds: float, words: list[str]) -> None:
    assert Mapping(0.2, seconds).exceeded == words


def test_rows_lost_in_mapping_are_no_measurement(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers(monkeypatch, measured(1.0), measured(2.0), mapped=9_999_999)
    assert bench.main(["--rows", "26000", "--repeat", "1"]) == 2
    assert "9999999 rows of 10000000" in capsys.readouterr().err


def test_every_row_is_mapped_once() -> None:
    found = mapping(20_000)
    assert found["rows"] == found["mapped"] == 20_000


@pytest.mark.parametrize(
    ("stderr", "words"),
    [
        ("Traceback\nModuleNotFoundError: No module named 'pipelines.warehouse'\n", "a stage is missing"),
        ("Traceback\nImportError: cannot import name 'HandIn'\n", "a stage is missing"),
        ("Traceback\nRuntimeError: 3 of 357 files were refused\n", "failed. RuntimeError: 3 of 357 files"),
        ("", "no message"),
    ],
)
def test_a_failing_process_is_explained(monkeypatch: pytest.MonkeyPatch, stderr: str, words: str) -> None:
    ended = subprocess.CompletedProcess([], 1, "", stderr)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    with pytest.raises(BenchError, match=words):
        bench.run_apart(JOB, Path())


def test_what_a_process_prints_last_is_its_measurement(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = subprocess.CompletedProcess([], 0, "noise\n" + json.dumps(measured()) + "\n", "")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: ended)
    assert bench.run_apart(FLOOR, Path()) == measured()


def test_laps_add_up_by_stage() -> None:
    clock = iter([0.0, 1.0, 3.0, 3.5])
    watch = Watch(lambda: next(clock))
    for stage in ("leser", "lagrer", "leser"):
        watch.lap(stage)
    assert watch.laps == {"leser": 1.5, "lagrer": 2.0}
