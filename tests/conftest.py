"""What every test may ask for: the project's contracts and geography, an empty home, a browser, a PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

from pipelines.settings import REPOSITORY, Settings, switch_off_telemetry
from tests.support.disk import wait_for_no_disk

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from pipelines.contracts.repository import Contracts
    from pipelines.geography import Geography
    from tests.support.postgres import Server

switch_off_telemetry()
wait_for_no_disk()

# No test is a timed test: the first example of a property may load a library, and machines are busy.
hypothesis_settings.register_profile("opptrapp", deadline=None)
hypothesis_settings.load_profile("opptrapp")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at the demo comes first, in whatever order otherwise.

    Each test process begins with a share of the list as it stands. So one of them makes the demo while the others do
    the rest, where they would have waited minutes for it. What takes minutes by itself begins the second of two shares.
    """
    items.sort(key=lambda item: "demo_home" not in getattr(item, "fixturenames", ()))
    long = [item for item in items if item.path.name == LONGEST and item.get_closest_marker("slow")]
    for item in long:
        items.remove(item)
    middle = (len(items) + len(long)) // 2
    items[middle:middle] = long


def pytest_collection_finish() -> None:
    """Leave alone what is imported and collected by now, since it lives as long as the process, and look seldom.

    Each time that garbage was looked for a third of a second went to this: an eighth of all processor time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 20)


def pytest_unconfigure() -> None:
    """Some libraries count at the end what has not been collected."""
    gc.unfreeze()


LONGEST = "test_drawn_waves.py"
CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def contracts() -> Contracts:
    """The contracts of this repository."""
    from pipelines.contracts.repository import load_contracts

    return load_contracts(REPOSITORY / "data_contracts")


@pytest.fixture(scope="session")
def geography() -> Geography:
    """Municipalities, regions and population of this repository."""
    from pipelines.geography import load_geography

    return load_geography(REPOSITORY / "data_contracts" / "reference")


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register's SQLite file without content, to be copied: making one takes longer than most of what is tested."""
    from pipelines.register import open_register

    path = tmp_path_factory.mktemp("register") / "register.sqlite"
    open_register(f"sqlite:///{path}")
    return path


@pytest.fixture
def new_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings with an empty home; processes that the test starts get the same one."""
    monkeypatch.setenv("OPPTRAPP_HOME", str(tmp_path))
    return Settings(home=tmp_path)


@pytest.fixture
def home(new_home: Settings, empty_register: Path) -> Settings:
    """The same with a register and nothing else."""
    shutil.copy(empty_register, new_home.home)
    return new_home


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium; without it the test is skipped, or fails where OPPTRAPP_REQUIRE_BROWSER is set.

    One for each module and not for the session: Playwright keeps an event loop running in this thread as long as it is
    open, and a test that runs Dagster in this process needs the thread to have none.
    """
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not installed (apt-get install chromium)"
        if os.environ.get("OPPTRAPP_REQUIRE_BROWSER"):
            pytest.fail(missing)
        pytest.skip(missing)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield running
        running.close()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """Debian's PostgreSQL; without it the test is skipped, or fails where OPPTRAPP_REQUIRE_POSTGRES is set."""
    from tests.support.postgres import programs, running

    binaries = programs()
    if binaries is None:
        missing = "PostgreSQL is not installed (apt-get install postgresql)"
        if os.environ.get("OPPTRAPP_REQUIRE_POSTGRES"):
            pytest.fail(missing)
        pytest.skip(missing)
    with running(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def draft_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an installation with a draft of one wave, made once for all test processes; copied to be changed."""
    from tests.support.shared import shared

    def make(home: Path) -> None:
        from pipelines.orchestration.stages import Stages
        from tests.support.installation import SIZES, WAVE, build_draft, put_wave

        settings = Settings(home=home)
        put_wave(settings, *WAVE, SIZES)
        build_draft(Stages(settings))

    return shared(tmp_path_factory, "utkast", make)


@pytest.fixture
def drafted(new_home: Settings, draft_home: Path) -> Settings:
    """A copy of the installation with a draft, to be changed."""
    shutil.copytree(draft_home, new_home.home, dirs_exist_ok=True)
    return new_home


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a finished demo, made once for all test processes of a run."""
    from tests.support.demo import shared_demo
    from tests.support.shared import of_all_processes

    return shared_demo(of_all_processes(tmp_path_factory))


@pytest.fixture(scope="session")
def demo_release(demo_home: Path) -> Path:
    """The folder of the release that the demo published."""
    return demo_home / "releases" / (demo_home / "releases" / "current").read_text(encoding="utf-8").strip()


@pytest.fixture
def mail() -> Iterator[tuple[str, list[str]]]:
    """A mail server: its address, and what it has received."""
    from socketserver import TCPServer

    from tests.support.receivers import MailServer, serving

    MailServer.received = []
    yield from serving(TCPServer(("127.0.0.1", 0), MailServer))


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and certificate for loopback in one file, and the certificate alone beside it as `.crt`."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "begge.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = [program, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
               "2", "-keyout", str(path), "-out", str(path.with_suffix(".crt")), *subject]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    path.write_text(path.read_text() + path.with_suffix(".crt").read_text())
    return path


@pytest.fixture
def web(certificate: Path) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A web server over https: its host and port, and what has been posted to it."""
    from http.server import HTTPServer

    from tests.support.receivers import WebServer, serving

    WebServer.received = []
    server = HTTPServer(("127.0.0.1", 0), WebServer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    yield from serving(server)
