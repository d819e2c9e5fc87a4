"""Only releases that have been published are shown by an address, and what was taken away says why."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboards.view_models.edition import OFFERED, Kind, edition
from pipelines.published import Seen

SEEN = [
    Seen("c3", datetime(2026, 11, 3, tzinfo=UTC)),
    Seen("b2", datetime(2026, 11, 2, tzinfo=UTC), datetime(2026, 11, 4, 23, 30, tzinfo=UTC), "feil i Oslo."),
    Seen("a1", datetime(2026, 11, 1, tzinfo=UTC)),
]


@pytest.mark.parametrize(
    ("asked", "kind", "opened", "newest", "others"),
    [
        pytest.param("", Kind.PUBLISHED, "c3", None, (), id="none asked for"),
        pytest.param("c3", Kind.PUBLISHED, "c3", None, (), id="the published one"),
        pytest.param("a1", Kind.EARLIER, "a1", "c3", (), id="an earlier one"),
        pytest.param("b2", Kind.WITHDRAWN, None, "c3", ("a1",), id="withdrawn"),
        pytest.param("utkast", Kind.UNKNOWN, None, "c3", ("a1",), id="a draft, or nothing at all"),
        pytest.param("../b2", Kind.UNKNOWN, None, "c3", ("a1",), id="a way out of the folder"),
    ],
)
def test_what_is_asked_for(asked: str, kind: Kind, opened: str | None, newest: str | None, others: tuple[str, ...]):
    found = edition(asked, "c3", SEEN)
    assert (found.kind, found.release, found.newest, found.others) == (kind, opened, newest, others)
    assert found.refused is (opened is None)


def test_an_earlier_one_is_shown_also_when_nothing_is_published() -> None:
    assert edition("a1", None, SEEN).release == "a1"
    assert edition("", None, SEEN).release is None


def test_who_asks_for_a_withdrawn_one_is_told_when_and_why() -> None:
    assert edition("b2", "c3", SEEN).words == (
        "Utgivelsen b2 ble trukket 5. november 2026: feil i Oslo. Tallene i den vises ikke lenger.",
    )
    assert "3. november" not in edition("b2", "c3", SEEN).words[0]


def test_what_is_unknown_is_not_said_back_and_few_are_offered() -> None:
    many = [Seen(f"r{n}", datetime(2026, 1, 1, tzinfo=UTC)) for n in range(20)]
    found = edition("<b>12345678901", "r0", many)
    assert "1234" not in " ".join(found.words)
    assert len(found.others) == OFFERED
