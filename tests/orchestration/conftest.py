"""A release on the pages, for what is made after one is published."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.settings import Settings
from tests.support.release import write_release


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a made release; not to be changed."""
    return write_release(tmp_path_factory.mktemp("utgivelser"), municipalities=["5001"])


@pytest.fixture
def published(home: Settings, written: Path) -> Settings:
    """An installation with `written` on its pages."""
    home.home.mkdir(exist_ok=True)
    home.releases.symlink_to(written.parent)
    return home
