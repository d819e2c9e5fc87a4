"""Accepted parts on disk: declared columns as they came, one Parquet file per part, named by its own content.

Written whole or not at all; never changed afterwards. Which of them are current is the register's to say.
"""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import polars as pl

from pipelines.atomic import PRIVATE, replace_file


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


def write_private(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step, readable by the owner only; an identical file is left alone."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    replace_file(path, content, PRIVATE)
