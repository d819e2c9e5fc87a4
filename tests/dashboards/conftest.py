"""A made release, open, for view models and for the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.published import Release, open_release
from tests.support.release import RELEASE, write_release


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release; not to be changed."""
    return write_release(tmp_path_factory.mktemp("utgivelser"))


@pytest.fixture(scope="session")
def release(written: Path) -> Release:
    """The made release, open."""
    return open_release(written.parent, RELEASE)
