"""Every file of the library through the engine: its report is the golden one. See `tests.support.library`."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipelines.handin import HandIn
from pipelines.settings import Settings
from tests.support.files import FIXTURES
from tests.support.library import library
from tests.support.shared import shared

pytestmark = pytest.mark.slow  # a tenth of a second or three for each of a hundred files

GOLDEN = FIXTURES / "golden"
FILES = dict(library())


Reports = Callable[[str], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    """The reports on a file, checked alone, as its sender does; a zip file has one for each file in it.

    Each is made once for all test processes, by the first that asks for it.
    """
    engine = HandIn.of(Settings(home=tmp_path_factory.mktemp("library")))

    def of(name: str) -> list[dict[str, Any]]:
        def make(folder: Path) -> None:
            told = [report.as_dict() for report in engine.check([FILES[name]()])]
            (folder / "rapporter.json").write_text(json.dumps(told), encoding="utf-8")

        folder = shared(tmp_path_factory, "_".join(("bibliotek", *re.split(r"[/.]", name))), make)
        found: list[dict[str, Any]] = json.loads((folder / "rapporter.json").read_text(encoding="utf-8"))
        return found

    if os.environ.get("OPPTRAPP_GOLDEN") == "write":
        write(of)
    return of


def write(reports: Reports) -> None:
    """Make the golden folder hold the reports on these files and no others."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for name in FILES:
        path = GOLDEN / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(reports(name), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_golden_report(name: str, reports: Reports) -> None:
    assert reports(name) == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("good/")])
def test_a_good_file_is_accepted_without_remarks(name: str, reports: Reports) -> None:
    assert [(report["status"], report["findings"]) for report in reports(name)] == [("ok", [])] * len(reports(name))


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("bad/")])
def test_a_bad_file_says_what_is_wrong_and_its_totals_agree(name: str, reports: Reports) -> None:
    assert any(finding["severity"] in ("fatal", "error", "warning") for r in reports(name) for finding in r["findings"])
    for report in reports(name):
        assert report["rows_read"] == report["rows_accepted"] + report["rows_set_aside"] + report["rows_refused"]
        assert all(finding["message"].endswith((".", "?", "!")) for finding in report["findings"])


@pytest.mark.usefixtures("reports")
def test_every_golden_report_is_of_a_file() -> None:
    assert {p.relative_to(GOLDEN).as_posix() for p in GOLDEN.rglob("*.json")} == {f"{name}.json" for name in FILES}
