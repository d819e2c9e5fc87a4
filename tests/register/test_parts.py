"""The latest part with a key counts; one that is replaced, withdrawn or deleted never does again."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from pipelines.errors import UserError
from pipelines.register import AcceptedPart, PartState, Register, tables
from tests.support.register import DELIVERY, PART

OSLO = replace(PART, replaces_key='["2019", "0301"]', municipality="0301", path="s/2019/b.parquet", sha256="b" * 64)


def states(register: Register, number: int) -> list[tuple[str, str | None]]:
    return [(part.state.value, part.replaced_by) for part in register.delivery(number).parts]


def test_a_later_part_with_the_same_key_replaces(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    register.record(DELIVERY, [replace(PART, sha256="b" * 64)], [])
    assert [p.sha256 for p in register.current_parts()] == ["b" * 64]
    assert states(register, 1) == [("erstattet", "L000002")]
    assert states(register, 2) == [("gjeldende", None)]


def test_a_key_is_replaced_in_every_year_it_stood(register: Register) -> None:
    register.record(DELIVERY, [PART, replace(PART, year=2018)], [])
    register.record(DELIVERY, [replace(PART, year=2020)], [])
    assert [p.year for p in register.current_parts()] == [2020]


@pytest.mark.parametrize(
    "other", [pytest.param(replace(PART, survey="annen"), id="survey"), pytest.param(OSLO, id="key")]
)
def test_other_keys_stand(register: Register, other: AcceptedPart) -> None:
    register.record(DELIVERY, [PART], [])
    register.record(DELIVERY, [other], [])
    assert len(register.current_parts()) == 2


def test_the_database_itself_refuses_a_second_current_part(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    with register._reading() as connection:
        row = dict(connection.execute(tables.parts.select()).mappings().one()) | {"id": 2}
    with pytest.raises(IntegrityError), register._writing() as connection:
        connection.execute(insert(tables.parts).values(row))
    with register._writing() as connection:
        connection.execute(insert(tables.parts).values(row | {"state": "erstattet"}))


def test_parts_can_be_asked_for_by_wave_and_municipality(register: Register) -> None:
    register.record(DELIVERY, [PART, replace(PART, year=2015, replaces_key="x", municipality="0301")], [])
    assert [p.municipality for p in register.current_parts("s", 2015)] == ["0301"]
    assert register.current_parts("s", 2015, "1103") == []


def test_what_a_delivery_would_replace(register: Register) -> None:
    register.record(DELIVERY, [PART, OSLO], [])
    register.record(DELIVERY, [OSLO], [])
    register.withdraw(2, actor="kari", reason="feil fil")
    assert register.replaced_by_keys("s", [PART.replaces_key, OSLO.replaces_key, "ukjent"]) == [PART]
    assert register.replaced_by_keys("annen", [PART.replaces_key]) == []
    assert register.replaced_by_keys("s", []) == []


def test_whether_a_wave_holds_example_data(register: Register) -> None:
    assert register.holds_synthetic("s", 2019) == set()
    register.record(DELIVERY, [PART, replace(OSLO, synthetic=False)], [])
    assert register.holds_synthetic("s", 2019) == {True, False}
    register.withdraw(1, actor="kari", reason="")
    assert register.holds_synthetic("s", 2019) == set()


def test_keys_as_long_and_as_many_as_a_file_can_hold(register: Register) -> None:
    # A random text: one that repeats itself would be compressed and pass any index.
    long_key = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyzæøå", k=32_767))
    register.record(DELIVERY, [replace(PART, replaces_key=long_key)], [])
    register.record(DELIVERY, [replace(PART, replaces_key=long_key, sha256="b" * 64)], [])
    many = [*map(str, range(70_000)), long_key]
    assert [p.sha256 for p in register.replaced_by_keys("s", many)] == ["b" * 64]


class TestWithdrawal:
    def test_what_was_replaced_does_not_come_back(self, register: Register) -> None:
        register.record(DELIVERY, [PART], [])
        register.record(DELIVERY, [PART, OSLO], [])
        assert register.withdraw("L000002", actor="ola", reason="feil fil") == [OSLO, PART]
        assert register.current_parts() == []
        assert states(register, 1) == [("erstattet", "L000002")]
        entry = register.delivery(2)
        assert entry.withdrawn is not None
        assert (entry.withdrawn.actor, entry.withdrawn.reason) == ("ola", "feil fil")
        assert [part.withdrawn_at is not None for part in entry.parts] == [True, True]
        assert [(e.actor, e.action) for e in register.events("L000002")][1:] == [("ola", "trukket")]

    def test_only_what_is_current_is_withdrawn(self, register: Register) -> None:
        register.record(DELIVERY, [PART, OSLO], [])
        register.record(DELIVERY, [PART], [])
        assert register.withdraw(1, actor="ola", reason="") == [OSLO]
        assert register.current_parts() == [PART]

    def test_a_withdrawn_key_can_be_delivered_again(self, register: Register) -> None:
        register.record(DELIVERY, [PART], [])
        register.withdraw(1, actor="ola", reason="")
        register.record(DELIVERY, [PART], [])
        assert states(register, 1) == [("trukket", None)]
        assert states(register, 2) == [("gjeldende", None)]

    @pytest.mark.parametrize("spent", ["refused", "replaced", "withdrawn", "deleted"])
    def test_nothing_to_withdraw_is_said(self, register: Register, spent: str) -> None:
        register.record(DELIVERY, [] if spent == "refused" else [PART], [])
        if spent == "replaced":
            register.record(DELIVERY, [PART], [])
        if spent == "withdrawn":
            register.withdraw(1, actor="ola", reason="")
        if spent == "deleted":
            register.mark_deleted(1, actor="ola", reason="")
        trail = register.events()
        with pytest.raises(UserError, match="L000001 har ikke noe å trekke"):
            register.withdraw(1, actor="ola", reason="")
        assert register.events() == trail

    def test_an_unknown_delivery_is_said_to_be_so(self, register: Register) -> None:
        with pytest.raises(UserError, match="L000001 finnes ikke"):
            register.withdraw(1, actor="ola", reason="")


class TestDeletion:
    def test_the_trace_stays_and_the_files_are_named(self, register: Register) -> None:
        register.record(DELIVERY, [PART, OSLO], [])
        register.record(DELIVERY, [replace(PART, path="ny", sha256="c" * 64)], [])
        assert register.mark_deleted("L000001", actor="ola", reason="etter krav") == [PART.path, OSLO.path]
        assert [p.path for p in register.current_parts()] == ["ny"]
        entry = register.delivery(1)
        assert {part.state for part in entry.parts} == {PartState.DELETED}
        assert entry.deleted is not None
        assert (entry.deleted.actor, entry.deleted.reason) == ("ola", "etter krav")

    def test_a_file_that_another_part_needs_is_not_named(self, register: Register) -> None:
        register.record(DELIVERY, [PART, OSLO], [])
        register.record(DELIVERY, [PART], [])
        assert register.mark_deleted(1, actor="ola", reason="") == [OSLO.path]
        assert register.mark_deleted(2, actor="ola", reason="") == [PART.path]

    def test_done_again_it_names_the_same_files_and_changes_nothing(self, register: Register) -> None:
        register.record(DELIVERY, [PART], [])
        first = register.mark_deleted(1, actor="ola", reason="etter krav")
        entry, trail = register.delivery(1), register.events()
        assert register.mark_deleted(1, actor="per", reason="noe annet") == first == [PART.path]
        assert (register.delivery(1), register.events()) == (entry, trail)

    def test_a_withdrawn_delivery_can_be_deleted(self, register: Register) -> None:
        register.record(DELIVERY, [PART], [])
        register.withdraw(1, actor="ola", reason="feil fil")
        assert register.mark_deleted(1, actor="ola", reason="etter krav") == [PART.path]
        entry = register.delivery(1)
        assert entry.withdrawn is not None
        assert entry.deleted is not None

    def test_a_delivery_without_parts_has_no_files(self, register: Register) -> None:
        register.record(DELIVERY, [], [])
        assert register.mark_deleted(1, actor="ola", reason="") == []

    def test_an_unknown_delivery_is_said_to_be_so(self, register: Register) -> None:
        with pytest.raises(UserError, match="L000001 finnes ikke"):
            register.mark_deleted(1, actor="ola", reason="")
