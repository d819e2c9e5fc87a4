"""Freeze tables into a release folder. The same input gives the same bytes and so the same folder name.

The id is the beginning of the content hash; time, run and approval stand in the register, not here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

import polars as pl

from pipelines.errors import UserError

MANIFEST = "manifest.json"
ID_LENGTH = 12
_BEING_MADE = ".lages-"
_A_DAY = 24 * 3600


class ReleaseError(UserError):
    """A release that cannot be made, trusted or published; the message says why and what to do."""


def freeze(
    folder: Path,
    tables: Mapping[str, pl.DataFrame],
    facts: Mapping[str, Any],
    documents: Mapping[str, Any] = MappingProxyType({}),
) -> str:
    """Write a release, whole or not at all.

    Args:
        folder: where releases lie.
        tables: by name; each becomes `<name>.parquet`, written in the order its rows have.
        facts: what the manifest tells beside the list of files; must not hold time or run.
        documents: what is no table, by name; each becomes `<name>.json`.

    Returns:
        The release's id. A release with the same content is already there after the first time, and is left as it is.

    Raises:
        ReleaseError: a folder with that id holds something else.
    """
    with _beside(folder) as target:
        for name, table in sorted(tables.items()):
            table.write_parquet(target / f"{name}.parquet", compression="zstd", statistics=True)
        for name, document in sorted(documents.items()):
            (target / f"{name}.json").write_text(_as_json(document) + "\n", encoding="utf-8")
        return _finish(folder, target, facts)


def freeze_with(folder: Path, frozen: Path, facts: Mapping[str, Any]) -> str:
    """Freeze the files of a release that is frozen elsewhere with more to tell of them.

    Args:
        folder: where the new release is to lie.
        frozen: the other release's folder.
        facts: what the manifest tells beside, or instead of, what the other's does.

    Returns:
        The new release's id.

    Raises:
        ReleaseError: the other release is changed, or a folder with the new id holds something else.
    """
    manifest = check_unchanged(frozen)
    own = {key: value for key, value in manifest.items() if key not in ("utgivelse", "innholdshash", "filer")}
    with _beside(folder) as target:
        for name in manifest["filer"]:
            shutil.copyfile(frozen / name, target / name)
        return _finish(folder, target, {**own, **facts})


@contextmanager
def _beside(folder: Path) -> Iterator[Path]:
    """An empty folder in `folder` that is gone afterwards, unless it was moved to its place."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_BEING_MADE}*"):  # by somebody who was killed; nobody is at it for a day
        if time.time() - left.stat().st_mtime > _A_DAY:
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=_BEING_MADE) as temporary:
        target = Path(temporary) / "utgivelse"
        target.mkdir()
        yield target


def _finish(folder: Path, target: Path, facts: Mapping[str, Any]) -> str:
    """Write the manifest of the files in `target`, and move them to where they belong in one step."""
    files = {path.name: digest(path) for path in sorted(target.iterdir())}
    content = content_hash({**facts, "filer": files})
    release = content[:ID_LENGTH]
    manifest = {"utgivelse": release, "innholdshash": content, **facts, "filer": files}
    (target / MANIFEST).write_text(_as_json(manifest) + "\n", encoding="utf-8")
    final = folder / release
    if final.exists():
        check_unchanged(final)
    else:
        shutil.move(target, final)
    return release


def check_unchanged(folder: Path) -> dict[str, Any]:
    """Read a release's manifest, and make sure that every file is as it was frozen.

    Returns:
        The manifest.

    Raises:
        ReleaseError: the manifest is missing or a file is missing, extra or changed.
    """
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ReleaseError(f"Utgivelsen {folder.name} finnes ikke. Se «opptrapp release list».") from error
    except json.JSONDecodeError as error:
        raise ReleaseError(f"Utgivelsen {folder.name} har et ødelagt manifest. Bygg den på nytt.") from error
    present = {path.name: digest(path) for path in folder.iterdir() if path.name != MANIFEST}
    facts = {k: v for k, v in manifest.items() if k not in ("utgivelse", "innholdshash")}
    if present != manifest.get("filer") or content_hash(facts) != manifest.get("innholdshash"):
        changed = sorted(set(present.items()) ^ set(manifest.get("filer", {}).items()))
        names = ", ".join(dict.fromkeys(name for name, _ in changed)) or MANIFEST
        raise ReleaseError(f"Utgivelsen {folder.name} er endret etter at den ble frosset ({names}). Bygg den på nytt.")
    return manifest


def content_hash(facts: Mapping[str, Any]) -> str:
    """SHA-256 of the manifest's facts, which hold every file's own hash."""
    return hashlib.sha256(_as_json(facts).encode()).hexdigest()


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
