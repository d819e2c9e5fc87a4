"""Names of files as they may be shown and stored."""

from __future__ import annotations

from pathlib import PurePosixPath

from pipelines.intake.identity import mask
from pipelines.intake.model import Upload

LONGEST = 120


def shown_name(upload: Upload) -> str:
    """The file's name as users meet it: «fil.csv», or «arkiv.zip/mappe/fil.csv» for one that came in a zip file."""
    if upload.archive is None:
        return safe_name(upload.name)
    inside = "/".join(map(safe_name, upload.name.split("/")))
    return f"{safe_name(upload.archive)}/{inside}"[:LONGEST]


def safe_name(name: str) -> str:
    """A file's name without folders, signs that do not print, and identity numbers."""
    last = PurePosixPath(name.replace("\\", "/")).name
    return mask("".join(c if c.isprintable() else " " for c in last))[:LONGEST]
