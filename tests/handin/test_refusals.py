"""Bad input, one row per way it can be bad: a sentence with what to do, nothing accepted, nothing kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipelines.handin import HandIn, Status
from pipelines.intake import Upload
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support import files
from tests.support.files import Row, csv_bytes, form, valid_rows, xlsx_bytes

BP15, BP19 = form("brukerplan", 2015), form("brukerplan", 2019)


def csv_with(change: Callable[[list[Row]], object]) -> Upload:
    rows = valid_rows(BP15, 6, 2015)
    change(rows)
    return Upload("fil.csv", csv_bytes(BP15, rows, "cp1252"))


def set_value(column: str, value: str | None) -> Callable[[list[Row]], object]:
    return lambda rows: rows[1].__setitem__(column, value)


def without_column(header: str) -> Upload:
    content = csv_bytes(BP15, valid_rows(BP15, 3, 2015), "cp1252").decode("cp1252").splitlines()
    position = content[0].split(";").index(header)
    kept = [";".join(c for n, c in enumerate(line.split(";")) if n != position) for line in content]
    return Upload("fil.csv", "\r\n".join(kept).encode("cp1252"))


CASES: dict[str, tuple[Upload, dict[str, object], Status, str]] = {
    "unknown survey": (csv_with(lambda r: r), {"survey": "brukerpln"}, Status.ERRORS, "brukerpl"),
    "unknown year": (csv_with(lambda r: r), {"year": 1999}, Status.ERRORS, "1999"),
    "a year without a form": (
        csv_with(lambda rows: [r.__setitem__("kartleggingsaar", "2022") for r in rows]), {}, Status.ERRORS, "2022"),
    "another year's form": (
        csv_with(lambda rows: [r.__setitem__("kartleggingsaar", "2019") for r in rows]), {}, Status.ERRORS, "2019"),
    "missing column": (without_column("Bolig"), {}, Status.ERRORS, "Bolig"),
    "unknown code": (csv_with(set_value("bolig", "7")), {}, Status.ERRORS, "7"),
    "text in a number column": (csv_with(set_value("antall_barn", "to")), {}, Status.ERRORS, "to"),
    "municipality not valid that year": (
        csv_with(lambda rows: [r.__setitem__("kommunenummer", "1108") for r in rows]), {}, Status.ERRORS, "1108"),
    "duplicate lopenummer": (
        csv_with(lambda rows: [r.update(lopenummer="a1", enhet="2") for r in rows]), {}, Status.ERRORS, "a1"),
    "a unit without legal basis": (csv_with(set_value("enhet", "4")), {}, Status.ERRORS, "rettslig grunnlag"),
    "empty file": (Upload("fil.csv", b""), {}, Status.UNREADABLE, "tom"),
    "only a header": (Upload("fil.csv", csv_bytes(BP15, [], "cp1252")), {}, Status.ERRORS, "ingen"),
    "not a spreadsheet named xlsx": (
        Upload("fil.xlsx", b"dette er ikke et regneark"), {}, Status.UNREADABLE, "heter .xlsx"),
    "wrong encoding": (
        Upload("fil.csv", csv_bytes(BP15, valid_rows(BP15, 3, 2015), "cp850")), {}, Status.UNREADABLE, "UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_bad_input(home: Settings, name: str) -> None:
    upload, options, status, said = CASES[name]
    (report,) = HandIn.of(home).deliver([upload], actor="kari", **options)  # type: ignore[arg-type]
    messages = [f.message for f in report.findings if f.severity.refuses]
    assert report.status is status, messages
    assert any(said in m for m in messages), messages
    assert report.rows_read == report.rows_accepted + report.rows_refused
    refused_all = name not in {"unknown code", "text in a number column"}
    if refused_all:
        assert report.rows_accepted == 0
    assert open_register(home.register_url).deliveries()[0].status == status.value


def test_an_identity_number_is_refused_and_left_nowhere(home: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    number = files.identity_number()
    rows = valid_rows(BP19, 5, 2019)
    rows[2]["lopenummer"] = number
    upload = Upload(f"skjema_{number}.xlsx", xlsx_bytes(BP19, rows, title_rows=2))
    (report,) = HandIn.of(home).deliver([upload], actor="kari")
    assert report.status is Status.ERRORS
    assert report.rows_accepted == 0
    everything = [p.read_bytes() for p in home.home.rglob("*") if p.is_file()]
    spoken = repr(report.as_dict()) + "".join(capsys.readouterr())
    leaked = any(number.encode() in content for content in everything) or number in spoken
    assert not leaked  # a plain truth value: a failing test must not print the number either
