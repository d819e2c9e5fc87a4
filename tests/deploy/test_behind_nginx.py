"""The real pages behind the real nginx, in a browser that takes the server's name for this machine."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from dashboards.launch import command
from pipelines.access.login import login_of, write_secrets
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.conftest import CHROMIUM, QUIET
from tests.support.nginx import free_port, in_front_of, installed
from tests.support.provider import provider
from tests.support.release import write_release

pytestmark = [
    pytest.mark.slow,
    installed,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]
NAME = "opptrapp.example.no"


@contextmanager
def served(home: Path, folder: Path, secure: int, login: dict[str, str] | None = None) -> Iterator[None]:
    """The pages at a port of their own, nginx in front of them at `secure`."""
    settings = Settings(home=home, **(login or {}))
    found = login_of(settings)
    port = free_port()
    environment = os.environ | {f"OPPTRAPP_{name.upper()}": value for name, value in (login or {}).items()}
    started = command(port, home, secrets=write_secrets(settings, found) if found else None)
    with subprocess.Popen(started, cwd=home, env=environment, stdout=-1, stderr=-2, text=True) as process:
        try:
            assert any("URL:" in line for line in process.stdout or ())
            with in_front_of(port, folder, free_port(), secure):
                yield
        finally:
            process.kill()


@contextmanager
def window() -> Iterator[tuple[Page, list[str]]]:
    """A window, and what its policy has stopped."""
    with sync_playwright() as playwright:
        rule = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, rule])
        page = browser.new_context(ignore_https_errors=True).new_page()
        stopped: list[str] = []
        page.on("console", lambda said: stopped.append(said.text) if "Content Security" in said.text else None)
        yield page, stopped
        browser.close()


def test_without_login_nobody_comes_in_through_a_proxy(tmp_path: Path) -> None:
    home, folder, secure = tmp_path / "hjem", tmp_path / "nginx", free_port()
    home.mkdir()
    folder.mkdir()
    write_release(home / "releases", municipalities=["5001"])
    with served(home, folder, secure), window() as (page, _):
        for host in (NAME, "127.0.0.1"):
            page.goto(f"https://{host}:{secure}/indikator")
            expect(page.get_by_text("forespørselen kommer fra et annet sted")).to_be_visible(timeout=60_000)


def test_with_login_pages_and_charts_are_drawn_within_the_policy(tmp_path: Path) -> None:
    home, folder, secure, issued = tmp_path / "hjem", tmp_path / "nginx", free_port(), free_port()
    home.mkdir()
    folder.mkdir()
    write_release(home / "releases", municipalities=["5001"])
    with provider(issued, {"analytiker": "Kari Analytiker"}) as issuer:
        login = {
            "public_url": f"https://{NAME}:{secure}",
            "oidc_metadata_url": f"{issuer}/.well-known/openid-configuration",
            "oidc_issuer": issuer,
            "oidc_client_id": "opptrapp",
            "oidc_client_secret": "hemmelig",
        }
        register = open_register(Settings(home=home).register_url)
        person = register.meet(issuer, "analytiker", "Kari Analytiker")
        until = datetime.now(UTC) + timedelta(days=1)
        register.give_grant(
            person, "analytiker", "land", start=person.first_seen_at, until=until, reason="r", actor="test"
        )
        with served(home, folder, secure, login), window() as (page, stopped):
            page.goto(f"https://{NAME}:{secure}/indikator")
            page.get_by_role("button", name="Logg inn").click(timeout=60_000)
            page.get_by_role("button", name="analytiker", exact=True).click()
            expect(page.get_by_role("button", name="Logg ut")).to_be_visible(timeout=90_000)
            page.goto(f"https://{NAME}:{secure}/indikator")
            expect(page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first
                   ).to_be_visible(timeout=60_000)  # fmt: skip
            assert stopped == []
