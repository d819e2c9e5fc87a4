"""The installation that a command looks into, which must be there: a mistyped folder is told of, and not made."""

from __future__ import annotations

from pipelines.errors import UserError
from pipelines.settings import Settings
from pipelines.texts import text


def installation() -> Settings:
    """The settings, for what reads or goes on with what is there already.

    Raises:
        UserError: there is no folder where they say that everything lies.
    """
    settings = Settings()
    if not settings.home.is_dir():
        raise UserError(text("innstilling.uten_hjem", folder=settings.home))
    return settings
