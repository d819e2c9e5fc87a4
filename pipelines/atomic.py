"""Write a file in one step: whoever reads it sees the old content or the new, never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

READABLE = 0o644
PRIVATE = 0o600
"""For the owner only; the temporary file is so from the start, since `mkstemp` makes it so."""


def replace_file(path: Path, content: bytes, mode: int = READABLE) -> None:
    """Put `content` at `path`, whose folder must exist; nothing is left behind if it fails."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".skriver-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        if mode != PRIVATE:
            Path(beside).chmod(mode)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
