"""From the claims of a token to who somebody is. Pure.

Signature and nonce were checked when the token was fetched. The rest is checked here, each time: what lies in a cookie
for weeks must not be believed for weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from pipelines.access.login import Login
from pipelines.access.policy import AccessPolicy
from pipelines.errors import UserError
from pipelines.texts import text


class Fault(StrEnum):
    """Why claims are not believed; stands in the trail and chooses the sentence."""

    MISSING = "mangler"
    ISSUER = "utsteder"
    AUDIENCE = "mottaker"
    FUTURE = "framtid"
    EXPIRED = "utlopt"
    IDENTITY_NUMBER = "nummer"


class NotBelieved(UserError):
    """The claims do not say who somebody is; the message says what to do and repeats none of them."""

    def __init__(self, fault: Fault, language: str = "nb") -> None:
        super().__init__(text(f"innlogging.feil_{fault}", language))
        self.fault = fault


@dataclass(frozen=True)
class Identity:
    """Who somebody is: `subject` to `issuer`. `name` is what she may be called, where the token says."""

    issuer: str
    subject: str
    name: str | None


def identity(
    claims: Mapping[str, Any], login: Login, policy: AccessPolicy, now: datetime, language: str = "nb"
) -> Identity:
    """Who the claims speak of.

    Args:
        claims: of the token.
        login: whose tokens count here, and for whom they must be made.
        policy: how long a login lasts, and how much clocks may differ.
        now: with its zone.
        language: of what is wrong.

    Raises:
        NotBelieved: a claim is missing or of another kind; the token is of another issuer or for another client; it is
            of the future, or the session that began with it has ended.
    """
    issuer, subject = claims.get("iss"), claims.get("sub")
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject and issued and expires):
        raise NotBelieved(Fault.MISSING, language)
    if issuer != login.issuer:
        raise NotBelieved(Fault.ISSUER, language)
    audience = claims.get("aud")
    if login.client_id not in ([audience] if isinstance(audience, str) else audience or []):
        raise NotBelieved(Fault.AUDIENCE, language)
    begins = max(issued, _moment(claims.get("nbf")) or issued)
    if begins > now + policy.clock_skew:
        raise NotBelieved(Fault.FUTURE, language)
    if expires <= issued or now >= issued + policy.session:
        raise NotBelieved(Fault.EXPIRED, language)
    name = claims.get("name")
    return Identity(issuer, subject, " ".join(name.split())[:100] or None if isinstance(name, str) else None)


def _moment(seconds: object) -> datetime | None:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None
