"""Placeholder until the archives' own module is merged."""

from __future__ import annotations

from pipelines.intake.model import Upload


def unpacked(upload: Upload) -> list[Upload]:
    """The file itself."""
    return [upload]
