"""A name that is nearly one of ours is found; one that is nothing like them is not."""

from __future__ import annotations

import pytest

from pipelines.told.finding import find, near

PLACES = {"5001": "Trondheim (kommune)", "5501": "Tromsø (kommune)", "1804": "Bodø (kommune)", "0301": "Oslo (kommune)",
          "korus": "KoRus Midt", "5035": "Stjørdal (kommune)", "1103": "Stavanger (kommune)", "50": "Trøndelag (fylke)",
          "1804b": "Ny bostedsløs i Bodø"}  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ("Trondheim", "5001"),
        ("trond", "5001"),
        ("tronheim", "5001"),
        ("Trondhiem", "5001"),
        ("tromso", "5501"),
        ("midt", "korus"),
        ("korus midt", "korus"),
        ("stjordal", "5035"),
        ("bostedslos", "1804b"),
        ("stavangr", "1103"),
    ],
)
def test_what_is_meant_is_found_first(wanted: str, first: str) -> None:
    assert find(wanted, PLACES)[:1] == [first]


@pytest.mark.parametrize("wanted", ["", "  ", "xyzzy", "q", "()", "Trondheim Oslo"])
def test_what_is_like_nothing_is_not_found(wanted: str) -> None:
    assert find(wanted, PLACES) == []


def test_a_name_that_begins_so_goes_before_one_that_holds_it() -> None:
    assert find("bodø", PLACES) == ["1804", "1804b"]


def test_no_more_than_asked_for() -> None:
    assert len(find("kommune", PLACES, most=2)) == 2


@pytest.mark.parametrize(("wanted", "first"), [("bostedslose", "bostedslos"), ("Hjemløse", "x")])
def test_a_key_that_there_is_not_is_found_by_key_or_label(wanted: str, first: str) -> None:
    assert near(wanted, {"bostedslos": "Andre ord", "x": "Hjemløse personer"})[:1] == [first]
