"""`dashboard` and `up` open to nobody else than this machine unless people log in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from pipelines.cli import servers
from pipelines.settings import Settings

Answer = tuple[int, str, str]
LOGIN = {
    "PUBLIC_URL": "https://opptrapp.example",
    "OIDC_METADATA_URL": "https://id.example/.well-known/openid-configuration",
    "OIDC_ISSUER": "https://id.example",
    "OIDC_CLIENT_ID": "opptrapp",
    "OIDC_CLIENT_SECRET": "hemmelig",
}


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What would have been started."""
    commands: list[Sequence[str]] = []
    monkeypatch.setattr(servers, "_serve", lambda given, _stop_after: commands.extend(given))
    monkeypatch.setattr(servers, "_check_free", lambda _port: None)
    return commands


@pytest.mark.parametrize("command", ["dashboard", "up"])
@pytest.mark.parametrize("address", ["0.0.0.0", "10.0.0.4", "opptrapp.example"])
def test_another_address_without_login_is_refused(
    opptrapp: Callable[..., Answer], started: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch, command: str,
    address: str,
) -> None:  # fmt: skip
    monkeypatch.setenv("OPPTRAPP_ADDRESS", address)
    code, _, said = opptrapp(command)
    assert (code, started) == (2, [])
    assert f"kan ikke åpnes for andre på {address} uten innlogging" in said
    assert len(said.splitlines()) == 1


def test_half_a_login_is_refused_too(
    opptrapp: Callable[..., Answer], started: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPPTRAPP_OIDC_CLIENT_ID", "opptrapp")
    code, _, said = opptrapp("dashboard")
    assert (code, started) == (2, [])
    assert "OPPTRAPP_OIDC_ISSUER" in said


def test_with_a_login_it_is_served_there_and_the_secret_is_in_no_command(
    home: Settings, opptrapp: Callable[..., Answer], started: list[Sequence[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {**LOGIN, "ADDRESS": "0.0.0.0"}.items():
        monkeypatch.setenv(f"OPPTRAPP_{name}", value)
    code, out, _ = opptrapp("dashboard")
    assert code == 0
    assert "https://opptrapp.example" in out
    ((*command,),) = started
    assert command[command.index("--server.address") + 1] == "0.0.0.0"
    assert command[command.index("--secrets.files") + 1] == str(home.login_secrets)
    assert "hemmelig" not in " ".join(command)
    assert "hemmelig" in home.login_secrets.read_text(encoding="utf-8")


def test_without_anything_it_is_for_this_machine(opptrapp: Callable[..., Answer], started: list[Sequence[str]]) -> None:
    assert opptrapp("dashboard")[0] == 0
    ((*command,),) = started
    assert command[command.index("--server.address") + 1] == "127.0.0.1"
    assert "--secrets.files" not in command
