"""A made release to open, written once and copied for the tests that break it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.published import Release, open_release
from tests.support.release import RELEASE, copy_release, shared_release


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release; not to be changed."""
    return shared_release(tmp_path_factory)


@pytest.fixture
def releases(tmp_path: Path, written: Path) -> Path:
    """A folder of releases with a copy published."""
    copy_release(written, tmp_path / "releases")
    return tmp_path / "releases"


@pytest.fixture(scope="session")
def release(written: Path) -> Release:
    """The made release, open as the pages open it."""
    return open_release(written.parent, RELEASE, packed=True)
