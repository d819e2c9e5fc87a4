"""A hand-in that is killed leaves a whole part or none, and the next one clears away what it left on disk."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest

from pipelines.handin import HandIn
from pipelines.intake import Upload
from pipelines.register import open_register
from pipelines.settings import REPOSITORY, Settings
from tests.handin.test_engine import EV19, known
from tests.support.files import csv_bytes, valid_rows

ROWS = known([row for municipality in ("1103", "0301") for row in valid_rows(EV19, 6, 2019, municipality)])
"""Two parts."""

# The child dies by its own hand the moment before or after a step; a signal from outside would hit at random.
CHILD = """
import os, signal, sys
from pathlib import Path
from pipelines.handin import HandIn, acceptance, accepted, engine
from pipelines.intake import Upload
from pipelines.settings import Settings
from pipelines.validation.outcome import Outcome

engine.validate = lambda *_, **__: Outcome((), ())  # it writes nothing, and what runs it takes seconds to load

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def before(module, name):
    setattr(module, name, die)

def after(module, name, times=1):
    step, left = getattr(module, name), [times]
    def stepped(*arguments, **options):
        result = step(*arguments, **options)
        left[0] -= 1
        if not left[0]:
            die()
        return result
    setattr(module, name, stepped)

exec(sys.argv[2])
HandIn.of(Settings()).deliver([Upload.from_path(Path(sys.argv[1]))], actor="kari")
"""

MOMENTS = {
    "before the first part": "before(acceptance, 'write_part')",
    "with a part half written": "import pipelines.atomic; before(pipelines.atomic.Path, 'replace')",
    "after the first of two parts": "after(acceptance, 'write_part')",
    "after both, before the register": "after(acceptance, 'write_part', 2)",
    "in the register's transaction": "from pipelines.register import Register; after(Register, 'record')",
}


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS.values(), ids=MOMENTS)
def test_killed_anywhere_nothing_is_half_accepted(home: Settings, moment: str) -> None:
    path = home.home / "inn.csv"
    path.write_bytes(csv_bytes(EV19, ROWS))
    child = subprocess.run([sys.executable, "-c", CHILD, path, moment], cwd=REPOSITORY, check=False, timeout=120)
    assert child.returncode == -signal.SIGKILL
    register = open_register(home.register_url)
    assert register.deliveries() == []
    assert register.current_parts() == []
    (report,) = HandIn.of(home).deliver([Upload.from_path(path)], actor="kari")
    assert report.rows_accepted == len(ROWS)
    assert stored(home) == sorted(part.path for part in register.current_parts())


def test_what_lies_there_without_an_entry_goes_and_what_has_one_stays(home: Settings) -> None:
    engine = HandIn.of(home)
    engine.deliver([Upload("a.csv", csv_bytes(EV19, ROWS))], actor="kari")
    before = stored(home)
    folder = (home.accepted / before[0]).parent
    for name in (".skriver-abc", "0" * 64 + ".parquet", "0" * 64 + ".funn.json"):
        (folder / name).write_bytes(b"rader")
    HandIn.of(home).deliver([Upload("b.csv", b"tull")], actor="kari")
    assert stored(home) == before


def stored(home: Settings) -> list[str]:
    return sorted(p.relative_to(home.accepted).as_posix() for p in home.accepted.rglob("*") if p.is_file())
