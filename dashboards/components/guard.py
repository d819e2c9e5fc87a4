"""What every refusal leaves behind: a line in the trail, of who asked for what, and never what was typed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from pipelines.access.permissions import Refused

if TYPE_CHECKING:
    from pipelines.access.permissions import Holder
    from pipelines.register import Register


@contextmanager
def guarded(register: Register, holder: Holder, subject: str) -> Iterator[None]:
    """Put a refusal inside the block in the trail, and let it go on to whoever says it to her.

    Args:
        register: where the trail is.
        holder: who asks.
        subject: what it was asked of: a receipt number, a release, a page. Nothing that somebody typed.
    """
    try:
        yield
    except Refused as refusal:
        register.refuse(holder.actor, refusal.action, subject)
        raise
