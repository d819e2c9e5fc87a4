"""A register on each database: the same tests for both."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.register import Register, open_register
from tests.support.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture(scope="session")
def made_once(postgres: Server) -> str:
    """The name of a PostgreSQL database with a register's tables, to be copied."""
    url = postgres.new_database()
    open_register(url)
    return url.rpartition("/")[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A register without content."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database(request.getfixturevalue("made_once"))


@pytest.fixture
def register(url: str) -> Register:
    """The register at `url`."""
    return open_register(url)
