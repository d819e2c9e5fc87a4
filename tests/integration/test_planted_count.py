"""What a release hides stands in no published byte and no log: looked for by limits that only the hidden counts have.

A count under five cannot be looked for by itself. Its interval can: a hidden cell's limits are as good as a name, where
no shown cell has the same counts.
"""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl
import pytest

from pipelines.indicators.interval import IntervalMethod
from pipelines.settings import REPOSITORY

pytestmark = pytest.mark.slow  # the demo takes a minute

OPPTRAPP = Path(sys.executable).with_name("opptrapp")
HIDDEN = "status = 'skjult'"
DIGITS = 9
"""So many of a limit's digits are looked for in text; a page shows one decimal."""


@pytest.fixture(scope="module")
def hidden(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> set[float]:
    """Lower limits of hidden shares that no shown figure has. A mean of ten persons has limits that others have too."""
    copy = shutil.copy(demo_home / "warehouse.duckdb", tmp_path_factory.mktemp("lager"))
    with duckdb.connect(str(copy), read_only=True) as warehouse:
        found = warehouse.sql(f"""
            WITH cells AS (
                SELECT before.ki_lav, before.metode, after.status FROM kube AS before JOIN kube_vernet AS after USING (
                    undersokelse, indikator, aar, regiontype, regionkode, geografi, basisgruppe, inndeling, kategori)
                WHERE before.ki_lav > 0)
            SELECT DISTINCT ki_lav FROM cells WHERE {HIDDEN} AND metode = '{IntervalMethod.WILSON.value}'
            EXCEPT SELECT ki_lav FROM cells WHERE NOT {HIDDEN}""").fetchall()
    limits = {limit for (limit,) in found}
    assert len(limits) > 1000
    return limits


@pytest.fixture(scope="module")
def shown(demo_home: Path) -> Path:
    return demo_home / "releases" / (demo_home / "releases" / "current").read_text(encoding="utf-8").strip()


def numbers(table: Path) -> Iterator[float]:
    frame = pl.read_parquet(table)
    for column in frame.select(pl.selectors.float()).get_columns():
        yield from column.drop_nulls().unique().to_list()


def test_no_number_of_a_published_table_is_a_hidden_ones(hidden: set[float], shown: Path) -> None:
    tables = sorted(shown.glob("*.parquet"))
    assert {"cube.parquet", "vurdering.parquet"} <= {table.name for table in tables}
    assert {table.name: count for table in tables if (count := len(hidden & set(numbers(table))))} == {}


def test_the_look_finds_what_is_planted(hidden: set[float], shown: Path, tmp_path: Path) -> None:
    planted = next(iter(hidden))
    pl.DataFrame({"x": [planted]}).write_parquet(tmp_path / "t.parquet")
    (tmp_path / "t.csv").write_text(f"a;{planted}\n")
    (tmp_path / "t.bin").write_bytes(struct.pack("<d", planted))
    assert planted in set(numbers(tmp_path / "t.parquet"))
    assert {"t.csv", "t.bin"} <= told(tmp_path, hidden)


def told(folder: Path, hidden: set[float]) -> set[str]:
    """The files in which a hidden limit stands, as digits or as the eight bytes of the number."""
    digits = {f"{limit:.15g}"[: DIGITS + 1].encode() for limit in hidden}
    packed = {struct.pack("<d", limit) for limit in hidden}
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        windows = (content[i : i + DIGITS + 1] for i in range(len(content)) if content[i : i + 1].isdigit())
        if any(one in digits for one in windows) or any(content[i : i + 8] in packed for i in range(len(content) - 7)):
            found.add(path.name)
    return found


def test_no_export_and_no_log_has_one(hidden: set[float], demo_home: Path, shown: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "OPPTRAPP_HOME": str(demo_home)}
    for ending in ("csv", "json"):
        target = tmp_path / f"ut.{ending}"
        command = [OPPTRAPP, "release", "export", shown.name, "-o", str(target), "--region", "kommune-1103"]
        command += ["--format", "json-stat"] if ending == "json" else []
        subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, check=True, timeout=300)
        assert target.stat().st_size > 1000
    shutil.copy(demo_home / "register.sqlite", tmp_path)
    shutil.copytree(demo_home / "dagster", tmp_path / "dagster")
    (tmp_path / "demo.txt").write_bytes((demo_home.parent / "demo.txt").read_bytes())
    shutil.copy(shown / "manifest.json", tmp_path)
    shutil.copy(shown / "plans.json", tmp_path)
    assert told(tmp_path, hidden) == set()
