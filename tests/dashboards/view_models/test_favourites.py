"""Favourites go into the address and back, and an address can hold nothing else."""

from __future__ import annotations

import pytest

from dashboards.view_models.favourites import MOST, Favourite, label, read, toggled, written
from pipelines.published import Release

HOME, PLACE = Favourite("bostedslos", "kommune-5001"), Favourite("", "korus-midt")


def test_there_and_back() -> None:
    assert written((HOME, PLACE)) == "bostedslos~kommune-5001,~korus-midt"
    assert read(written((HOME, PLACE))) == (HOME, PLACE)
    assert read("") == ()


@pytest.mark.parametrize("wrong", ["bostedslos", "a~b~c", "<b>~land-0", "~", "~../x", "A~land-0", "~" + "x" * 41, ",,"])
def test_what_is_no_favourite_counts_as_silence(wrong: str) -> None:
    assert read(f"{wrong},{PLACE}") == (PLACE,)


def test_no_more_than_an_address_can_carry() -> None:
    many = tuple(Favourite("", f"kommune-{n:04}") for n in range(MOST))
    assert len(read(written((*many, HOME)))) == MOST
    assert toggled(many, HOME) == (*many[1:], HOME)


def test_one_is_kept_and_dropped() -> None:
    assert toggled((), HOME) == (HOME,)
    assert toggled((HOME, PLACE), HOME) == (PLACE,)
    assert read(f"{HOME},{HOME}") == (HOME,)


@pytest.mark.parametrize(
    ("one", "said"),
    [(HOME, "Bostedsløse, Trondheim"), (PLACE, "KoRus Midt"), (Favourite("gone", "land-0"), None),
     (Favourite("", "kommune-0000"), None)],
)  # fmt: skip
def test_what_a_favourite_is_called(release: Release, one: Favourite, said: str | None) -> None:
    assert label(release, one) == said
