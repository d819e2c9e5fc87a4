"""What a reader is told when a release has been taken away: which, when and why, and what is shown instead."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from pipelines.published import Withdrawal
from pipelines.texts import text
from pipelines.texts.numbers import TIME_ZONE, date_text


def withdrawal_words(gone: Sequence[Withdrawal], *, shown: bool, language: str = "nb") -> list[str]:
    """One sentence or two for each withdrawn release.

    Args:
        gone: those that readers may have seen.
        shown: whether an earlier release is shown instead.
        language: of the sentences.
    """
    key = "utgivelse.trukket_for_denne" if shown else "utgivelse.trukket_ingen_igjen"
    return [
        text(
            key,
            language,
            utgivelse=one.utgivelse,
            dato=date_text(one.trukket.astimezone(ZoneInfo(TIME_ZONE)).date(), language),
            grunn=one.grunn.rstrip("."),
        )
        for one in gone
    ]
