"""Write a file in one step: whoever reads it sees the old content or the new, never half of either.

What is private is for its owner only, except in a folder that hands its group down (its set-group-ID bit is set):
whoever set the bit has said that the group works together on what lies there, as the pages' user and Dagster's do on
accepted parts.
"""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

READABLE = 0o644
PRIVATE = 0o600
"""For the owner only; the temporary file is so from the start, since `mkstemp` makes it so."""
_FOR_GROUP, _FOLDER, _FOLDER_FOR_GROUP = 0o640, 0o700, 0o2770


def replace_file(path: Path, content: bytes, mode: int = READABLE) -> None:
    """Put `content` at `path`, whose folder must exist; nothing is left behind if it fails."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".skriver-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if mode == PRIVATE and shared(path.parent):
            mode = _FOR_GROUP
        if mode != PRIVATE:
            Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def private_folder(folder: Path) -> None:
    """Make `folder` and those above it that are missing, closed to others; to its group too where it is not shared."""
    if folder.is_dir():
        return
    private_folder(folder.parent)
    folder.mkdir(_FOLDER, exist_ok=True)
    if shared(folder.parent):
        # Not by the mode that it is made with: the process's umask would take the group's rights away.
        folder.chmod(_FOLDER_FOR_GROUP)


def shared(folder: Path) -> bool:
    """Whether a folder hands its group down."""
    return bool(folder.stat().st_mode & stat.S_ISGID)
