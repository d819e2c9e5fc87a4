"""One engine behind every door: the same file gets the same report by page, command and inbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboards.components.handin_door import Door
from pipelines import cli
from pipelines.handin import Desk, HandIn
from pipelines.handin.inbox import ANSWERS, look, take_in
from pipelines.settings import Settings
from tests.support.access import alone
from tests.support.library import library

NAMES = (
    "good/brukerplan-2019.xlsx",
    "good/brukertilfredshet-2017.sav",
    "bad/ukjent-kode.csv",
    "bad/ugyldig-kommune.csv",
    "bad/fodselsnummer-i-celle.xlsx",
    "bad/skadet.ods",
)
FILES = {name: make for name, make in library() if name in NAMES}

Report = dict[str, Any]


def told(report: Report) -> Report:
    return {key: value for key, value in report.items() if key != "delivery"}


def by_page(home: Settings, path: Path) -> tuple[list[Report], str]:
    door = Door(HandIn.of(home), Desk.of(home), alone("kari"), "nb")
    uploads = door.uploads([(path.name, path.read_bytes())])
    checked, delivered = door.check(uploads, ()), door.engine.deliver(uploads, actor="kari", channel="side")
    return [r.as_dict() for r in (*checked, *delivered)], door.findings_page(delivered[0]).decode()


def by_command(path: Path, folder: Path, capsys: pytest.CaptureFixture[str], run: Callable[..., None]) -> list[Report]:
    reports: list[Report] = []
    for arguments in (("check", path, "--json"), ("deliver", path, "--json", "--html", folder / "funn.html")):
        run(*arguments)
        reports += json.loads(capsys.readouterr().out)
    return reports


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_same_report_by_every_door(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = tmp_path / Path(name).name
    path.write_bytes(FILES[name]().content)
    homes = {door: Settings(home=tmp_path / door) for door in ("side", "kommando", "innboks")}

    def run(*arguments: object) -> None:
        monkeypatch.setenv("OPPTRAPP_HOME", str(homes["kommando"].home))
        monkeypatch.setattr("sys.argv", ["opptrapp", *map(str, arguments)])
        with pytest.raises(SystemExit):
            cli.main()

    page, page_html = by_page(homes["side"], path)
    command = by_command(path, tmp_path, capsys, run)
    inbox = homes["innboks"].inbox
    inbox.mkdir(parents=True)
    (inbox / path.name).write_bytes(path.read_bytes())
    taken = take_in(inbox, look(inbox, look(inbox, {})[1])[0], HandIn.of(homes["innboks"]))
    (answer,) = (inbox / ANSWERS).glob("*.html")
    reports = [*page, *command, *(report.as_dict() for report in taken)]
    assert len(reports) == 5
    assert all(told(report) == told(reports[0]) for report in reports)
    assert [report["delivery"] for report in reports] == [None, "L000001", None, "L000001", "L000001"]
    assert page_html == answer.read_text(encoding="utf-8") == (tmp_path / "funn.html").read_text(encoding="utf-8")
