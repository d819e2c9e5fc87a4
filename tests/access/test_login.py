"""The pages are for this machine alone, or behind a login that is wholly set up."""

from __future__ import annotations

import stat
import tomllib
from typing import Any

import pytest
from pydantic import SecretStr

from pipelines.access.login import Login, login_of, on_this_machine, relayed, require_login, write_secrets
from pipelines.errors import UserError
from pipelines.settings import Settings

WHOLE: dict[str, Any] = {
    "public_url": "https://opptrapp.example/",
    "oidc_metadata_url": "https://id.example/.well-known/openid-configuration",
    "oidc_issuer": "https://id.example",
    "oidc_client_id": "opptrapp",
    "oidc_client_secret": SecretStr('s"e\\c'),
}


def with_login(home: Settings, **change: Any) -> Settings:
    return Settings(home=home.home, **WHOLE | change)


def test_a_whole_login_is_read_and_its_secret_is_not_shown(home: Settings) -> None:
    settings = with_login(home)
    assert login_of(settings) == Login(
        "https://id.example", "opptrapp", WHOLE["oidc_metadata_url"], "https://opptrapp.example/oauth2callback",
        "openid profile",
    )  # fmt: skip
    assert 's"e' not in f"{settings!r} {settings.model_dump_json()} {login_of(settings)!r}"


@pytest.mark.parametrize("left_out", WHOLE)
def test_half_a_login_is_refused_with_what_is_missing(home: Settings, left_out: str) -> None:
    with pytest.raises(UserError, match=f"OPPTRAPP_{left_out.upper()}"):
        login_of(with_login(home, **{left_out: None}))


@pytest.mark.parametrize("name", ["public_url", "oidc_metadata_url"])
@pytest.mark.parametrize(
    ("address", "taken"),
    [
        ("http://id.example", False),
        ("ftp://127.0.0.1", False),
        ("http://127.0.0.1:9", True),
        ("http://localhost", True),
    ],
)
def test_a_login_over_the_open_net_is_refused(home: Settings, name: str, address: str, taken: bool) -> None:
    if taken:
        assert login_of(with_login(home, **{name: address}))
    else:
        with pytest.raises(UserError, match="https://"):
            login_of(with_login(home, **{name: address}))


@pytest.mark.parametrize(
    ("host", "here"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("localhost", True), ("", False), ("0.0.0.0", False),
     ("::", False), ("10.0.0.4", False), ("localhost.example", False), ("opptrapp.example", False)],
)  # fmt: skip
def test_without_login_the_pages_are_for_this_machine_alone(home: Settings, host: str, here: bool) -> None:
    assert on_this_machine(host) is here
    assert require_login(with_login(home), host) is not None
    if here:
        assert require_login(home, host) is None
    else:
        with pytest.raises(UserError, match="uten innlogging"):
            require_login(home, host)


def test_what_streamlit_reads_is_private_and_its_cookie_secret_stays(home: Settings) -> None:
    settings = with_login(home)
    login = login_of(settings)
    assert login is not None
    path = write_secrets(settings, login)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    first = tomllib.loads(path.read_text())["auth"]
    assert first["client_secret"] == 's"e\\c'
    assert len(first["cookie_secret"]) > 40
    assert first["client_kwargs"] == {"scope": "openid profile"}
    again = tomllib.loads(write_secrets(settings, login).read_text())["auth"]
    assert again == first


@pytest.mark.parametrize("broken", ["", "[auth]\ncookie_secret = 'kort'\n", "ikke toml", "auth = 3\n"])
def test_a_broken_file_is_written_anew(home: Settings, broken: str) -> None:
    settings = with_login(home)
    login = login_of(settings)
    assert login is not None
    settings.login_secrets.parent.mkdir()
    settings.login_secrets.write_text(broken)
    assert len(tomllib.loads(write_secrets(settings, login).read_text())["auth"]["cookie_secret"]) > 40


@pytest.mark.parametrize(
    ("headers", "elsewhere"),
    [
        pytest.param({}, False, id="nothing is said"),
        pytest.param({"Host": "127.0.0.1:8501"}, False, id="by number"),
        pytest.param({"Host": "[::1]:8501"}, False, id="by number, version 6"),
        pytest.param({"host": "localhost:8501"}, False, id="by name"),
        pytest.param({"Host": "opptrapp.example.no"}, True, id="another's name"),
        pytest.param({"Host": "localhost.example.no"}, True, id="a name that looks like ours"),
        pytest.param({"Host": ""}, True, id="no name"),
        pytest.param({"Host": "localhost", "X-Forwarded-For": "127.0.0.1"}, True, id="a proxy"),
        pytest.param({"Host": "localhost", "forwarded": "for=192.0.2.1"}, True, id="a proxy of the standard"),
        pytest.param({"Host": "localhost", "Via": "1.1 x"}, True, id="a proxy that says no more"),
    ],
)
def test_what_comes_from_elsewhere_is_known(headers: dict[str, str], elsewhere: bool) -> None:
    assert relayed(headers) is elsewhere
