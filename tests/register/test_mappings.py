"""What a municipality accepted last is remembered for it and for nobody else."""

from __future__ import annotations

from pipelines.register import Register

ENTRIES = [{"header": "Kommunenr.", "column": "kommunenummer"}, {"header": "Øk\0onomi \udcf8", "column": "okonomi"}]


def test_the_last_mapping_is_remembered(register: Register) -> None:
    register.remember_mapping("s", "f", "1103", ENTRIES[:1], actor="kari")
    register.remember_mapping("s", "f", "1103", ENTRIES, actor="kari")
    assert register.mapping("s", "f", "1103") == ENTRIES


def test_nobody_elses_mapping_is_used(register: Register) -> None:
    register.remember_mapping("s", "f", "1103", ENTRIES, actor="kari")
    assert [register.mapping(*key) for key in (("x", "f", "1103"), ("s", "x", "1103"), ("s", "f", "0301"))] == [[]] * 3


def test_a_mapping_forgotten_is_gone(register: Register) -> None:
    register.remember_mapping("s", "f", "1103", ENTRIES, actor="kari")
    register.forget_mapping("s", "f", "1103", actor="ola")
    register.forget_mapping("s", "f", "1103", actor="ola")
    assert register.mapping("s", "f", "1103") == []
    assert [(e.actor, e.action) for e in register.events("s/f/1103")] == [
        ("kari", "tilordning husket"),
        ("ola", "tilordning glemt"),
    ]
