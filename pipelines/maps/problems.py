"""The two ways a file of boundaries is refused."""

from __future__ import annotations

from pipelines.errors import UserError


class UnreadableMap(UserError):
    """The file cannot be read as a map at all."""


class UnfitMap(UserError):
    """The file is a map, but not one that can be used here."""
