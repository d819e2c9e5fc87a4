"""A register that cannot be opened is said to be so in one sentence, without the password."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.register import open_register
from pipelines.register.condition import condition
from tests.support.postgres import Server


@pytest.mark.parametrize(
    "url",
    ["", "register.sqlite", "mysql://bruker@vert/db", "oracle:///x", "sqllite:///x"],
    ids=lambda url: url or "none",
)
def test_only_sqlite_and_postgresql(url: str) -> None:
    with pytest.raises(UserError, match="SQLite eller PostgreSQL"):
        open_register(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2"])
def test_a_server_that_does_not_answer(scheme: str) -> None:
    with socket.socket() as bound:
        # Bound and not listening: nobody else gets the port, and nobody answers.
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(UserError, match=r"Registeret i 127\.0\.0\.1") as refused:
            open_register(f"{scheme}://opptrapp:hemmelig@127.0.0.1:{bound.getsockname()[1]}/x")
    assert "hemmelig" not in str(refused.value)


def test_a_missing_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(UserError, match="driveren er ikke installert"):
        open_register("postgresql://127.0.0.1/x")


@pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
@pytest.mark.parametrize("door", [open_register, condition])
def test_a_database_that_cannot_hold_every_name(encoding: str, door: Callable[[str], object], postgres: Server) -> None:
    """A server that was installed where no language is set makes such, and its driver would answer in bytes."""
    url = postgres.new_database(encoding)
    with pytest.raises(UserError, match=rf"tegnsettet {encoding}.*createdb -T template0 -E UTF8"):
        door(url)


@pytest.mark.parametrize("kind", ["file of something else", "folder", "folder that cannot be made"])
def test_a_path_that_holds_no_register(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "register.sqlite"
    if kind == "folder":
        path.mkdir()
    else:
        path.write_text("Dette er ikke en database. " * 100)
    with pytest.raises(UserError, match=r"Registeret i register\.sqlite"):
        open_register(f"sqlite:///{path / 'register.sqlite' if kind == 'folder that cannot be made' else path}")


def test_the_folder_of_a_new_register_is_made(tmp_path: Path) -> None:
    open_register(f"sqlite:///{tmp_path / 'ny' / 'mappe' / 'register.sqlite'}")
    assert (tmp_path / "ny" / "mappe" / "register.sqlite").is_file()


def test_names_and_reasons_are_for_the_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "register.sqlite"
    open_register(f"sqlite:///{path}").declare_not_mapping("x", 2019, "1103", reason="kapasitet", actor="kari")
    assert path.is_file()
    assert [p.name for p in tmp_path.iterdir() if p.stat().st_mode & 0o077] == []
