"""What can be wrong with a release, as one sentence a user can act on."""

from __future__ import annotations

from pipelines.errors import UserError


class BrokenRelease(UserError):
    """The release cannot be shown; the message says why and what to do, in Norwegian."""
