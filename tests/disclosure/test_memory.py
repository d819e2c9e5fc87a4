"""A wave is protected again exactly when something that it is protected by has changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse

from pipelines.disclosure.cells import NONE, Cells, Figures, Flags, Sums
from pipelines.disclosure.memory import Memory

PLACES, COUNTS, FIGURES = 3, 4, 11
SUM = Sums(sparse.csr_array(np.array([[1, -1, -1]], np.int8)))
PLACE = np.arange(FIGURES) % PLACES
STRUCK = np.arange(FIGURES) % 3 == 0


def cells() -> Cells:
    numbers, flags = np.arange(PLACES * COUNTS).reshape(PLACES, COUNTS), np.zeros((PLACES, COUNTS), np.bool_)
    return Cells(
        places=SUM, counts=Sums(sparse.csr_array(np.array([[1, -1, -1, 0]], np.int8))), values=numbers,
        figures=Figures(PLACE, PLACE, np.full(FIGURES, NONE), np.full(FIGURES, NONE), STRUCK), small=flags,
        range=numbers * 0, least=numbers * 0, loss=numbers * 1.0, basis=np.arange(3),
        makeup=sparse.csr_array(np.eye(4, 3)),
        of_unknown=np.zeros(COUNTS, np.bool_), nowhere=np.zeros(0, np.int64),
    )  # fmt: skip


class Finder:
    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, wave: Cells) -> Flags:
        self.asked += 1
        return wave.figures.struck


def changed(name: str) -> Cells:
    wave = cells()
    if name in {"places", "counts"}:
        return replace(wave, **{name: Sums(sparse.csr_array(-getattr(wave, name).matrix.toarray()))})
    if name == "figures":
        return replace(wave, figures=replace(wave.figures, struck=~STRUCK))
    if name == "makeup":
        return replace(wave, makeup=wave.makeup * 2)
    if name == "nowhere":
        return replace(wave, nowhere=np.array([1]))
    if name == "kept":
        return replace(wave, kept=np.array([[1, 1]]))
    value = getattr(wave, name)
    return replace(wave, **{name: ~value if value.dtype == np.bool_ else value + 1})


def test_what_is_as_it_was_is_not_asked_again() -> None:
    find, first = Finder(), Memory("a")
    assert (first.hidden(cells(), find) == STRUCK).all()
    later = Memory("a", first.used)
    assert (later.hidden(cells(), find) == STRUCK).all()
    assert find.asked == 1
    assert later.used == first.used


@pytest.mark.parametrize("name", list(Cells.__dataclass_fields__))
def test_whatever_has_changed_is_asked_again(name: str) -> None:
    find, first = Finder(), Memory("a")
    first.hidden(cells(), find)
    later = Memory("a", first.used)
    found = later.hidden(changed(name), find)
    assert find.asked == 2
    assert (found == changed(name).figures.struck).all()
    assert not later.used.keys() & first.used.keys()


def test_another_program_is_asked_again() -> None:
    find, first = Finder(), Memory("a")
    first.hidden(cells(), find)
    Memory("b", first.used).hidden(cells(), find)
    assert find.asked == 2
