"""Copy an installation while it runs.

The register's turn is held while its rows are read and every file gets a second name (a hard link) beside the home:
files are replaced and never changed, so what the names lead to stays as it was. Then hand-ins go on, and the copy is
written from the second names.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pipelines.atomic import PRIVATE
from pipelines.handin.accepted import findings_beside
from pipelines.operations.archive import FOLDERS, FORMAT, MANIFEST, BackupError, Manifest
from pipelines.published import current_id
from pipelines.register import Register, open_register
from pipelines.register.condition import Condition, condition
from pipelines.register.copying import as_lines, take_out
from pipelines.settings import Settings
from pipelines.texts import text


@dataclass(frozen=True)
class Copied:
    """A copy that was made.

    Attributes:
        path: where.
        manifest: what it holds.
        size: in bytes.
        missing: parts that the register knows and that were gone.
    """

    path: Path
    manifest: Manifest
    size: int
    missing: int


def back_up(settings: Settings, target: Path) -> Copied:
    """Copy everything of an installation that cannot be made again.

    Args:
        settings: of the installation, which may be running.
        target: the file to write, or a folder to write one in that is named by the moment.

    Raises:
        BackupError: there is no installation, or `target` exists or cannot be made.
    """
    if condition(settings.register_url) is Condition.ABSENT:
        raise BackupError(text("drift.kopi_ingenting", mappe=settings.home))
    now = datetime.now(UTC)
    path = target / f"opptrapp-{now:%Y%m%dT%H%M%SZ}.tar" if target.is_dir() else target
    if path.exists():
        raise BackupError(text("drift.kopi_finnes", fil=path))
    if not path.parent.is_dir():
        raise BackupError(text("drift.kopi_uten_mappe", mappe=path.parent))
    register = open_register(settings.register_url)
    with tempfile.TemporaryDirectory(dir=settings.home, prefix=".kopi-") as beside:
        with register.transaction():
            tables_version, tables = take_out(register)
            missing = _link_files(settings, register, Path(beside))
        facts = {
            "format": FORMAT,
            "made": now.isoformat(timespec="seconds"),
            "program": version("opptrapp"),
            "register_version": tables_version,
            "current": current_id(Path(beside) / "releases") or "",
            "contracts": contract_files(settings.contracts),
        }
        manifest = _write(path, {name: as_lines(rows) for name, rows in tables.items()}, Path(beside), facts)
    return Copied(path, manifest, path.stat().st_size, missing)


def contract_files(folder: Path) -> dict[str, str]:
    """Each file of the contracts -> SHA-256, by its path in `folder`."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def _link_files(settings: Settings, register: Register, beside: Path) -> int:
    """Give every file that is copied a second name under `beside`; returns how many parts were gone."""
    missing = 0
    for name in sorted(register.paths()):
        part = settings.accepted / name
        for path in (part, findings_beside(part)):
            if path.is_file():
                _link(path, beside / "accepted" / path.relative_to(settings.accepted))
            elif path == part:
                missing += 1
    for folder in FOLDERS[1:]:
        for path in _whole(settings.home / folder):
            _link(path, beside / path.relative_to(settings.home))
    return missing


def _whole(folder: Path) -> Iterator[Path]:
    """The files in `folder`, without those that somebody is writing: their names begin with a full stop."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts):
            yield path


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copy2(source, target)


def _write(path: Path, tables: Mapping[str, bytes], beside: Path, facts: Mapping[str, Any]) -> Manifest:
    """Write the copy beside where it is to be and move it there whole; for its owner only from the start."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".skriver-")
    hashes: dict[str, str] = {}
    try:
        with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w:") as tar:
            for name, content in _contents(tables, beside):
                hashes[name] = hashlib.sha256(content).hexdigest()
                _add(tar, name, content)
            manifest = Manifest(**facts, members=hashes)
            _add(tar, MANIFEST, manifest.model_dump_json(indent=1).encode())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return manifest


def _contents(tables: Mapping[str, bytes], beside: Path) -> Iterator[tuple[str, bytes]]:
    yield from ((f"register/{name}.jsonl", rows) for name, rows in tables.items())
    yield from ((path.relative_to(beside).as_posix(), path.read_bytes()) for path in _whole(beside))


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), PRIVATE
    tar.addfile(entry, io.BytesIO(content))
