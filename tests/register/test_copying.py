"""A register's rows are the same whichever database they are taken from and put into."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contracts.model import Finding, Severity
from pipelines.errors import UserError
from pipelines.register import AcceptedPart, Delivery, Register, open_register
from pipelines.register.condition import Condition, condition
from pipelines.register.copying import as_lines, from_lines, put_in, take_out
from pipelines.register.upgrade import HEAD
from tests.register.test_upgrade import old_register, store
from tests.support.postgres import Server


@pytest.fixture
def filled(register: Register) -> Register:
    """Two deliveries, one replacing the other, with what stands beside them."""
    part = AcceptedPart("u", "s", "1", 2019, "1103", '["øy"]', "u/2019/a.parquet", "1" * 64, 3, True)
    delivery = Delivery("kari", "fil\udcff.csv", "0" * 64, "u", "s", 2019, "warnings", 4, 3, 1)
    for _ in range(2):
        register.record(delivery, (part,), (Finding("regel", Severity.WARNING, "tekst", column="kolonne"),))
    register.declare_not_mapping("u", 2019, "5001", actor="kari", reason="Tid «nok» – neste år")
    register.remember_mapping("u", "s", "1103", [{"KJØNN": "kjonn"}], actor="kari")
    register.note_release("abc", None, actor="kari")
    return register


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'annet' / 'register.sqlite'}"
    server: Server = request.getfixturevalue("postgres")
    return server.new_database()


def test_what_is_put_in_reads_as_what_was_taken_out_and_is_counted_on(filled: Register, target: str) -> None:
    version, rows = take_out(filled)
    assert version == HEAD
    assert len(rows["deliveries"]) == 2
    other = put_in(target, version, {name: from_lines(as_lines(held)) for name, held in rows.items()})
    assert take_out(other) == (version, rows)
    assert (other.deliveries(), other.events()) == (filled.deliveries(), filled.events())
    next_one = other.record(Delivery("kari", "fil", "0" * 64, "u", "s", 2019, "ok", 1, 1, 0), (), ())
    assert int(str(next_one).lstrip("L")) == 3


def test_rows_of_an_older_version_are_brought_up_to_date(tmp_path: Path, target: str) -> None:
    from pipelines.register.copying import _taken

    url = f"sqlite:///{tmp_path / 'gammelt.sqlite'}"
    old_register(url)
    with store(url)._reading() as connection:
        rows = dict(_taken(connection))
    assert put_in(target, "0001", rows).deliveries() == open_register(url).deliveries()


def test_a_register_that_is_there_is_left_alone(filled: Register, url: str) -> None:
    before = take_out(filled)
    with pytest.raises(UserError, match="tom database"):
        put_in(url, *before)
    assert take_out(filled) == before


@pytest.mark.parametrize("wrong", [pytest.param("9999", id="newer"), pytest.param("x", id="no version")])
def test_a_version_that_is_not_known_leaves_nothing(wrong: str, target: str) -> None:
    with pytest.raises(UserError, match="nyere"):
        put_in(target, wrong, {})
    assert condition(target) is Condition.ABSENT


def test_rows_that_become_others_are_not_kept(filled: Register, target: str) -> None:
    version, rows = take_out(filled)
    with pytest.raises(UserError, match="ikke lagret"):
        put_in(target, version, rows | {"no_such_table": [{"x": 1}]})
    assert condition(target) is Condition.ABSENT
