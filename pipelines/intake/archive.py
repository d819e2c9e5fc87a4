"""A zip file of several files to the files in it, each an upload of its own; or refused whole.

Nothing is written to disk, and no size is believed: members are unpacked in memory until the limit is met. What the
files hold is for `reading` to find out.
"""

from __future__ import annotations

import stat
import zipfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

from pipelines.intake import identity_scan
from pipelines.intake.model import MAX_BYTES, Upload, too_large
from pipelines.intake.preflight import Kind, kind_of
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.parsing.refusal import TaskRefused
from pipelines.parsing.zipped import MAX_RATIO, MAX_UNPACKED, RATIO_FREE, open_zip

MAX_FILES = 1000
"""Files in one archive; the whole country's wave is 357."""

_SYSTEM_FOLDERS = frozenset(("__macosx",))
_SYSTEM_FILES = frozenset(("thumbs.db", "desktop.ini"))
_ARCHIVES = frozenset((".zip", ".7z", ".rar", ".gz", ".tgz", ".bz2", ".xz", ".tar"))
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


def unpacked(uploads: Iterable[Upload]) -> list[Upload]:
    """The uploads with every zip file replaced by the files in it; one that is refused says so when it is read."""
    found: list[Upload] = []
    for upload in uploads:
        try:
            found += unpack(upload)
        except Refused as refused:
            found.append(replace(upload, problems=refused.problems))
    return found


def unpack(upload: Upload) -> list[Upload]:
    """The files in a zip file, in its order, without folders and the systems' own files; any other file as it is.

    Raises:
        Refused: an identity number in a name; encrypted, damaged, empty, too many files or too much in them; an archive
            inside; a path out of the archive, or a link.
    """
    if upload.problems or PurePosixPath(upload.name.lower()).suffix != ".zip":
        return [upload]
    if len(upload.content) > MAX_BYTES:
        raise Refused(too_large())
    if not upload.content or kind_of(upload.content) is not Kind.ZIP:
        return [upload]
    if problems := identity_scan.of_name(upload.name):
        raise Refused(*problems)
    try:
        with open_zip(upload.content) as archive:
            return _members(archive, upload)
    except Refused:
        raise
    except TaskRefused as refused:
        raise _refused("skadet") from refused
    except Exception as error:
        # Bad archives raise half a dozen unrelated kinds (BadZipFile, zlib.error, NotImplementedError, EOFError, …).
        raise _refused("skadet") from error


def _members(archive: zipfile.ZipFile, upload: Upload) -> list[Upload]:
    wanted = [(info, name) for info in archive.infolist() if (name := _wanted_name(info))]
    if not wanted:
        raise _refused("tomt")
    if len(wanted) > MAX_FILES:
        raise _refused("antall", grense=MAX_FILES)
    left = min(MAX_UNPACKED, max(RATIO_FREE, MAX_RATIO * len(upload.content)))
    files = []
    for info, name in wanted:
        if PurePosixPath(name.lower()).suffix in _ARCHIVES:
            raise _refused("nostet")
        with archive.open(info) as member:
            content = member.read(left + 1)
        left -= len(content)
        if left < 0:
            raise Refused(Problem(FileRule.PACKED, values={"grense": MAX_UNPACKED // 1024 // 1024}))
        files.append(Upload(name, content, archive=upload.name))
    return files


def _wanted_name(info: zipfile.ZipInfo) -> str | None:
    """The member's path, with / between the parts; None for a folder and for what a system put there for itself.

    Raises:
        Refused: the path leads out of the archive, the member is a link, or it is encrypted.
    """
    name = _decoded(info).replace("\\", "/")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or name[1:2] == ":":
        raise _refused("sti")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise _refused("lenke")
    if info.is_dir() or name.endswith("/") or _is_systems_own(parts):
        return None
    if info.flag_bits & _ENCRYPTED:
        raise _refused("passord")
    return name


def _is_systems_own(parts: list[str]) -> bool:
    return (
        any(part.startswith(".") or part.lower() in _SYSTEM_FOLDERS for part in parts)
        or parts[-1].lower() in _SYSTEM_FILES
        or parts[-1].startswith("~$")
    )


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name as its maker wrote it: where UTF-8 is not marked, macOS writes it all the same, and Windows cp850."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    raw = info.filename.encode("cp437")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850")


def _refused(variant: str, **values: int) -> Refused:
    return Refused(Problem(FileRule.ARCHIVE, variant=variant, values=values))
