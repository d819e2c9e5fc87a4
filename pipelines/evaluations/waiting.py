"""What waits for a revision of each closed wave, for whoever may open one."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.release.revision import Revisions
from pipelines.settings import Settings


@dataclass(frozen=True)
class Waiting:
    """A closed wave: what waits, in a sentence, and whether a revision may be opened."""

    survey: str
    year: int
    release: str
    words: str
    may_open: bool


def waiting(settings: Settings) -> list[Waiting]:
    """Every closed wave, by survey and year."""
    return [
        Waiting(one.survey, one.year, one.release, one.words(), one.revision is None and one.enough)
        for one in Revisions.of(settings).pending()
    ]
