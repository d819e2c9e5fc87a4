"""A note on figures is shown until it is removed."""

from __future__ import annotations

import pytest

from pipelines.errors import UserError
from pipelines.register import Register


def test_notes_are_shown_by_survey_and_municipality(register: Register) -> None:
    whole = register.add_note("s", 2019, "1103", text="Ny rutine", actor="kari")
    one = register.add_note("s", 2019, "1103", indicator="bolig", text="Flyttet", actor="kari")
    other = register.add_note("s", 2018, "0301", text="Oslo", actor="ola")
    assert [(n.id, n.indicator, n.text) for n in register.notes(municipality="1103")] == [
        (whole, None, "Ny rutine"),
        (one, "bolig", "Flyttet"),
    ]
    assert [n.id for n in register.notes(survey="s")] == [other, whole, one]
    assert register.notes(survey="annen") == []


def test_a_note_removed_is_shown_no_more_and_leaves_a_trail(register: Register) -> None:
    note = register.add_note("s", 2019, "1103", text="Ny rutine", actor="kari")
    register.remove_note(note, actor="ola")
    assert register.notes() == []
    assert [(e.actor, e.action) for e in register.events("s/2019/1103")] == [
        ("kari", "merknad lagt til"),
        ("ola", "merknad fjernet"),
    ]


@pytest.mark.parametrize("removed", [True, False], ids=["removed before", "never there"])
def test_what_is_not_shown_cannot_be_removed(register: Register, removed: bool) -> None:
    note = register.add_note("s", 2019, "1103", text="Ny rutine", actor="kari")
    if removed:
        register.remove_note(note, actor="kari")
    with pytest.raises(UserError, match="Merknaden finnes ikke"):
        register.remove_note(note if removed else note + 1, actor="kari")
