"""An identity number, wherever it is planted and by whichever door it comes, is found in no byte afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from pipelines.handin import HandIn
from pipelines.handin.inbox import look, take_in
from pipelines.handin.report_html import report_html
from pipelines.intake import Upload
from pipelines.settings import REPOSITORY, Settings
from tests.handin.test_engine import known
from tests.support.files import csv_bytes, form, identity_number, sav_bytes, valid_rows, xlsx_bytes

BP15, BP19, BT17 = form("brukerplan", 2015), form("brukerplan", 2019), form("brukertilfredshet", 2017)
OPPTRAPP = Path(sys.executable).with_name("opptrapp")
NUMBER = identity_number(seed=7)
SPACED = f"{NUMBER[:6]} {NUMBER[6:]}"
ROWS15, ROWS19 = known(valid_rows(BP15, 6, 2015)), known(valid_rows(BP19, 6, 2019))


def planted(rows: list[dict[str, str | None]], column: str, value: str) -> list[dict[str, str | None]]:
    return [{**row, column: value if n == 2 else row.get(column)} for n, row in enumerate(rows)]


def zipped(name: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, csv_bytes(BP15, ROWS15))
    return out.getvalue()


FILES: dict[str, Callable[[], tuple[str, bytes]]] = {
    "a declared cell": lambda: ("a.csv", csv_bytes(BP15, planted(ROWS15, "lopenummer", NUMBER))),
    "an undeclared column": lambda: ("a.csv", csv_bytes(BP15, planted(ROWS15, "merknad", f"se {SPACED}"))),
    "the year column": lambda: ("a.csv", csv_bytes(BP15, planted(ROWS15, "kartleggingsaar", NUMBER))),
    "a header": lambda: ("a.csv", csv_bytes(BP15, [{**row, NUMBER: "1"} for row in ROWS15])),
    "a title line": lambda: ("a.csv", csv_bytes(BP15, ROWS15, title_lines=[f"Gjelder {SPACED}"])),
    "the file's name": lambda: (f"{NUMBER}.csv", csv_bytes(BP15, ROWS15)),
    "a numeric cell": lambda: ("a.xlsx", xlsx_bytes(BP19, [{**r, "nr": int(NUMBER)} for r in ROWS19])),
    "a hidden sheet": lambda: (
        "a.xlsx",
        xlsx_bytes(BP19, ROWS19, other_sheets={"Skjult": [["x", SPACED]]}, hidden_sheets=["Skjult"]),
    ),
    "a sheet's name": lambda: ("a.xlsx", xlsx_bytes(BP19, ROWS19, sheet=NUMBER)),
    "a name in a zip file": lambda: ("a.zip", zipped(f"{NUMBER}.csv")),
    "a file that is no spreadsheet": lambda: ("a.csv", f"fnr;navn\n{NUMBER};Kari\n".encode()),
    "an SPSS file": lambda: ("a.sav", sav_bytes(BT17, planted(valid_rows(BT17, 12, 2017), "lopenummer", NUMBER))),
}


def traces(*places: Path | str | bytes) -> list[str]:
    """Where the number's last five digits stand after its first six, with anything but digits between."""
    found = re.compile(rf"{NUMBER[:6]}\D{{0,3}}{NUMBER[6:]}".encode())
    held = []
    for place in places:
        if isinstance(place, Path):
            names = [path.as_posix().encode() for path in place.rglob("*")]
            contents = [path.read_bytes() for path in place.rglob("*") if path.is_file()]
            held += [place.name for content in (*names, *contents) if found.search(content)]
        else:
            content = place if isinstance(place, bytes) else place.encode()
            held += ["printed"] if found.search(content) else []
    return held


@pytest.fixture(scope="module")
def engine_home(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("hjem"))


@pytest.mark.parametrize("make", FILES.values(), ids=FILES)
def test_by_the_engine_and_the_inbox(engine_home: Settings, make: Callable[[], tuple[str, bytes]]) -> None:
    engine = HandIn.of(engine_home)
    name, content = make()
    reports = [*engine.check([Upload(name, content)]), *engine.deliver([Upload(name, content)], actor="kari")]
    assert [report.rows_accepted for report in reports] == [0, 0]
    assert {finding.severity.value for report in reports for finding in report.findings} == {"fatal"}
    told = "".join(report_html(report) + repr(report.as_dict()) for report in reports)
    inbox = engine_home.home / "innboks"
    inbox.mkdir(exist_ok=True)
    (inbox / name).write_bytes(content)
    taken = take_in(inbox, look(inbox, look(inbox, {})[1])[0], engine)
    assert [report.rows_accepted for report in taken] == [0]
    (inbox / name).unlink()  # its owner's own copy, which nobody else touches
    assert traces(told, engine_home.home) == []


@pytest.mark.slow
def test_by_the_command_with_every_file_in_one_folder(tmp_path: Path) -> None:
    folder, home = tmp_path / "inn", tmp_path / "hjem"
    for number, make in enumerate(FILES.values()):
        name, content = make()
        (folder / str(number)).mkdir(parents=True)
        (folder / str(number) / name).write_bytes(content)
    environment = {**os.environ, "OPPTRAPP_HOME": str(home)}
    for arguments in (["check"], ["deliver"], ["deliver", "--json"], ["check", "--html", str(tmp_path / "ut")]):
        command = [OPPTRAPP, *arguments, folder]
        done = subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, check=False, timeout=300)
        assert done.returncode >= 2
        assert traces(done.stdout, done.stderr) == []
    wrong = [OPPTRAPP, "deliver", folder / "finnes-ikke" / f"{NUMBER}.csv", "--debug"]
    done = subprocess.run(wrong, cwd=REPOSITORY, env=environment, capture_output=True, check=False, timeout=300)
    assert traces(done.stdout, done.stderr) == []
    assert traces(home, tmp_path / "ut") == []
