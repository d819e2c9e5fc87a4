"""Who acts is the operating system's to say."""

from __future__ import annotations

import os
import pwd

import pytest

from pipelines.access import person


def test_what_somebody_calls_herself_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "sjefen")
    assert person() == pwd.getpwuid(os.getuid()).pw_name != "sjefen"


def test_a_user_without_a_name_is_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 4_000_000)
    assert person() == "uid-4000000"
