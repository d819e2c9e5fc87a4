"""Accepted parts on disk: declared columns as they came, one Parquet file per part, named by its own content.

Written whole or not at all; never changed afterwards. Which of them are current is the register's to say.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Collection
from pathlib import Path

import polars as pl

from pipelines.atomic import PRIVATE, private_folder, replace_file


def replaces_key(survey_key: tuple[tuple[str, str | None], ...], replaces: tuple[str, ...]) -> str:
    """The key that decides what a part replaces, as text that sorts and compares exactly."""
    values = dict(survey_key)
    return json.dumps([values[column] for column in replaces], ensure_ascii=False)


def write_part(
    folder: Path, survey: str, year: int, key: str, municipality: str | None, rows: pl.DataFrame
) -> tuple[Path, str]:
    """Write one part under `folder/<survey>/<year>/<part>/<hash>.parquet`.

    The part's folder name is made of a hash of `key`, since keys may hold any text from a file.

    Returns:
        The path relative to `folder`, and the content's SHA-256.
    """
    buffer = io.BytesIO()
    rows.write_parquet(buffer, compression="zstd", statistics=False)
    content = buffer.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    name = "-".join(filter(None, (municipality, hashlib.sha256(key.encode()).hexdigest()[:10])))
    relative = Path(survey) / str(year) / name / f"{digest}.parquet"
    write_private(folder / relative, content)
    return relative, digest


def remove_leftovers(folder: Path, known: Collection[str]) -> int:
    """Remove what an interruption left: files of parts that the register does not know, and half-written ones.

    Call it where nobody else can be between writing a part and entering it: inside the register's transaction.

    Args:
        folder: where accepted parts lie.
        known: the paths, relative to it, of every part that is not deleted.

    Returns:
        How many files were removed.
    """
    belonging = {path for name in known for path in (name, findings_beside(Path(name)).as_posix())}
    left = [p for p in folder.rglob("*") if p.is_file() and p.relative_to(folder).as_posix() not in belonging]
    for path in left:
        path.unlink()
    return len(left)


def findings_beside(part: Path) -> Path:
    """Where the remaining findings of an accepted part lie."""
    return part.with_suffix(".funn.json")


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step, closed to others; an identical file is left alone."""
    if path.exists():
        return
    private_folder(path.parent)
    replace_file(path, content, PRIVATE)
