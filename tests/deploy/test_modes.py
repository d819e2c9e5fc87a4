"""The two users of a deployment, for real: each does its own, and the pages' user cannot read what only runs may."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipelines.settings import REPOSITORY
from tests.support.postgres import Server

SIDE, KJORING, GROUP, STRANGER = 64001, 64002, 64000, 64003
USERS = {"opptrapp-side": SIDE, "opptrapp-kjoring": KJORING}

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become two other users")
pytestmark = pytest.mark.slow

# All is imported and done once as root, whose Python others may not be able to read; then the rights are given up.
PROGRAM = """
import json, os, sys, tempfile
from pathlib import Path
import duckdb
from pipelines.operations import files
from pipelines.operations.backup import back_up
from pipelines.operations.restore import restore
from pipelines.register.condition import condition
from pipelines.settings import Settings
from pipelines.warehouse.database import open_warehouse
from tests.support.installation import put_wave
home, url, user, group, *steps = sys.argv[1:]
settings = Settings(home=Path(home), database_url=url)
condition(url)
with tempfile.TemporaryDirectory() as warm:
    put_wave(Settings(home=Path(warm)), "brukerplan", 2017, {"1103": 5})
    with open_warehouse(Path(warm) / "w.duckdb"):
        pass
os.setgroups([]); os.setgid(int(group)); os.setuid(int(user)); os.umask(0o027)

def hand_in():
    put_wave(settings, "brukerplan", 2019, {"1103": 5})

def copy():
    back_up(settings, Path(home).parent / "kopier" / "kopi.tar")

def put_back():
    restore(Path(home).parent / "kopier" / "kopi.tar", settings)

def build():
    with open_warehouse(settings.warehouse) as connection:
        connection.execute("CREATE TABLE rader (n INTEGER)")

def read_parts():
    return len([path.read_bytes() for path in settings.accepted.rglob("*.parquet")])

def read_warehouse():
    settings.warehouse.open("rb").close()

def remove_warehouse():
    settings.warehouse.unlink()

def write_release():
    (settings.releases / "current").write_text("x")

def read_release():
    return (settings.releases / "current").read_text()

def remove_part():
    next(settings.accepted.rglob("*.parquet")).unlink()

def closed():
    return files.modes(settings) is None

def writable():
    return files.home(settings) is None

said = {}
for step in steps:
    try:
        said[step] = globals()[step]()
    except OSError as error:
        said[step] = type(error).__name__
print(json.dumps(said))
"""


def lay_out(home: Path) -> Path:
    """A home as the deployment's own file lays it out, with numbers for its users."""
    layout = (REPOSITORY / "deploy" / "systemd" / "opptrapp.tmpfiles").read_text(encoding="utf-8")
    for line in layout.splitlines():
        if line.startswith("d /var/lib/opptrapp"):
            _, path, mode, user, _group = line.split()
            made = home / Path(path).relative_to("/var/lib/opptrapp")
            made.mkdir()
            os.chown(made, USERS[user], GROUP)
            made.chmod(int(mode, 8))
    return home


def as_user(home: Path, url: str, user: int, *steps: str, group: int = GROUP) -> dict[str, object]:
    """What came of each step of the program for that user."""
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(home), url, str(user), str(group), *steps],
        cwd=REPOSITORY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    found: dict[str, object] = json.loads(ran.stdout)
    return found


@pytest.fixture
def place() -> Iterator[Path]:
    """Somewhere others may come."""
    folder = Path(tempfile.mkdtemp(prefix="opptrapp-anlegg-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@needs_root
def test_the_pages_hand_in_and_the_runs_build_and_neither_does_the_others(place: Path, postgres: Server) -> None:
    at = lay_out(place / "opptrapp"), postgres.new_database()
    assert as_user(*at, SIDE, "hand_in", "read_parts", "writable") == {
        "hand_in": None,
        "read_parts": 1,
        "writable": True,
    }
    assert as_user(*at, KJORING, "read_parts", "build", "write_release", "closed", "writable") == {
        "read_parts": 1, "build": None, "write_release": None, "closed": True, "writable": True,
    }  # fmt: skip
    assert as_user(*at, SIDE, "read_release", "read_warehouse", "remove_warehouse", "write_release") == {
        "read_release": "x",
        "read_warehouse": "PermissionError",
        "remove_warehouse": "PermissionError",
        "write_release": "PermissionError",
    }
    stranger = as_user(*at, STRANGER, "read_parts", "read_warehouse", "read_release", "writable", group=STRANGER)
    assert stranger == {
        "read_parts": "PermissionError", "read_warehouse": "PermissionError", "read_release": "PermissionError",
        "writable": False,
    }  # fmt: skip
    # What the one has put there, the other can take away: a deletion is done by the runs' user.
    assert as_user(*at, KJORING, "remove_part", "read_parts") == {"remove_part": None, "read_parts": 0}


@needs_root
def test_a_copy_is_put_back_so_that_both_work_on_it_again(place: Path, postgres: Server) -> None:
    """Into an installation that has been laid out and not yet started, as the how-to says."""
    (place / "kopier").mkdir(mode=0o700)
    os.chown(place / "kopier", KJORING, GROUP)
    before = lay_out(place / "opptrapp"), postgres.new_database()
    assert as_user(*before, SIDE, "hand_in") == {"hand_in": None}
    assert as_user(*before, KJORING, "write_release", "copy") == {"write_release": None, "copy": None}
    after = lay_out(place / "nytt"), postgres.new_database()
    assert as_user(*after, KJORING, "put_back", "read_parts") == {"put_back": None, "read_parts": 1}
    assert as_user(*after, SIDE, "read_parts", "read_release", "hand_in") == {
        "read_parts": 1, "read_release": "x", "hand_in": None,
    }  # fmt: skip
    assert as_user(*after, KJORING, "closed", "remove_part") == {"closed": True, "remove_part": None}
