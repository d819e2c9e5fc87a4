"""A substitution keeps its form on its way to the register and back, and nothing else is taken for one."""

from __future__ import annotations

import json

import pytest

from pipelines.intake.mapping import Kind, Substitution, SubstitutionError

HEADER = Substitution(Kind.HEADER, "kommunenummer", "Kommune nr.", "Kommunenr")
CODE = Substitution(Kind.CODE, "bolig", "Grønn", "1")


@pytest.mark.parametrize("one", [HEADER, CODE], ids=["header", "code"])
def test_there_and_back(one):
    plain = one.as_dict()
    assert {type(v) for v in plain.values()} == {str}
    assert Substitution.from_dict(json.loads(json.dumps(plain))) == one
    assert len({one, Substitution.from_dict(plain)}) == 1


BROKEN = [
    ("another kind", {"kind": "tall"}),
    ("a field too many", {"row": "1"}),
    ("a number", {"means": 1}),
    ("no text", {"found": None}),
]


@pytest.mark.parametrize("change", [b[1] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_anything_else_is_refused_in_words(change):
    with pytest.raises(SubstitutionError, match="Godta forslagene på nytt"):
        Substitution.from_dict({**CODE.as_dict(), **change})


def test_a_missing_field_is_refused():
    with pytest.raises(SubstitutionError):
        Substitution.from_dict({"kind": "kode"})
