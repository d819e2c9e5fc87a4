"""The register: the latest part with a key is the current one, and concurrent hand-ins are neither lost nor doubled."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from pipelines.contracts.model import Finding, Severity
from pipelines.register import AcceptedPart, Delivery, Register, open_register

DELIVERY = Delivery("kari", "fil.csv", "0" * 64, "s", "f", 2019, "ok", 3, 3, 0)
PART = AcceptedPart("s", "f", "1.0.0", 2019, "1103", '["2019", "1103"]', "s/2019/a.parquet", "a" * 64, 3, True)


@pytest.fixture
def register(tmp_path: Path) -> Register:
    return open_register(f"sqlite:///{tmp_path / 'register.sqlite'}")


def test_a_later_part_with_the_same_key_replaces(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    register.record(DELIVERY, [replace(PART, sha256="b" * 64)], [])
    assert [p.sha256 for p in register.current_parts()] == ["b" * 64]


def test_a_key_is_replaced_in_every_year_it_stood(register: Register) -> None:
    register.record(DELIVERY, [PART, replace(PART, year=2018)], [])
    register.record(DELIVERY, [replace(PART, year=2020)], [])
    assert [p.year for p in register.current_parts()] == [2020]


@pytest.mark.parametrize(
    "other", [replace(PART, survey="annen"), replace(PART, replaces_key='["2019", "0301"]', municipality="0301")]
)
def test_other_keys_stand(register: Register, other: AcceptedPart) -> None:
    register.record(DELIVERY, [PART], [])
    register.record(DELIVERY, [other], [])
    assert len(register.current_parts()) == 2


def test_parts_can_be_asked_for_by_wave_and_municipality(register: Register) -> None:
    register.record(DELIVERY, [PART, replace(PART, year=2015, replaces_key="x", municipality="0301")], [])
    assert [p.municipality for p in register.current_parts("s", 2015)] == ["0301"]
    assert register.current_parts("s", 2015, "1103") == []


def test_refused_delivery_is_recorded_without_parts(register: Register) -> None:
    finding = Finding("r", Severity.ERROR, "m", row=3, column="Bolig", value="x")
    register.record(replace(DELIVERY, status="errors", rows_accepted=0, rows_refused=3), [], [finding, finding])
    assert [d.status for d in register.deliveries()] == ["errors"]
    assert register.current_parts() == []


def test_the_trail_tells_who_did_what(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    register.note_release("abc", None)
    register.mark_published("abc", "ola")
    assert [(e.actor, e.action) for e in register.events()] == [("kari", "levering: ok"), ("ola", "publisert")]
    assert [(r.id, r.status) for r in register.releases()] == [("abc", "publisert")]


def test_a_known_release_stays_as_it_is(register: Register) -> None:
    register.note_release("abc", "run-1")
    register.mark_published("abc", "ola")
    register.note_release("abc", "run-2")
    assert [r.status for r in register.releases()] == ["publisert"]


def test_simultaneous_deliveries_are_all_there_once(register: Register) -> None:
    def deliver(n: int) -> int:
        return register.record(DELIVERY, [replace(PART, replaces_key=str(n))], [])

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(deliver, range(40)))
    assert len(set(numbers)) == 40
    assert len(register.current_parts()) == 40
