"""A wave is replaced whole, and the warehouse can be thrown away."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipelines.orchestration.stages import Stages
from pipelines.settings import Settings
from pipelines.warehouse.database import WarehouseBusyError, open_warehouse
from tests.support.installation import put_part, put_wave, survey_rows

WAVE, TABLE = "brukerplan|2015", "rader_brukerplan_2015"


def test_a_new_part_replaces_the_old_ones_rows(home: Settings) -> None:
    stages = Stages(home)
    rows = survey_rows(stages.contracts.surveys["brukerplan"], 2015, "1103", 8, enhet="2")
    for n in (8, 5):
        put_part(home, "brukerplan", 2015, rows[:n], "1103")
        stages.load([WAVE])
        with open_warehouse(home.warehouse) as connection:
            assert connection.sql(f"SELECT count(*) FROM {TABLE}").fetchall() == [(n,)]


def test_a_wave_without_parts_has_no_rows(home: Settings) -> None:
    assert Stages(home).load([WAVE])[WAVE] == 0
    with open_warehouse(home.warehouse) as connection:
        assert TABLE not in {name for (name,) in connection.sql("SHOW TABLES").fetchall()}


def test_the_warehouse_may_be_deleted(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 8, "0301": 9})
    stages = Stages(home)
    first = stages.load([WAVE])
    home.warehouse.unlink()
    assert stages.load([WAVE]) == first


def test_the_file_is_for_the_owner_only(home: Settings) -> None:
    Stages(home).load([WAVE])
    assert home.warehouse.stat().st_mode & 0o077 == 0


def test_a_second_writer_is_told_to_wait(home: Settings) -> None:
    hold = (
        "import sys; from pathlib import Path; from pipelines.warehouse.database import open_warehouse\n"
        "with open_warehouse(Path(sys.argv[1])): print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(home.warehouse)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"open\n"
        with pytest.raises(WarehouseBusyError, match="Vent"), open_warehouse(home.warehouse):
            pass
        other.communicate()
