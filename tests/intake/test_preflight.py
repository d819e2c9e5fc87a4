"""Size and real type, before any parser."""

from __future__ import annotations

import io
import zipfile

import pytest

from pipelines.intake import preflight as module
from pipelines.intake.preflight import Kind, kind_of, preflight
from pipelines.intake.rules import FileRule, Refused
from tests.support.files import form, sav_bytes, valid_rows, workbook


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


ANSWERS = form("brukertilfredshet", 2017)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = [
    ("text", b"a;b\n1;2\n", Kind.TEXT),
    ("xlsx", workbook({"a": [["x"]]}), Kind.XLSX),
    ("sav", sav_bytes(ANSWERS, valid_rows(ANSWERS, 1, 2017)), Kind.SAV),
    ("zsav", sav_bytes(ANSWERS, valid_rows(ANSWERS, 1, 2017), compressed=True), Kind.SAV),
    ("xls", OLE + b"x" * 100, Kind.OLD_OFFICE),
    ("xlsx with a password", OLE + "EncryptedPackage".encode("utf-16-le"), Kind.PROTECTED),
    ("xlsb", zipped("xl/workbook.bin"), Kind.XLSB),
    ("ods", zipped("mimetype", "content.xml"), Kind.ODS),
    ("zip", zipped("a.csv"), Kind.ZIP),
    ("damaged zip", b"PK\x03\x04 and no more", Kind.ZIP),
    ("parquet", b"PAR1....PAR1", Kind.PARQUET),
    ("stata", b"<stata_dta><header>", Kind.STATA),
    ("pdf", b"%PDF-1.7", Kind.PDF),
    ("html saved as csv", b"\xef\xbb\xbf <HTML><table>", Kind.HTML),
    ("png", b"\x89PNG\r\n", Kind.IMAGE),
]


@pytest.mark.parametrize(("label", "content", "kind"), KINDS, ids=[k[0] for k in KINDS])
def test_kind_by_magic_bytes(label, content, kind):
    assert kind_of(content) is kind


ACCEPTED = [("a.csv", "text"), ("a.TXT", "text"), ("a.tsv", "text"), ("A.XLSX", "xlsx"), ("a.xlsm", "xlsx"),
            ("a.b.sav", "sav"), ("a.zsav", "zsav")]  # fmt: skip


@pytest.mark.parametrize(("name", "label"), ACCEPTED)
def test_accepted_when_name_and_content_agree(name, label):
    content, kind = next((c, k) for found, c, k in KINDS if found == label)
    assert preflight(name, content) is kind


REFUSED = [
    ("a.csv", b"", FileRule.EMPTY, ""),
    ("a.csv", b"  \r\n", FileRule.EMPTY, ""),
    ("a.xlsx", b"a;b\n", FileRule.TYPE, "heter.tekst"),
    ("a.sav", b"a;b\n", FileRule.TYPE, "heter.tekst"),
    ("a.csv", KINDS[1][1], FileRule.TYPE, "heter.xlsx"),
    ("a.xlsx", KINDS[2][1], FileRule.TYPE, "heter.sav"),
    ("a.ods", KINDS[7][1], FileRule.TYPE, "ukjent"),
    ("a.xls", KINDS[4][1], FileRule.TYPE, "ukjent"),
    ("a.dta", b"x", FileRule.TYPE, "ukjent"),
    ("a.parquet", b"PAR1", FileRule.TYPE, "ukjent"),
    ("a.zip", KINDS[8][1], FileRule.TYPE, "ukjent"),
    ("uten_endelse", b"a;b", FileRule.TYPE, "ukjent"),
    ("a.xlsx", KINDS[8][1], FileRule.TYPE, "innhold"),
    ("a.csv", b"%PDF-1.7", FileRule.TYPE, "innhold"),
    ("a.csv", KINDS[13][1], FileRule.TYPE, "innhold"),
    ("a.xlsx", KINDS[4][1], FileRule.TYPE, "innhold"),
    ("a.xlsx", KINDS[5][1], FileRule.PASSWORD, ""),
    ("a.xlsx", KINDS[9][1], FileRule.UNREADABLE, "xlsx"),
]


@pytest.mark.parametrize(("name", "content", "rule", "variant"), REFUSED)
def test_refused(name, content, rule, variant):
    with pytest.raises(Refused) as refused:
        preflight(name, content)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.variant) == (rule, variant)
    assert problem.finding("nb").message.endswith(".")


def test_the_size_limit_is_told(monkeypatch):
    monkeypatch.setattr(module, "MAX_BYTES", 2 * 1024 * 1024)
    with pytest.raises(Refused) as refused:
        preflight("a.csv", b"x" * (2 * 1024 * 1024 + 1))
    (problem,) = refused.value.problems
    assert problem.rule is FileRule.SIZE
    assert "2 MB" in problem.finding("nb").message
