"""A delivery is recorded whole with everything it leaves behind, and found again by place, wave, number and content."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from pipelines.contracts.model import Finding, Severity
from pipelines.errors import UserError
from pipelines.register import Acknowledgement, Delivery, FindingCount, Register, Statement
from tests.support.register import DELIVERY, PART

FULL = replace(
    DELIVERY,
    form_version="2.1.0",
    rows_set_aside=2,
    channel="side",
    municipalities=("0301", "1103"),
    contact="Kari på rådhuset",
)


def test_everything_recorded_is_read_back(register: Register) -> None:
    statement = Statement("Kari Nordmann", True, False, (Acknowledgement("r", "ny rutine"), Acknowledgement("r", "to")))
    findings = [
        Finding("r", Severity.WARNING, "m", row=3, column="Bolig", value="x"),
        Finding("r", Severity.WARNING, "m", row=4, column="Bolig", value="y"),
        Finding("r", Severity.ERROR, "m", row=4, column="Bolig", value="z"),
        Finding("r", Severity.INFO, "m"),
    ]
    number = register.record(FULL, [PART], findings, statement)
    entry = register.delivery(number)
    assert {f.name: getattr(entry, f.name) for f in fields(Delivery)} == vars(FULL)
    assert (entry.id, entry.number) == (1, "L000001")
    assert timedelta(0) <= datetime.now(UTC) - entry.received_at < timedelta(minutes=1)
    assert entry.received_at.utcoffset() == timedelta(0)
    assert entry.statement == statement
    assert set(entry.counts) == {
        FindingCount("r", "Bolig", "warning", 2),
        FindingCount("r", "Bolig", "error", 1),
        FindingCount("r", None, "info", 1),
    }
    assert [(p.path, p.delivery) for p in entry.parts] == [(PART.path, "L000001")]
    assert (entry.withdrawn, entry.deleted) == (None, None)


def test_a_refused_delivery_is_recorded_without_parts(register: Register) -> None:
    refused = replace(FULL, status="errors", rows_accepted=0, rows_refused=3)
    register.record(refused, [], [])
    (entry,) = register.deliveries(municipality="0301")
    assert (entry.status, entry.statement, entry.counts, entry.parts) == ("errors", None, (), ())
    assert register.current_parts() == []


def test_a_part_that_cannot_be_entered_leaves_no_half_delivery(register: Register) -> None:
    with pytest.raises(IntegrityError):
        register.record(FULL, [PART, PART], [])
    assert (register.deliveries(), register.events()) == ([], [])


def test_history(register: Register) -> None:
    register.record(replace(DELIVERY, survey=None, form=None, year=None), [], [])
    register.record(FULL, [], [])
    several = [replace(PART, year=2015), replace(PART, year=2017, municipality="4601")]
    register.record(replace(DELIVERY, year=None), several, [])
    register.record(replace(DELIVERY, survey="annen"), [], [])
    asked = {
        "all, newest first": ({}, [4, 3, 2, 1]),
        "the newest": ({"limit": 2}, [4, 3]),
        "a municipality in the file": ({"municipality": "0301"}, [2]),
        "a municipality in a part too": ({"municipality": "1103"}, [3, 2]),
        "the newest of a municipality": ({"municipality": "1103", "limit": 1}, [3]),
        "a survey": ({"survey": "annen"}, [4]),
        "a wave": ({"year": 2019}, [4, 2]),
        "a wave among several in a file": ({"year": 2015}, [3]),
        "all of it together": ({"survey": "s", "year": 2019, "municipality": "1103"}, [2]),
        "nobody": ({"municipality": "9999"}, []),
    }
    found = {name: [entry.id for entry in register.deliveries(**what)] for name, (what, _) in asked.items()}  # type: ignore[arg-type]
    assert found == {name: ids for name, (_, ids) in asked.items()}


def test_a_delivery_is_found_by_its_number(register: Register) -> None:
    register.record(DELIVERY, [], [])
    assert {register.delivery(written).number for written in ("L000001", "l1", " L000001 ", "1", 1)} == {"L000001"}


def test_an_unknown_delivery_is_said_to_be_so(register: Register) -> None:
    with pytest.raises(UserError, match=r"L000007 finnes ikke\. "):
        register.delivery(7)
    with pytest.raises(UserError, match=r"L000007 finst ikkje\. "):
        register.delivery("L000007", "nn")


def test_a_file_received_before_is_known_by_its_content(register: Register) -> None:
    for name, content in (("a.csv", "1"), ("b.csv", "1"), ("c.csv", "2")):
        register.record(replace(DELIVERY, file_name=name, file_sha256=content * 64), [], [])
    known = register.received("1" * 64)
    assert known is not None
    assert known.file_name == "b.csv"
    assert register.received("3" * 64) is None


def test_text_that_no_database_takes_does_not_stop_a_delivery(register: Register) -> None:
    # A file name that is not UTF-8 comes from the operating system with half surrogates in it.
    number = register.record(replace(FULL, file_name="sp\udcf8rsm\0l.csv", contact="\ud800"), [], [])
    assert register.delivery(number).file_name == "sp?rsm\ufffdl.csv"
