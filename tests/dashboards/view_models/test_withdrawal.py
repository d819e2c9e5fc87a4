"""Readers are told which release was taken away, when in Norwegian time, and why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboards.view_models.withdrawal import withdrawal_words
from pipelines.published import Withdrawal

GONE = Withdrawal("abc", datetime(2026, 11, 30, 23, 30, tzinfo=UTC), "feil i Oslo.")


@pytest.mark.parametrize(
    ("shown", "language", "said"),
    [
        (True, "nb", "Utgivelsen abc ble trukket 1. desember 2026: feil i Oslo. Du ser utgivelsen før den."),
        (False, "nb", "Utgivelsen abc ble trukket 1. desember 2026: feil i Oslo. Ingen annen er publisert."),
        (True, "nn", "Utgjevinga abc vart trekt 1. desember 2026: feil i Oslo. Du ser utgjevinga før ho."),
    ],
)
def test_words(shown: bool, language: str, said: str) -> None:
    assert withdrawal_words([GONE], shown=shown, language=language) == [said]


def test_nothing_withdrawn_says_nothing() -> None:
    assert withdrawal_words([], shown=True) == []
