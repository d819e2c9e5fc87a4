"""The measuring itself: a floor that counts right, budgets that bite, and words when something cannot be measured."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.performance import bench
from tests.performance.bench import CATALOGUE, FLOOR, JOB, MAPPING, BenchError, Catalogue, Mapping, Result
from tests.performance.floor import floor
from tests.performance.main_job import Watch
from tests.performance.mapping import mapping
from tests.support.files import csv_bytes, form, valid_rows, xlsx_bytes


def measured(seconds: float = 1.0, megabytes: float = 300, rows: int = 26_000, persons: int = 25_000) -> dict[str, Any]:
    return {
        "steps": {"leser": seconds}, "imports": {}, "seconds": seconds,
        "megabytes": megabytes, "rows": rows, "persons": persons,
    }  # fmt: skip


def counted(wave: float = 4.0, survey: float = 60.0, megabytes: float = 6000) -> dict[str, Any]:
    told = {"indicators": 113, "waves": 1, "figures": 9, "processor": 1.0}
    return {"wave": told | {"seconds": wave}, "survey": told | {"seconds": survey}, "megabytes": megabytes}


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
    told = {FLOOR: floor, JOB: job, MAPPING: mapping, CATALOGUE: counted()}
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
