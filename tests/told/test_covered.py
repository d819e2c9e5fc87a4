"""Coverage in words: those who have declared are told apart from those nobody has heard from."""

from __future__ import annotations

import pytest

from pipelines.published import Coverage
from pipelines.told.covered import coverage_cell, coverage_sentence


def covered(took: int, of: int, declared: int) -> Coverage:
    return Coverage("brukerplan", 2019, "fylke", "11", took, of, declared, 1000, 2000, False, 50.0, 50.0, False)


@pytest.mark.parametrize(
    ("declared", "cell", "sentence"),
    [
        (0, "8 av 26 kommuner", "fra 18 er det ikke mottatt noe"),
        (1, "8 av 26 kommuner; én har meldt at den ikke kartla", "fra 17 er det ikke mottatt noe"),
        (17, "8 av 26 kommuner; 17 har meldt at de ikke kartla", "fra én er det ikke mottatt noe"),
        (18, "8 av 26 kommuner; 18 har meldt at de ikke kartla", "18 har meldt at de ikke kartla"),
    ],
)
def test_declared_apart_from_silent(declared: int, cell: str, sentence: str) -> None:
    one = covered(8, 26, declared)
    assert coverage_cell(one).note == cell
    assert coverage_sentence(one).endswith(sentence)


def test_one_municipality_alone_is_told_of_where_it_is_asked_for() -> None:
    assert coverage_cell(covered(1, 1, 0)).text == ""
    assert coverage_cell(covered(1, 1, 0), of_one=True).note == "1 av 1 kommune"


def test_without_any_taking_part_the_figures_cell_tells_why() -> None:
    assert coverage_cell(covered(0, 26, 26)).text == ""
