"""Claims are believed only when they are ours, whole, and of now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pipelines.access.identity import Fault, Identity, NotBelieved, identity
from pipelines.access.login import Login
from tests.support.access import POLICY

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
LOGIN = Login("https://id.example", "opptrapp", "https://id.example/m", "https://o.example/oauth2callback", "openid")
HOUR = 3600
CLAIMS: dict[str, Any] = {
    "iss": "https://id.example", "sub": "abc", "aud": "opptrapp", "iat": NOW.timestamp() - 60,
    "exp": NOW.timestamp() + 60, "name": " Kari \n Nordmann ",
}  # fmt: skip
SKEW = POLICY.clock_skew.total_seconds()


def test_a_whole_token_of_ours_says_who_somebody_is() -> None:
    assert identity(CLAIMS, LOGIN, POLICY, NOW) == Identity("https://id.example", "abc", "Kari Nordmann")


@pytest.mark.parametrize(
    "change",
    [
        {"aud": ["annet", "opptrapp"]},
        {"name": None},
        {"name": "  "},
        {"name": 7},
        {"iat": NOW.timestamp() + SKEW - 1, "exp": NOW.timestamp() + HOUR},
        {"iat": NOW.timestamp() - POLICY.session.total_seconds() + 1, "exp": NOW.timestamp()},
        {"exp": NOW.timestamp() - 30},
    ],
    ids=str,
)
def test_what_may_differ(change: dict[str, Any]) -> None:
    """A token's own end is soon after it is made; how long a session lasts is ours to say."""
    assert identity(CLAIMS | change, LOGIN, POLICY, NOW).subject == "abc"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        *(({name: None}, Fault.MISSING) for name in ("iss", "sub", "iat", "exp")),
        ({"sub": ""}, Fault.MISSING),
        ({"sub": 12}, Fault.MISSING),
        ({"iat": "i går"}, Fault.MISSING),
        ({"iat": True}, Fault.MISSING),
        ({"iat": 1e30}, Fault.MISSING),
        ({"iss": "https://annen.example"}, Fault.ISSUER),
        ({"iss": "https://id.example/"}, Fault.ISSUER),
        ({"aud": "annet"}, Fault.AUDIENCE),
        ({"aud": []}, Fault.AUDIENCE),
        ({"aud": None}, Fault.AUDIENCE),
        ({"iat": NOW.timestamp() + SKEW + 1, "exp": NOW.timestamp() + HOUR}, Fault.FUTURE),
        ({"nbf": NOW.timestamp() + SKEW + 1}, Fault.FUTURE),
        ({"exp": NOW.timestamp() - 60}, Fault.EXPIRED),
        ({"iat": NOW.timestamp() - POLICY.session.total_seconds()}, Fault.EXPIRED),
    ],
    ids=str,
)
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_what_is_not_believed(change: dict[str, Any], fault: Fault, language: str) -> None:
    with pytest.raises(NotBelieved) as refusal:
        identity(CLAIMS | change, LOGIN, POLICY, NOW, language)
    assert refusal.value.fault is fault
    assert "abc" not in str(refusal.value)


def test_no_claims_at_all_are_not_believed() -> None:
    with pytest.raises(NotBelieved):
        identity({}, LOGIN, POLICY, NOW)


def test_a_session_ends_while_the_cookie_lives() -> None:
    day = timedelta(days=1)
    with pytest.raises(NotBelieved):
        identity(CLAIMS | {"exp": (NOW + 30 * day).timestamp()}, LOGIN, POLICY, NOW + day)
