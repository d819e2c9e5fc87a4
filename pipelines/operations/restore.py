"""Put a copy back into an empty home and an empty database of either kind, and see that it is what was copied.

The home's folders may be there before: where two users share an installation, how they are laid out is what keeps the
users apart, and what is put back must lie in them with the rights that they hand down.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipelines.atomic import PRIVATE, READABLE, private_folder, replace_file
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
    if condition(settings.register_url) is not Condition.ABSENT or any(_holds(settings.home / one) for one in FOLDERS):
        raise BackupError(text("drift.ikke_tomt", mappe=settings.home))
    manifest = read_manifest(path)
    settings.home.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.home, prefix=".kopi-") as beside:
        _lay_out_as(settings.home, Path(beside))
        tables = _unpack(path, Path(beside))
        placed = []
        try:
            for unpacked, target in list(_moves(Path(beside), settings.home)):
                placed.append(Path(shutil.move(unpacked, target)))
            # Last, since it is what says that the rest is there; it compares what it wrote with what it was given.
            put_in(settings.register_url, manifest.register_version, tables)
        except BaseException:
            for one in placed:
                shutil.rmtree(one) if one.is_dir() else one.unlink()
            raise
    here = contract_files(settings.contracts)
    other = sorted(name for name in here.keys() | manifest.contracts if here.get(name) != manifest.contracts.get(name))
    return Restored(manifest, sum(map(len, tables.values())), other)


def _holds(folder: Path) -> bool:
    return any(folder.iterdir()) if folder.is_dir() else folder.exists()


def _lay_out_as(home: Path, beside: Path) -> None:
    """Make those of the folders that are in `home` in `beside`, with the same group and rights."""
    for name in FOLDERS:
        if (home / name).is_dir():
            found, made = (home / name).stat(), beside / name
            made.mkdir()
            os.chown(made, -1, found.st_gid)
            made.chmod(stat.S_IMODE(found.st_mode))


def _moves(beside: Path, home: Path) -> Iterator[tuple[Path, Path]]:
    """What is moved where: a folder whole, or all that is in it where `home` has it."""
    for folder in sorted(beside.iterdir()):
        target = home / folder.name
        if target.is_dir():
            yield from ((one, target / one.name) for one in sorted(folder.iterdir()))
        else:
            yield folder, target


def _unpack(path: Path, beside: Path) -> dict[str, Rows]:
    """Write the files of a copy under `beside`; returns the register's rows by table."""
    tables: dict[str, Rows] = {}
    with opened(path) as members:
        for name, content in members:
            if table := TABLE.fullmatch(name):
                tables[table[1]] = from_lines(content)
            elif name != MANIFEST:
                target = beside / name
                if Path(name).parts[0] in PRIVATE_FOLDERS:
                    private_folder(target.parent)
                    replace_file(target, content, PRIVATE)
                else:
                    target.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
                    replace_file(target, content, READABLE)
    return tables
