"""Put a copy back into an empty home and an empty database of either kind, and see that it is what was copied."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.atomic import PRIVATE, READABLE
from pipelines.operations.archive import (
    FOLDERS,
    MANIFEST,
    PRIVATE_FOLDERS,
    TABLE,
    BackupError,
    Manifest,
    opened,
    read_manifest,
)
from pipelines.operations.backup import contract_files
from pipelines.register.condition import Condition, condition
from pipelines.register.copying import Rows, from_lines, put_in
from pipelines.settings import Settings
from pipelines.texts import text


@dataclass(frozen=True)
class Restored:
    """A copy that was put back.

    Attributes:
        manifest: what it holds.
        rows: of the register.
        other_contracts: files under the contracts' folder that are not as they were when the copy was made.
    """

    manifest: Manifest
    rows: int
    other_contracts: Sequence[str]


def restore(path: Path, settings: Settings) -> Restored:
    """Put the copy at `path` back.

    Args:
        path: of the copy; every member is checked before anything is written.
        settings: of an installation that holds nothing yet. Its register may be of another kind than the copied one.

    Raises:
        BackupError: the copy is damaged, or there is something in the home already.
        UserError: the register cannot be reached, holds something, or became another than the copied one.
    """
    if condition(settings.register_url) is not Condition.ABSENT or any(
        (settings.home / one).exists() for one in FOLDERS
    ):
        raise BackupError(text("drift.ikke_tomt", mappe=settings.home))
    manifest = read_manifest(path)
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home, prefix=".kopi-") as beside:
        tables = _unpack(path, Path(beside))
        placed = []
        try:
            for folder in sorted(Path(beside).iterdir()):
                placed.append(Path(shutil.move(folder, settings.home / folder.name)))
            # Last, since it is what says that the rest is there; it compares what it wrote with what it was given.
            put_in(settings.register_url, manifest.register_version, tables)
        except BaseException:
            for folder in placed:
                shutil.rmtree(folder)
            raise
    here = contract_files(settings.contracts)
    other = sorted(name for name in here.keys() | manifest.contracts if here.get(name) != manifest.contracts.get(name))
    return Restored(manifest, sum(map(len, tables.values())), other)


def _unpack(path: Path, beside: Path) -> dict[str, Rows]:
    """Write the files of a copy under `beside`; returns the register's rows by table."""
    tables: dict[str, Rows] = {}
    with opened(path) as members:
        for name, content in members:
            if table := TABLE.fullmatch(name):
                tables[table[1]] = from_lines(content)
            elif name != MANIFEST:
                target = beside / name
                private = Path(name).parts[0] in PRIVATE_FOLDERS
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o755)
                target.write_bytes(content)
                target.chmod(PRIVATE if private else READABLE)
    return tables
