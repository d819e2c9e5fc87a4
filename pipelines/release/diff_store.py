"""Where a release's diff to the one before it lies: beside the release, in a folder that is its own.

The release is immutable and named by its content, and which release was published before it is no part of that. The
diff is computed from the two folders and nothing else, so it can be made again at any time; making it twice gives the
same bytes. The summary is what pages and commands show, the table is every changed figure.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path

from pipelines.atomic import replace_file
from pipelines.published.changes import FIGURES, SUMMARY, Changes, changes_folder
from pipelines.release.diff import ReleaseDiff


def store_diff(releases: Path, diff: ReleaseDiff) -> Path:
    """Put `diff` beside its later release, in place of one to another release.

    The table is put in place before the summary that pages read, so that what is told is always there in full.

    Returns:
        The folder.
    """
    folder = changes_folder(releases, diff.new)
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=releases, prefix=".lages-") as temporary:
        made = Path(temporary) / FIGURES
        diff.figures.write_parquet(made, compression="zstd")
        shutil.move(made, folder / FIGURES)
    replace_file(folder / SUMMARY, as_json(diff.summary()).encode())
    return folder


def as_json(changes: Changes) -> str:
    """The summary as it is stored and as programs get it."""
    return json.dumps(asdict(changes), ensure_ascii=False, indent=1) + "\n"
