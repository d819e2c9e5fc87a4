"""A table is made again when its mark is another, and a killed or failed making leaves table and mark as they were."""

import pytest
from duckdb import ConversionException

from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.made import forget, made_by, making, marks_of, remember, remembered


@pytest.fixture
def connection(tmp_path):
    with open_warehouse(tmp_path / "v.duckdb") as opened:
        yield opened


def make(connection, mark, value):
    with making(connection, "a", mark) as numbers:
        connection.execute(f"CREATE OR REPLACE TABLE a AS SELECT {value} AS x")
        numbers.append(value)


def killed_after_the_table(connection):
    with making(connection, "a", "n"):
        connection.execute("CREATE OR REPLACE TABLE a AS SELECT 2 AS x")
        raise TypeError


def test_what_is_made_by_the_same_is_known_with_its_numbers(connection):
    assert made_by(connection, "a", "m") is None
    make(connection, "m", 1)
    assert made_by(connection, "a", "m") == (1,)
    assert made_by(connection, "a", "n") is None
    make(connection, "n", 2)
    assert (made_by(connection, "a", "m"), made_by(connection, "a", "n")) == (None, (2,))
    assert marks_of(connection, ["a", "b"]) == {"a": "n"}


def test_a_making_that_fails_leaves_what_there_was(connection):
    make(connection, "m", 1)
    with pytest.raises(ConversionException):
        make(connection, "n", "'x'::INTEGER")
    with pytest.raises(TypeError):
        killed_after_the_table(connection)
    assert connection.sql("FROM a").fetchall() == [(1,)]
    assert made_by(connection, "a", "m") == (1,)


def test_nothing_is_trusted_after_forgetting(connection):
    make(connection, "m", 1)
    forget(connection)
    assert made_by(connection, "a", "m") is None
    assert connection.sql("FROM a").fetchall() == [(1,)]


def test_answers_are_kept_until_others_are_or_nothing_is_trusted(connection):
    assert remembered(connection) == {}
    remember(connection, {"m": b"\x00\xff", "n": b""})
    assert remembered(connection) == {"m": b"\x00\xff", "n": b""}
    remember(connection, {"o": b"1"})
    assert remembered(connection) == {"o": b"1"}
    forget(connection)
    assert remembered(connection) == {}
