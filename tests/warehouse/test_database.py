"""A warehouse that cannot be used is made anew; one that is found damaged while in use is gone afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.warehouse.database import WarehouseDamagedError, open_warehouse

LARGE = "CREATE TABLE t AS SELECT range AS a, hash(range)::VARCHAR AS b FROM range(200000)"


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "varehus.duckdb"
    with open_warehouse(path) as connection:
        connection.execute(LARGE)
    return path


def tables(path: Path) -> list[str]:
    with open_warehouse(path) as connection:
        return [name for (name,) in connection.sql("SELECT table_name FROM duckdb_tables()").fetchall()]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: b"ikke en database" * 1000, id="no database"),
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[: len(content) // 2], id="cut off"),
        pytest.param(lambda content: content[:8] + b"\xff" + content[9:], id="a damaged head"),
        pytest.param(lambda content: content[:4096] + b"\xff" * 8192 + content[12288:], id="damaged heads"),
    ],
)
def test_a_file_that_is_no_whole_database_is_made_anew(warehouse: Path, spoil) -> None:
    assert tables(warehouse) == ["t"]
    warehouse.write_bytes(spoil(warehouse.read_bytes()))
    assert tables(warehouse) == []


def test_damage_found_while_it_is_used_is_said_and_the_next_gets_a_new_one(warehouse: Path) -> None:
    content = bytearray(warehouse.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = bytes(4000)
    warehouse.write_bytes(content)
    with pytest.raises(WarehouseDamagedError, match="Kjør på nytt"), open_warehouse(warehouse) as connection:
        connection.sql("SELECT sum(hash(b)) FROM t").fetchall()
    assert tables(warehouse) == []


def test_other_errors_pass_and_leave_the_file(warehouse: Path) -> None:
    with pytest.raises(Exception, match="finnes_ikke"), open_warehouse(warehouse) as connection:
        connection.sql("FROM finnes_ikke").fetchall()
    assert tables(warehouse) == ["t"]
