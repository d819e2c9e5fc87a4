"""«Vi kartlegger ikke i år» stands until it is taken back, said anew, or overtaken by a delivery."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from pipelines.errors import UserError
from pipelines.register import Register, tables
from tests.support.register import DELIVERY, PART

WAVE = ("s", 2019, "1103")


def declared(register: Register) -> list[tuple[str, str, str]]:
    return [(d.municipality, d.reason, d.actor) for d in register.declarations()]


def test_a_declaration_stands_with_who_and_why(register: Register) -> None:
    register.declare_not_mapping(*WAVE, reason="bytter fagsystem", actor="kari")
    (stands,) = register.declarations(survey="s", year=2019, municipality="1103")
    assert (stands.survey, stands.year, stands.municipality) == WAVE
    assert (stands.reason, stands.actor) == ("bytter fagsystem", "kari")
    assert stands.at.utcoffset() == timedelta(0)


def test_it_is_asked_for_by_survey_wave_and_municipality(register: Register) -> None:
    register.declare_not_mapping(*WAVE, reason="r", actor="kari")
    assert register.declarations(survey="annen") == []
    assert register.declarations(year=2018) == []
    assert register.declarations(municipality="0301") == []


def test_said_anew_it_stands_once_and_the_first_is_kept(register: Register) -> None:
    register.declare_not_mapping(*WAVE, reason="først", actor="kari")
    register.declare_not_mapping(*WAVE, reason="så", actor="ola")
    assert declared(register) == [("1103", "så", "ola")]
    with register._reading() as connection:
        assert connection.execute(select(func.count()).select_from(tables.declarations)).scalar() == 2


def test_taken_back_it_stands_no_more(register: Register) -> None:
    register.declare_not_mapping(*WAVE, reason="r", actor="kari")
    register.revoke_declaration(*WAVE, actor="ola")
    assert declared(register) == []
    assert [(e.actor, e.action) for e in register.events("s/2019/1103")] == [
        ("kari", "kartlegger ikke"),
        ("ola", "kartlegger likevel"),
    ]
    with pytest.raises(UserError, match="1103"):
        register.revoke_declaration(*WAVE, actor="ola")


def test_an_accepted_delivery_overtakes_it(register: Register) -> None:
    for municipality in ("1103", "0301"):
        register.declare_not_mapping("s", 2019, municipality, reason="r", actor="kari")
    register.record(replace(DELIVERY, municipalities=("0301",), status="errors"), [], [])
    assert len(register.declarations()) == 2
    register.record(DELIVERY, [PART], [])
    assert declared(register) == [("0301", "r", "kari")]


def test_who_has_delivered_cannot_declare_until_it_is_withdrawn(register: Register) -> None:
    number = register.record(DELIVERY, [PART], [])
    with pytest.raises(UserError, match="Trekk leveringen"):
        register.declare_not_mapping(*WAVE, reason="r", actor="kari")
    register.withdraw(number, actor="kari", reason="feil")
    register.declare_not_mapping(*WAVE, reason="r", actor="kari")
    assert declared(register) == [("1103", "r", "kari")]
