"""A copy of an installation as one file: a tar of the register's rows, the files, and what holds them together.

What holds them together comes last, so that a copy that was cut short has none of it. Every member is hashed there.
Nothing derived is in it: no warehouse, no candidate, no report; nor files that wait in the inbox.
"""

from __future__ import annotations

import hashlib
import json
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from pydantic import BaseModel, ConfigDict, ValidationError

from pipelines.errors import UserError
from pipelines.texts import text

FORMAT = 1
MANIFEST = "kopi.json"
FOLDERS = ("accepted", "corrections", "map", "releases")
"""The folders of a home that are copied; the first two are microdata."""
PRIVATE_FOLDERS = frozenset(FOLDERS[:2])
TABLE = re.compile(r"register/([a-z_]+)\.jsonl")


class BackupError(UserError):
    """A copy that cannot be made or used; the message says why."""


class Manifest(BaseModel):
    """What a copy holds.

    Attributes:
        format: of the file.
        made: when, ISO 8601 in UTC.
        program: the version that made it.
        register_version: of the register's tables.
        current: the release that was shown; empty for none.
        contracts: file under the contracts' folder -> SHA-256; not in the copy, since they are kept in version control.
        members: path in the tar -> SHA-256.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    made: str
    program: str
    register_version: str
    current: str
    contracts: dict[str, str]
    members: dict[str, str]


def read_manifest(path: Path) -> Manifest:
    """What the copy at `path` holds, when every member is as it was and nothing else is in it.

    Raises:
        BackupError: it cannot be read, is of another format, or a member is changed, missing, or one too many.
    """
    found: dict[str, str] = {}
    said = None
    with opened(path) as members:
        for name, content in members:
            if name in found or said is not None or not belongs(name):
                raise BackupError(text("drift.kopi_skadet", fil=path.name))
            if name == MANIFEST:
                said = content
            else:
                found[name] = hashlib.sha256(content).hexdigest()
    manifest = _parsed(said, path)
    if manifest.members != found:
        raise BackupError(text("drift.kopi_skadet", fil=path.name))
    return manifest


@contextmanager
def opened(path: Path) -> Iterator[Iterator[tuple[str, bytes]]]:
    """The members of the copy at `path` with their content, in order.

    Raises:
        BackupError: it cannot be read, or holds anything but plain files.
    """
    try:
        with tarfile.open(path, "r:") as tar:
            yield _members(tar, path)
    except FileNotFoundError as error:
        raise BackupError(text("drift.kopi_mangler", fil=path.name)) from error
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(text("drift.kopi_skadet", fil=path.name)) from error


def belongs(name: str) -> bool:
    """Whether a copy can hold a member of this name: the manifest, a table, or a file inside one of the folders."""
    parts = PurePosixPath(name).parts
    inside = len(parts) > 1 and parts[0] in FOLDERS and ".." not in parts and PurePosixPath(name).as_posix() == name
    return name == MANIFEST or TABLE.fullmatch(name) is not None or inside


def _members(tar: tarfile.TarFile, path: Path) -> Iterator[tuple[str, bytes]]:
    for member in tar:
        file = tar.extractfile(member) if member.isreg() else None
        if file is None:
            raise BackupError(text("drift.kopi_skadet", fil=path.name))
        content = file.read()
        if len(content) != member.size:
            raise BackupError(text("drift.kopi_skadet", fil=path.name))
        yield member.name, content


def _parsed(said: bytes | None, path: Path) -> Manifest:
    try:
        whole = json.loads(said or b"")
        if isinstance(whole, dict) and whole.get("format") != FORMAT:
            raise BackupError(text("drift.kopi_format", fil=path.name))
        return Manifest.model_validate(whole)
    except (ValueError, ValidationError) as error:
        raise BackupError(text("drift.kopi_skadet", fil=path.name)) from error
