"""What a text in a coded column means: what the contract says, or nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.contracts.spelling import Spellings, fold, without_decimals
from tests.support.files import form

FORM = form("brukerplan", 2019)

MEANT = [
    ("bolig", "Grønn", "1", "Grønn"),
    ("bolig", "  GRØNN ", "1", "Grønn"),
    ("bolig", "Grøn", "1", "Grøn"),
    ("bolig", "gronn", "1", "gronn"),
    ("bolig", "1 = Grønn", "1", "1 = Grønn"),
    ("bolig", "1 (grønn)", "1", "1 = Grønn"),
    ("bolig", "1 - Grønn", "1", "1 = Grønn"),
    ("bolig", "9.0", "9", "9.0"),
    ("bolig", "9,00", "9", "9.0"),
    ("aldersgruppe", "18-23 år", "2", "18–23 år"),
    ("aldersgruppe", "18–23", "2", "18-23"),
    ("aldersgruppe", "60+", "7", "60+"),
    ("barn", "daglig omsorg", "1", "Daglig omsorg"),
    ("barn", "daglig_omsorg", "1", "Daglig omsorg"),
]


@pytest.mark.parametrize(("column", "text", "code", "written"), MEANT)
def test_spellings_of_a_code(column, text, code, written):
    found = Spellings(FORM.by_name[column]).of(text)
    assert found is not None
    assert (found.code.value, found.written) == (code, written)


NOTHING = [
    ("bolig", "1"), ("bolig", "4"), ("bolig", "4.0"), ("bolig", "Blå"), ("bolig", "2 = Grønn"), ("bolig", ""),
    ("bolig", "-"), ("bolig", "Grønn?x"), ("aldersgruppe", "18 23"), ("lopenummer", "1"), ("antall_barn", "2.0"),
]  # fmt: skip


@pytest.mark.parametrize(("column", "text"), NOTHING)
def test_codes_and_other_texts_mean_nothing_more(column, text):
    assert Spellings(FORM.by_name[column]).of(text) is None


def test_a_label_of_two_codes_means_neither():
    column = FORM.by_name["bolig"]
    same = tuple(replace(code, label={"nb": "Farge"}) for code in column.codes)
    assert Spellings(replace(column, codes=same)).of("farge") is None


def test_signs_as_codes_are_found_only_as_they_stand():
    flags = form("indikatortall", 2020).by_name["flagg"]
    assert all(Spellings(flags).of(sign) is None for sign in (".", "..", ":", "-", "--", "…"))


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Å–B", "å-b"), ("a\N{NO-BREAK SPACE} b", "a b"), ("A\u030a", "å"), (" (x): y ", "x y"), ("–", ""), ("", "")],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("value", "whole"),
    [("301.0", "301"), ("2019,00", "2019"), ("-3.0", "-3"), ("3.5", None), ("3", None), ("3.", None), ("a.0", None)],
)
def test_without_decimals(value, whole):
    assert without_decimals(value) == whole
