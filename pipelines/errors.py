"""The error a user can do something about: one sentence in her language, shown without a trace."""

from __future__ import annotations


class UserError(Exception):
    """Its message says what is wrong and what to do. Every error meant for a user derives from it."""
