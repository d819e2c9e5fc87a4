"""What is known of a file before any parser sees it: its size and its real type against its name.

What lies in a zip file of several is `archive`'s, in a workbook `parsing`'s; encodings and headers are the readers'.
"""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath

from pipelines.intake.model import MAX_BYTES, too_large
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.zipped import open_zip

ACCEPTED = ".csv, .xlsx, .xls, .ods, .sav, .dta, .parquet, .zip"
"""As named to users; `.txt`, `.tsv`, `.xlsm` and `.zsav` are other names of the same."""


class Kind(StrEnum):
    """What the content is, by its first bytes; the value is the key of its name in the texts."""

    TEXT = "tekst"
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    SAV = "sav"
    STATA = "dta"
    PARQUET = "parquet"
    PROTECTED = "passord"
    XLSB = "xlsb"
    OLD_OFFICE = "office"
    ZIP = "zip"
    PDF = "pdf"
    HTML = "html"
    IMAGE = "bilde"


READABLE = {
    Kind.TEXT: {".csv", ".txt", ".tsv"},
    Kind.XLSX: {".xlsx", ".xlsm"},
    Kind.XLS: {".xls"},
    Kind.ODS: {".ods"},
    Kind.SAV: {".sav", ".zsav"},
    Kind.STATA: {".dta"},
    Kind.PARQUET: {".parquet"},
}
_ENDINGS = frozenset(s for suffixes in READABLE.values() for s in suffixes)
_ZIPPED = {suffix: kind for kind in (Kind.XLSX, Kind.ODS) for suffix in READABLE[kind]}
_NAMED = frozenset((Kind.HTML, Kind.PDF, Kind.IMAGE, Kind.XLSB))
"""Kinds that cannot be read, but can be called by their names."""

_MAGIC = (
    (b"$FL2", Kind.SAV),
    (b"$FL3", Kind.SAV),
    (b"PAR1", Kind.PARQUET),
    (b"<stata_dta>", Kind.STATA),
    (b"%PDF", Kind.PDF),
    (b"\x89PNG", Kind.IMAGE),
    (b"\xff\xd8\xff", Kind.IMAGE),
)
_OLD_STATA = re.compile(rb"[\x68-\x73][\x01\x02]\x01\x00")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_SPREADSHEET = ("WordDocument", "PowerPoint Document", "__substg1.0", "VisioDocument")
"""Streams of letters, slides, mails and drawings; what has none of them is a spreadsheet, or the rest of one."""
_HTML = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head", b"<body", b"<style", b"<!--")
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_START = 1024 * 1024


def preflight(name: str, content: bytes) -> Kind:
    """The file's real type, when it is one that can be read and its name says the same.

    Raises:
        Refused: empty, too large, of another type, or named as another type.
    """
    if len(content) > MAX_BYTES:
        raise Refused(too_large())
    if not content.strip():
        raise Refused(Problem(FileRule.EMPTY))
    kind = kind_of(content)
    suffix = PurePosixPath(name.lower()).suffix
    if kind is Kind.PROTECTED:
        raise Refused(Problem(FileRule.PASSWORD))
    # A zip file of several files is taken apart before it comes here; a readable one may only be called so.
    if suffix not in _ENDINGS and not (suffix == ".zip" and kind in READABLE):
        raise Refused(Problem(FileRule.TYPE, variant="ukjent", values={"typer": ACCEPTED}))
    if kind is Kind.ZIP and suffix in _ZIPPED and is_damaged_zip(content):
        raise Refused(Problem(FileRule.UNREADABLE, variant=str(_ZIPPED[suffix])))
    if kind not in READABLE:
        variant = f"innhold.{kind}" if kind in _NAMED else "innhold"
        raise Refused(Problem(FileRule.TYPE, variant=variant, values={"endelse": suffix, "typer": ACCEPTED}))
    if suffix not in READABLE[kind]:
        raise Refused(Problem(FileRule.TYPE, variant=f"heter.{kind}", values={"endelse": suffix}))
    return kind


def kind_of(content: bytes) -> Kind:
    """What the content is by its magic bytes; text where nothing else fits.

    Raises:
        Refused: a zip file that lists more members than anybody has.
    """
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _zipped(content)
    if content.startswith(_OLE):
        return _old_office(content)
    # Stata before version 13: release, byte order, file type, nothing.
    if _OLD_STATA.match(content):
        return Kind.STATA
    return Kind.HTML if content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML) else Kind.TEXT


def is_damaged_zip(content: bytes) -> bool:
    """Whether the content begins as a zip file and has no list of members that can be read."""
    try:
        open_zip(content).close()
    except TaskRefused:
        return True
    return False


def _old_office(content: bytes) -> Kind:
    """The containers of Office before 2007 list their streams by name, in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Kind.PROTECTED
    return Kind.OLD_OFFICE if any(n.encode("utf-16-le") in content for n in _NO_SPREADSHEET) else Kind.XLS


def _zipped(content: bytes) -> Kind:
    try:
        with open_zip(content) as archive:
            names = {n.lower().lstrip("/") for n in archive.namelist()}
            if "xl/workbook.xml" in names:
                return Kind.XLSX
            if "xl/workbook.bin" in names:
                return Kind.XLSB
            # Drawings and letters have the same members as spreadsheets.
            if _start_of(archive, "mimetype").strip() != _ODS_TYPE:
                return Kind.ZIP
            listed = _start_of(archive, "META-INF/manifest.xml")
            return Kind.PROTECTED if b"encryption-data" in listed else Kind.ODS
    except TaskRefused as refused:
        if refused.code == Why.PACKED:
            raise Refused(Problem(FileRule.PACKED, values=refused.values)) from None
        return Kind.ZIP


def _start_of(archive: zipfile.ZipFile, member: str) -> bytes:
    """The first bytes of a member, which is not trusted to be short; nothing when it cannot be read."""
    try:
        with archive.open(member) as opened:
            return opened.read(_START)
    except Exception:
        # Missing, or damaged in any of half a dozen ways: what the parser says of the file decides.
        return b""
