"""SSB's sign for each status without a number, the same on pages and in files."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from pipelines.published.values import Status
from pipelines.texts.numbers import SIGN_HIDDEN, SIGN_MISSING, SIGN_NOT_APPLICABLE

SIGNS: Mapping[Status, str] = MappingProxyType(
    {
        Status.HIDDEN: SIGN_HIDDEN,
        Status.NOT_RECEIVED: SIGN_MISSING,
        Status.NOT_MAPPED: SIGN_MISSING,
        Status.NOT_ASKED: SIGN_NOT_APPLICABLE,
        Status.NOT_APPLICABLE: SIGN_NOT_APPLICABLE,
        Status.NO_DENOMINATOR: SIGN_NOT_APPLICABLE,
        Status.UNKNOWN_DENOMINATOR: SIGN_MISSING,
        Status.NOT_PLACED: SIGN_NOT_APPLICABLE,
    }
)
