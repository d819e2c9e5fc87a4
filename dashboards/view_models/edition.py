"""Which release an address is about: the published one, an earlier one, or one that nobody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from pipelines.published import Seen
from pipelines.texts import text
from pipelines.texts.numbers import TIME_ZONE, date_text

OFFERED = 5
"""As many published releases are offered where an address asks for one that there is not."""


class Kind(StrEnum):
    """What the release that is asked for is to readers."""

    PUBLISHED = "published"
    EARLIER = "earlier"
    WITHDRAWN = "withdrawn"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Edition:
    """What is asked for: the id to open (none where nothing is published, or it may not be seen), and what to say."""

    kind: Kind
    release: str | None
    words: tuple[str, ...] = ()
    newest: str | None = None
    """The published release, where another one is asked for."""
    others: tuple[str, ...] = ()
    """Earlier ones that can be seen instead, newest first; none where the one asked for can."""

    @property
    def refused(self) -> bool:
        """Whether what is asked for may not be seen."""
        return self.kind in (Kind.WITHDRAWN, Kind.UNKNOWN)


def edition(asked: str, current: str | None, seen: Sequence[Seen], language: str = "nb") -> Edition:
    """What an address that asks for the release `asked` (empty: the published one) is shown.

    Args:
        asked: the id, as the address has it; shown back only where it is one that has been published.
        current: the id of the published release, if there is one.
        seen: every release that has been published, newest first.
        language: of the words.
    """
    if asked in ("", current):
        return Edition(Kind.PUBLISHED, current)
    known = {one.utgivelse: one for one in seen}
    others = tuple(one.utgivelse for one in seen if one.trukket is None and one.utgivelse != current)[:OFFERED]
    one = known.get(asked)
    if one is None:
        return Edition(Kind.UNKNOWN, None, (text("dashboard.release_unknown", language),), current, others)
    if one.trukket is not None:
        said = text("dashboard.release_withdrawn", language, release=one.utgivelse, date=_day(one.trukket, language),
                    reason=(one.grunn or "").rstrip("."))  # fmt: skip
        return Edition(Kind.WITHDRAWN, None, (said,), current, others)
    said = text("dashboard.release_earlier", language, release=one.utgivelse, date=_day(one.publisert, language))
    return Edition(Kind.EARLIER, one.utgivelse, (said,), current)


def _day(moment: datetime, language: str) -> str:
    return date_text(moment.astimezone(ZoneInfo(TIME_ZONE)).date(), language)
