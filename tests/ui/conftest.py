"""The pages served as users get them, over a made release, and read in a real browser."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.launch import command
from pipelines.access.login import login_of, write_secrets
from pipelines.settings import Settings
from tests.support.release import RELEASE, copy_release, shared_release, write_release
from tests.ui.pictures import wanted

expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Served:
    """A running server and the folder of releases it reads."""

    address: str
    releases: Path
    printed: list[str] = field(default_factory=list)
    """What the server has written so far."""


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def serve(home: Path, provider: str | None = None) -> Iterator[Served]:
    """Serve `home` until the generator is closed; ready when the server says so itself.

    `provider` is the address of an OpenID Connect provider that people log in at; without one nobody has to.
    """
    port, secrets, environment = free_port(), None, dict(os.environ)
    if provider is not None:
        said = {"PUBLIC_URL": f"http://127.0.0.1:{port}", "OIDC_ISSUER": provider, "OIDC_CLIENT_ID": "opptrapp"}
        said |= {"OIDC_METADATA_URL": f"{provider}/.well-known/openid-configuration", "OIDC_CLIENT_SECRET": "hemmelig"}
        environment |= {f"OPPTRAPP_{name}": value for name, value in said.items()}
        settings = Settings(home=home, **{name.lower(): value for name, value in said.items()})
        login = login_of(settings)
        assert login is not None
        secrets = write_secrets(settings, login)
    # As from an installed command: started in a folder that is not the project's.
    started = subprocess.Popen(
        command(port, home, secrets=secrets),
        cwd=home, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    served = Served(f"http://127.0.0.1:{port}", home / "releases")
    ready = threading.Event()

    def read() -> None:
        for line in started.stdout or ():
            served.printed.append(line)
            if "URL:" in line:
                ready.set()
        ready.set()  # it has ended

    with started as process:
        try:
            reading = threading.Thread(target=read, daemon=True)
            reading.start()
            ready.wait()
            if process.poll() is not None:
                pytest.fail(f"the server ended with {process.returncode}: {''.join(served.printed)}")
            yield served
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:  # it waits for windows that a failed test left open
                process.kill()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release, of every municipality where pictures are taken; not to be changed."""
    if wanted():
        return write_release(tmp_path_factory.mktemp("utgivelser"), municipalities=None)
    return shared_release(tmp_path_factory)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, written: Path) -> Iterator[Served]:
    """The pages over a published release that stays as it is."""
    home = tmp_path_factory.mktemp("hjem")
    copy_release(written, home / "releases", RELEASE)
    yield from serve(home)


@pytest.fixture
def changing_site(tmp_path: Path) -> Iterator[Served]:
    """The pages over a home where nothing is published yet."""
    yield from serve(tmp_path)


@contextmanager
def window(browser: Browser, **options: Any) -> Iterator[Page]:
    """A window as wide as a laptop's; what the page itself reports as an error fails the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "nb-NO"} | options)
    opened = context.new_page()
    failures: list[str] = []
    opened.on("pageerror", lambda error: failures.append(str(error)))
    yield opened
    context.close()
    assert failures == []


def settled(page: Page) -> None:
    """Wait until what is drawn can be used.

    The page's words come with the script's run, but a widget's own code is fetched when the first of its kind is
    drawn; until then an empty box stands in its place, which Tab passes by.
    """
    expect(page.locator(".stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window in bokmål and light."""
    with window(browser) as opened:
        yield opened
