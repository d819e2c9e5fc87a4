"""The pages served as users get them, over a made release, and read in a real browser."""

from __future__ import annotations

import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.launch import command
from tests.support.release import RELEASE, copy_release, write_release

expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Served:
    """A running server and the folder of releases it reads."""

    address: str
    releases: Path


def serve(home: Path) -> Iterator[Served]:
    """Serve `home` until the generator is closed; ready when the server says so itself."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # As from an installed command: started in a folder that is not the project's.
    started = subprocess.Popen(
        command(port, home), cwd=home, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with started as process:
        try:
            if not any("URL:" in line for line in process.stdout or ()):
                pytest.fail(f"the server ended with {process.wait()}")
            yield Served(f"http://127.0.0.1:{port}", home / "releases")
        finally:
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:  # it waits for windows that a failed test left open
                process.kill()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release; not to be changed."""
    return write_release(tmp_path_factory.mktemp("utgivelser"))


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


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window in bokmål and light."""
    with window(browser) as opened:
        yield opened
