"""Every file of the library through the engine: its report is the golden one. See `tests.support.library`."""

from __future__ import annotations

import json
import os
import shutil
from typing import Any

import pytest

from pipelines.handin import HandIn
from pipelines.settings import Settings
from tests.support.files import FIXTURES
from tests.support.library import library

pytestmark = pytest.mark.slow  # a tenth of a second or three for each of a hundred files

GOLDEN = FIXTURES / "golden"
FILES = dict(library())


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """File -> the reports on it, each checked alone, as its sender does; a zip file has one for each file in it."""
    engine = HandIn.of(Settings(home=tmp_path_factory.mktemp("library")))
    found = {name: [report.as_dict() for report in engine.check([make()])] for name, make in FILES.items()}
    if os.environ.get("OPPTRAPP_GOLDEN") == "write":
        write(found)
    return found


def write(found: dict[str, list[dict[str, Any]]]) -> None:
    """Make the golden folder hold these reports and no others."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    for name, told in found.items():
        path = GOLDEN / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", FILES)
def test_golden_report(name: str, reports: dict[str, list[dict[str, Any]]]) -> None:
    assert reports[name] == json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("good/")])
def test_a_good_file_is_accepted_without_remarks(name: str, reports: dict[str, list[dict[str, Any]]]) -> None:
    assert [(report["status"], report["findings"]) for report in reports[name]] == [("ok", [])] * len(reports[name])


@pytest.mark.parametrize("name", [name for name in FILES if name.startswith("bad/")])
def test_a_bad_file_says_what_is_wrong_and_its_totals_agree(
    name: str, reports: dict[str, list[dict[str, Any]]]
) -> None:
    assert any(finding["severity"] in ("fatal", "error", "warning") for r in reports[name] for finding in r["findings"])
    for report in reports[name]:
        assert report["rows_read"] == report["rows_accepted"] + report["rows_set_aside"] + report["rows_refused"]
        assert all(finding["message"].endswith((".", "?", "!")) for finding in report["findings"])


@pytest.mark.usefixtures("reports")
def test_every_golden_report_is_of_a_file() -> None:
    assert {p.relative_to(GOLDEN).as_posix() for p in GOLDEN.rglob("*.json")} == {f"{name}.json" for name in FILES}
