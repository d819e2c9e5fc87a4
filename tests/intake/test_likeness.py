"""Which headers are alike."""

from __future__ import annotations

import unicodedata

import pytest

from pipelines.intake.likeness import CLEAR, LIKE, Name, best, clearly_nearest, likeness, loose

SAME = [
    ("Kommunenr", "Kommune nr."), ("Kommunenummer", "kommune-nr"), ("Løpenr", "Loepenr"), ("År", "AAR"),
    ("Antall barn", "Antall barn (0–15)"), ("Bolig *", "bolig"), ("Økonomi", unicodedata.normalize("NFD", "økonomi")),
    ("Legemiddelassistert rehabilitering (LAR)", "legemiddelassistert rehabilitering"),
]  # fmt: skip
ALIKE = [
    ("Tjeneste rus", "Tjenste rus"), ("Kommunenr", "Komunenr"), ("Boligsituasjon", "Boligsitasjon"),
    ("Sosialt nettverk", "Nettverk, sosialt"), ("Antall barn", "Antal barn"), ("Rusmiddelbruk", "Rusmidelbruk"),
]  # fmt: skip
UNLIKE = [
    ("Bolig", "Barn"), ("IP", "IB"), ("LAR", "BAR"), ("Barn", "Navn"), ("Tjeneste rus", "Tjeneste bolig"),
    ("Behov rus", "Behov bolig"), ("Enhet", "Enkelt"), ("", "Bolig"), ("Kjønn", "Kommunenr"),
    ("Tjeneste TSB", "Tjeneste PHV"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_but_for_how_it_is_written(one, other):
    assert likeness(Name.of(one), Name.of(other)) == likeness(Name.of(other), Name.of(one)) == 1


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one, other):
    assert likeness(Name.of(one), Name.of(other)) >= LIKE
    assert loose(one) != loose(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_not_alike(one, other):
    assert likeness(Name.of(one), Name.of(other)) < LIKE


NEAREST = [
    ({"a": 0.9}, "a"),
    ({"a": 0.9, "b": 0.7}, "a"),
    ({"a": 0.9, "b": 0.9}, None),
    ({"a": 0.9, "b": 0.9 - CLEAR / 2}, None),
    ({"a": LIKE - 0.01}, None),
    ({}, None),
]


@pytest.mark.parametrize(("nearness", "expected"), NEAREST)
def test_of_two_equally_near_none_is_chosen(nearness, expected):
    assert clearly_nearest(nearness) == expected


def test_the_best_of_several_names():
    assert best(Name.of("Boligsituasjon"), map(Name.of, ["Bolig", "boligsituasjon", "bolig"])) == 1
    assert best(Name.of("Bolig"), []) == 0


def test_loose_keeps_what_tells_columns_apart():
    assert loose("s01_alt_i_alt") != loose("s02_alt_i_alt")
