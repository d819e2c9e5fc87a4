"""A made release, open, for view models and for the app."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.components.v2 import manifest_scanner

from pipelines.published import Release, open_release
from tests.support.release import RELEASE, shared_release


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release; not to be changed."""
    return shared_release(tmp_path_factory)


@pytest.fixture(scope="session")
def release(written: Path) -> Release:
    """The made release, open as the pages open it."""
    return open_release(written.parent, RELEASE, packed=True)


@pytest.fixture(scope="session", autouse=True)
def components_looked_for_once() -> Iterator[None]:
    """The harness reads what every installed package says of itself for each page it opens: a third of the time."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture(autouse=True)
def on_this_machine() -> Iterator[None]:
    """The harness serves nothing, so it says no address; the pages open at this machine's own alone."""
    before = config.get_option("server.address")
    config.set_option("server.address", "127.0.0.1")
    yield
    config.set_option("server.address", before)
