"""Size and real type, before any parser."""

from __future__ import annotations

import pandas as pd
import polars as pl
import pytest

from pipelines.intake import preflight as module
from pipelines.intake.preflight import Kind, kind_of, preflight
from pipelines.intake.rules import FileRule, Refused
from pipelines.parsing import zipped
from tests.support.files import form, sav_bytes, valid_rows, workbook
from tests.support.formats import dta_bytes, ods_bytes, parquet_bytes, xls_bytes, zip_bytes

ANSWERS = form("brukertilfredshet", 2017)
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = [
    ("text", b"a;b\n1;2\n", Kind.TEXT),
    ("xlsx", workbook({"a": [["x"]]}), Kind.XLSX),
    ("sav", sav_bytes(ANSWERS, valid_rows(ANSWERS, 1, 2017)), Kind.SAV),
    ("zsav", sav_bytes(ANSWERS, valid_rows(ANSWERS, 1, 2017), compressed=True), Kind.SAV),
    ("xls", xls_bytes({"a": [["x"]]}), Kind.XLS),
    ("xls cut short", OLE + b"x" * 100, Kind.XLS),
    ("doc", OLE + "WordDocument".encode("utf-16-le"), Kind.OLD_OFFICE),
    ("xlsx with a password", OLE + "EncryptedPackage".encode("utf-16-le"), Kind.PROTECTED),
    ("xlsb", zip_bytes({"xl/workbook.bin": b"x"}), Kind.XLSB),
    ("ods", ods_bytes({"a": [["x"]]}), Kind.ODS),
    (
        "ods with a password",
        zip_bytes({"mimetype": ODS, "META-INF/manifest.xml": b"<m:encryption-data/>"}),
        Kind.PROTECTED,
    ),
    ("ods without a list of members", zip_bytes({"mimetype": ODS}), Kind.ODS),
    ("odt", zip_bytes({"mimetype": ODS.replace(b"spreadsheet", b"text"), "content.xml": b"x"}), Kind.ZIP),
    ("zip", zip_bytes({"a.csv": b"x"}), Kind.ZIP),
    ("damaged zip", b"PK\x03\x04 and no more", Kind.ZIP),
    ("text that begins with PK", b"PK;a\n1;2\n", Kind.TEXT),
    ("parquet", parquet_bytes(pl.DataFrame({"a": [1]})), Kind.PARQUET),
    ("stata", dta_bytes(pd.DataFrame({"a": [1.0]})), Kind.STATA),
    ("stata 8", dta_bytes(pd.DataFrame({"a": [1.0]}), version=8), Kind.STATA),
    ("pdf", b"%PDF-1.7", Kind.PDF),
    ("html saved as csv", b"\xef\xbb\xbf <HTML><table>", Kind.HTML),
    ("html with a comment first", b"<!-- x --><table>", Kind.HTML),
    ("png", b"\x89PNG\r\n", Kind.IMAGE),
]


@pytest.mark.parametrize(("label", "content", "kind"), KINDS, ids=[k[0] for k in KINDS])
def test_kind_by_magic_bytes(label, content, kind):
    assert kind_of(content) is kind


ACCEPTED = [("a.csv", "text"), ("a.TXT", "text"), ("a.tsv", "text"), ("A.XLSX", "xlsx"), ("a.xlsm", "xlsx"),
            ("a.xls", "xls"), ("a.ods", "ods"), ("a.b.sav", "sav"), ("a.zsav", "zsav"), ("a.dta", "stata"),
            ("a.dta", "stata 8"), ("a.parquet", "parquet")]  # fmt: skip


@pytest.mark.parametrize(("name", "label"), ACCEPTED)
def test_accepted_when_name_and_content_agree(name, label):
    content, kind = next((c, k) for found, c, k in KINDS if found == label)
    assert preflight(name, content) is kind


REFUSED = [
    ("a.csv", b"", FileRule.EMPTY, ""),
    ("a.csv", b"  \r\n", FileRule.EMPTY, ""),
    ("a.xlsx", b"a;b\n", FileRule.TYPE, "heter.tekst"),
    ("a.sav", b"a;b\n", FileRule.TYPE, "heter.tekst"),
    ("a.zip", b"a;b\n", FileRule.TYPE, "heter.tekst"),
    ("a.csv", "xlsx", FileRule.TYPE, "heter.xlsx"),
    ("a.zip", "xlsx", FileRule.TYPE, "heter.xlsx"),
    ("a.xlsx", "sav", FileRule.TYPE, "heter.sav"),
    ("a.xlsx", "xls", FileRule.TYPE, "heter.xls"),
    ("a.xls", "xlsx", FileRule.TYPE, "heter.xlsx"),
    ("a.xlsx", "ods", FileRule.TYPE, "heter.ods"),
    ("a.sav", "stata", FileRule.TYPE, "heter.dta"),
    ("a.csv", "parquet", FileRule.TYPE, "heter.parquet"),
    ("a.zip", "zip", FileRule.TYPE, "ukjent"),
    ("a.pdf", "pdf", FileRule.TYPE, "ukjent"),
    ("uten_endelse", b"a;b", FileRule.TYPE, "ukjent"),
    ("a.xlsx", "zip", FileRule.TYPE, "innhold"),
    ("a.xls", "doc", FileRule.TYPE, "innhold"),
    ("a.ods", "odt", FileRule.TYPE, "innhold"),
    ("a.csv", "pdf", FileRule.TYPE, "innhold.pdf"),
    ("a.xls", "html saved as csv", FileRule.TYPE, "innhold.html"),
    ("a.xlsx", "xlsb", FileRule.TYPE, "innhold.xlsb"),
    ("a.csv", "png", FileRule.TYPE, "innhold.bilde"),
    ("a.xlsx", "xlsx with a password", FileRule.PASSWORD, ""),
    ("a.ods", "ods with a password", FileRule.PASSWORD, ""),
    ("a.xlsx", "damaged zip", FileRule.UNREADABLE, "xlsx"),
    ("a.ods", "damaged zip", FileRule.UNREADABLE, "ods"),
]


@pytest.mark.parametrize(("name", "content", "rule", "variant"), REFUSED)
def test_refused(name, content, rule, variant):
    if isinstance(content, str):
        content = next(found for label, found, _ in KINDS if label == content)
    with pytest.raises(Refused) as refused:
        preflight(name, content)
    (problem,) = refused.value.problems
    assert (problem.rule, problem.variant) == (rule, variant)
    assert problem.finding("nb").message.endswith(".")


@pytest.mark.parametrize("language", ["nb", "nn"])
def test_the_size_limit_is_told(monkeypatch, language):
    monkeypatch.setattr(module, "MAX_BYTES", 1024)
    with pytest.raises(Refused) as refused:
        preflight("a.csv", b"x" * 1025)
    (problem,) = refused.value.problems
    assert problem.rule is FileRule.SIZE
    assert "200 MB" in problem.finding(language).message


def test_a_list_of_millions_of_members_is_not_read(monkeypatch):
    monkeypatch.setattr(zipped, "MAX_LISTED", 3)
    with pytest.raises(Refused) as refused:
        preflight("a.xlsx", zip_bytes({f"{i}.xml": b"" for i in range(4)}))
    assert refused.value.problems[0].rule is FileRule.PACKED
