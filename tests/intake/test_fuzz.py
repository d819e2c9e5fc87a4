"""Anything at all through the one door: nothing crashes, hangs, raises or shows a trace, and every file gets an answer.

The fast tests run some hundred files, `make test-slow` many thousand. A hang would be ended by the sandbox's limit.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pandas as pd
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.contracts.model import Severity
from pipelines.intake import Upload, read_upload
from pipelines.intake.archive import unpacked
from tests.support.files import contracts, csv_bytes, form, sav_bytes, valid_rows, workbook, write_sav, xlsx_bytes
from tests.support.formats import dta_bytes, ods_bytes, parquet_bytes, table, xls_bytes, zip_bytes

F15, F19, ANSWERS = form("brukerplan", 2015), form("brukerplan", 2019), form("brukertilfredshet", 2017)
R15, R19, RA = valid_rows(F15, 3, 2015), valid_rows(F19, 3, 2019), valid_rows(ANSWERS, 3, 2017)

VALID = {
    "a.csv": csv_bytes(F15, R15, "utf-16"),
    "a.xlsx": xlsx_bytes(F19, R19),
    "a.xls": xls_bytes({"Data": table(F19, R19)}),
    "a.ods": ods_bytes({"Data": table(F19, R19)}),
    "a.sav": sav_bytes(ANSWERS, RA),
    "a.zsav": sav_bytes(ANSWERS, RA, compressed=True),
    "a.dta": dta_bytes(pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}), variable_value_labels={"a": {1: "en"}}),
    "b.dta": dta_bytes(pd.DataFrame({"a": [1.0, 2.0], "b": ["x", "y"]}), version=8),
    "a.parquet": parquet_bytes(pl.DataFrame({"a": [1, 2], "b": ["x", None]})),
    "a.zip": zip_bytes({"a.csv": csv_bytes(F15, R15), "b.xlsx": xlsx_bytes(F19, R19)}),
}
MAGIC = (b"", b"PK\x03\x04", b"PK\x05\x06", b"$FL2", b"$FL3", b"PAR1", b"<stata_dta>", b"r\x02\x01\x00", b"\xff\xfe",
         b"\xef\xbb\xbf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF", b"<html")  # fmt: skip
SUFFIXES = tuple({f".{name.partition('.')[2]}" for name in VALID} | {".txt", ".xlsm", ""})

FEW = settings(max_examples=150, deadline=None)
MANY = settings(max_examples=2500, deadline=None, suppress_health_check=list(HealthCheck))


def answered(upload: Upload) -> None:
    """The upload, taken apart if it is a zip file, has a table or says why not, in sentences."""
    for one in unpacked([upload]):
        reading = read_upload(one, contracts())
        assert reading.table is not None or any(f.severity is Severity.FATAL for f in reading.findings)
        assert all(f.message.endswith(".") and "Traceback" not in f.message for f in reading.findings)


@st.composite
def anything(draw: st.DrawFn) -> Upload:
    """Random bytes, often after the first bytes of a known format, under any name."""
    name = draw(st.text(max_size=20)) + draw(st.sampled_from(sorted(SUFFIXES)))
    return Upload(name, draw(st.sampled_from(MAGIC)) + draw(st.binary(max_size=2000)))


def _flip(content: bytearray, at: int, piece: bytes) -> None:
    content[at : at + len(piece)] = piece


def _insert(content: bytearray, at: int, piece: bytes) -> None:
    content[at:at] = piece


def _remove(content: bytearray, at: int, piece: bytes) -> None:
    del content[at : at + 20 * len(piece)]


def _repeat(content: bytearray, at: int, piece: bytes) -> None:
    content[at:at] = content[at : at + 100] * len(piece)


def _cut(content: bytearray, at: int, _: bytes) -> None:
    del content[at:]


HARMS: tuple[Callable[[bytearray, int, bytes], None], ...] = (_flip, _insert, _remove, _repeat, _cut)


def harmed(draw: st.DrawFn, whole: bytes) -> bytes:
    """`whole` with one to five places changed."""
    content = bytearray(whole)
    for _ in range(draw(st.integers(1, 5))):
        piece = draw(st.binary(min_size=1, max_size=8) | st.sampled_from([b"\xff" * 8, b"\0" * 8, b"999999999"]))
        draw(st.sampled_from(HARMS))(content, draw(st.integers(0, max(len(content) - 1, 0))), piece)
    return bytes(content)


@st.composite
def damaged(draw: st.DrawFn) -> Upload:
    """A valid file of some format with a few bytes changed."""
    name = draw(st.sampled_from(sorted(VALID)))
    return Upload(name, harmed(draw, VALID[name]))


@st.composite
def damaged_inside(draw: st.DrawFn) -> Upload:
    """A workbook whose container is whole, but not a member of it: the harm reaches the parser of the XML."""
    name = draw(st.sampled_from(["a.xlsx", "a.ods"]))
    with zipfile.ZipFile(io.BytesIO(VALID[name])) as archive:
        members = {member: archive.read(member) for member in archive.namelist()}
    victim = draw(st.sampled_from([m for m in members if m.endswith((".xml", ".rels"))]))
    return Upload(name, zip_bytes({**members, victim: harmed(draw, members[victim])}))


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
# XML has no words for most control characters, and the writer of .ods none for any of them.
PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=40)


WRITERS: dict[str, tuple[st.SearchStrategy[str], Callable[[list[str]], bytes]]] = {
    "a.csv": (TEXT, lambda cells: csv_bytes(F15, [{**R15[0], "inntekt": c, "Notat": c} for c in cells], "utf-8")),
    "a.xlsx": (TEXT, lambda cells: workbook({"Ark": [cells, cells]})),
    "b.xlsx": (TEXT, lambda cells: xlsx_bytes(F19, [{**R19[0], "bolig": c, "Notat": c} for c in cells])),
    "a.xls": (PRINTABLE, lambda cells: xls_bytes({"Data": table(F19, [{**R19[0], "bolig": c} for c in cells])})),
    "a.ods": (PRINTABLE, lambda cells: ods_bytes({"Data": table(F19, [{**R19[0], "bolig": c} for c in cells])})),
    "a.parquet": (TEXT, lambda cells: parquet_bytes(pl.DataFrame({"x": cells}))),
    "a.sav": (PRINTABLE, lambda cells: write_sav(pd.DataFrame({"x": cells}))),
    "a.dta": (PRINTABLE, lambda cells: dta_bytes(pd.DataFrame({"x": cells}))),
}


@st.composite
def valid_with_any_cells(draw: st.DrawFn) -> Upload:
    """A whole file of some format with any text in its cells."""
    name = draw(st.sampled_from(sorted(WRITERS)))
    cell, write = WRITERS[name]
    return Upload(name, write(draw(st.lists(cell, min_size=1, max_size=4))))


FILES = [
    pytest.param(anything(), id="anything"),
    pytest.param(damaged(), id="damaged"),
    pytest.param(damaged_inside(), id="damaged inside"),
    pytest.param(valid_with_any_cells(), id="any cells"),
]


@pytest.mark.parametrize("files", FILES)
def test_a_few_files_of_each_sort(files: st.SearchStrategy[Upload]) -> None:
    FEW(given(files)(answered))()


@pytest.mark.slow
@pytest.mark.parametrize("files", FILES)
def test_thousands_of_files_of_each_sort(files: st.SearchStrategy[Upload]) -> None:
    MANY(given(files)(answered))()


@pytest.mark.parametrize("name", VALID)
def test_what_is_damaged_was_whole(name: str) -> None:
    for upload in unpacked([Upload(name, VALID[name])]):
        assert read_upload(upload, contracts()).readable
