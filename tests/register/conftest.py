"""A register on each database: the same tests for both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from pipelines.register import Register, open_register
from pipelines.register.tables import metadata
from tests.support.postgres import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'register.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture(scope="session")
def shared_url(postgres: Server) -> str:
    """A register in PostgreSQL that tests empty and use again: a database of its own costs each test megabytes."""
    url = postgres.new_database()
    open_register(url)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A register without content."""
    if request.param == "sqlite":
        return f"sqlite:///{shutil.copy(request.getfixturevalue('empty_register'), tmp_path)}"
    url: str = request.getfixturevalue("shared_url")
    names = ", ".join(metadata.tables)
    with open_register(url)._writing() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # or the trail refuses
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
    return url


@pytest.fixture
def register(url: str) -> Register:
    """The register at `url`."""
    return open_register(url)
