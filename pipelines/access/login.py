"""The login that the pages use: read from the settings, all of it or none, and handed to Streamlit in a private file.

Whether anybody but the user of this machine can reach the pages is decided here too: not without a login.
"""

from __future__ import annotations

import json
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

from pipelines.atomic import PRIVATE, replace_file
from pipelines.errors import UserError
from pipelines.settings import Settings
from pipelines.texts import text

_ASKED = ("public_url", "oidc_metadata_url", "oidc_issuer", "oidc_client_id", "oidc_client_secret")

_OF_PROXIES = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


@dataclass(frozen=True)
class Login:
    """An OpenID Connect provider, and what it knows this installation by. The secret is not in it."""

    issuer: str
    client_id: str
    metadata_url: str
    redirect_uri: str
    scope: str


def login_of(settings: Settings) -> Login | None:
    """The login of an installation; None where nothing of one is set.

    Raises:
        UserError: some of what it needs is set and not the rest, or an address is not https to another machine.
    """
    given = {name: getattr(settings, name) for name in _ASKED}
    missing = [f"OPPTRAPP_{name.upper()}" for name, value in given.items() if not value]
    if len(missing) == len(_ASKED):
        return None
    if missing:
        raise UserError(text("innlogging.mangler_innstilling", navn=", ".join(missing)))
    for name in ("public_url", "oidc_metadata_url"):
        parts = urlsplit(given[name])
        if parts.scheme != "https" and not (parts.scheme == "http" and on_this_machine(parts.hostname or "")):
            raise UserError(text("innlogging.ikke_https", navn=f"OPPTRAPP_{name.upper()}"))
    return Login(
        issuer=given["oidc_issuer"],
        client_id=given["oidc_client_id"],
        metadata_url=given["oidc_metadata_url"],
        redirect_uri=f"{given['public_url'].rstrip('/')}/oauth2callback",
        scope=settings.oidc_scope,
    )


def on_this_machine(host: str) -> bool:
    """Whether only this machine itself is reached by `host`. An empty one stands for every address, and is not."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def require_login(settings: Settings, address: str) -> Login | None:
    """The login, for pages that are served at `address`.

    Raises:
        UserError: others than this machine reach the address, and there is no login; or the login's settings are wrong.
    """
    login = login_of(settings)
    if login is None and not on_this_machine(address):
        raise UserError(text("innlogging.kreves", adresse=address or "0.0.0.0"))  # noqa: S104 - shown, not bound
    return login


def relayed(headers: Mapping[str, str]) -> bool:
    """Whether a request came from elsewhere to an address of this machine.

    A proxy in front says so, or the name that was asked for is another's: a page out there can make a browser here ask.
    """
    named = {name.lower(): value for name, value in headers.items()}
    host = urlsplit(f"//{named['host']}").hostname if "host" in named else "localhost"
    return not on_this_machine(host or "") or any(name in named for name in _OF_PROXIES)


def write_secrets(settings: Settings, login: Login) -> Path:
    """Write what Streamlit needs of the login where only this user reads it, and return where.

    What signs the cookies is made the first time, and kept, so that a restart logs nobody out.
    """
    path, secret = settings.login_secrets, settings.oidc_client_secret
    if secret is None:
        raise UserError(text("innlogging.mangler_innstilling", navn="OPPTRAPP_OIDC_CLIENT_SECRET"))
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    said = {
        "redirect_uri": login.redirect_uri,
        "cookie_secret": _kept(path) or secrets.token_urlsafe(48),
        "client_id": login.client_id,
        "client_secret": secret.get_secret_value(),
        "server_metadata_url": login.metadata_url,
    }
    # A JSON string is a TOML string too.
    lines = [f"{name} = {json.dumps(value)}" for name, value in said.items()]
    lines.append(f"client_kwargs = {{ scope = {json.dumps(login.scope)} }}")
    replace_file(path, "\n".join(["[auth]", *lines, ""]).encode(), PRIVATE)
    return path


def _kept(path: Path) -> str | None:
    try:
        kept = tomllib.loads(path.read_text(encoding="utf-8"))["auth"]["cookie_secret"]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError):
        return None
    return kept if isinstance(kept, str) and len(kept) > 20 else None
