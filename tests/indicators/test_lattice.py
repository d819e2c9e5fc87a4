"""Conditions tried on every combination of codes: what only shows when they are computed."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.indicators.columns import Known
from pipelines.indicators.lattice import TooManyColumnsError, always_alike, outside

CODES = {code: {"nb": code} for code in ("gronn", "gul", "rod", "ukjent")}
COLUMNS = {
    "bolig": Known({"nb": "x"}, CODES),
    "gruppe": Known({"nb": "x"}, {code: {"nb": code} for code in ("rop", "rus")}),
    "barn": Known({"nb": "x"}, number=True),
    "poeng": Known({"nb": "x"}, number=True, values=(0, 1, 2)),
    "sted": Known({"nb": "x"}),
    **{f"c{n}": Known({"nb": "x"}, CODES) for n in range(9)},
}
KNOWN = "bolig IN ('gronn', 'gul', 'rod')"


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        pytest.param("bolig = 'rod'", KNOWN, None, id="inside"),
        pytest.param("bolig IN ('rod', 'ukjent')", KNOWN, {"bolig": "ukjent"}, id="a code that is out"),
        pytest.param("NOT bolig = 'rod'", KNOWN, {"bolig": "ukjent"}, id="a code that nobody wrote"),
        pytest.param("bolig IS NULL", KNOWN, {"bolig": None}, id="not answered"),
        pytest.param("bolig = 'rod'", "TRUE", None, id="of everybody"),
        pytest.param("gruppe = 'rop'", "bolig = 'rod'", None, id="out for another reason is no mistake"),
        pytest.param("gruppe = 'rop'", "bolig = 'rod' AND gruppe = 'rus'", {"gruppe": "rop"}, id="out by two columns"),
        pytest.param("TRUE", "bolig = 'rod' AND bolig = 'gul'", {}, id="nobody can be in the base"),
        pytest.param("barn >= 2", "barn > 2", {"barn": 2.0}, id="the limit itself"),
        pytest.param("barn > 2", "barn >= 2", None, id="a quantity inside"),
        pytest.param("barn > -1", "barn >= 0", {"barn": -0.5}, id="below what anybody wrote"),
        pytest.param("poeng < 1.5", "poeng < 1", {"poeng": 1.0}, id="points that the index can have"),
        pytest.param("poeng < 1.5", "poeng <= 1", None, id="points that no index gives"),
        pytest.param("sted <> '0301'", "sted IS NOT NULL", None, id="text without codes"),
        pytest.param("TRUE", "TRUE", None, id="no column"),
    ],
)
def test_outside(numerator: str, denominator: str, expected: dict[str, object] | None) -> None:
    assert outside(numerator, denominator, COLUMNS) == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        ("bolig = 'rod'", KNOWN, None),
        pytest.param(KNOWN, KNOWN, True, id="everybody"),
        pytest.param("bolig = 'rod'", "bolig = 'gul'", False, id="nobody"),
        pytest.param("barn > 1 AND barn < 0", "barn IS NOT NULL", False, id="a condition that contradicts itself"),
    ],
)
def test_a_share_that_is_always_the_same(numerator: str, denominator: str, expected: bool | None) -> None:
    assert always_alike(numerator, denominator, COLUMNS) is expected


def test_too_many_columns_are_not_tried() -> None:
    with pytest.raises(TooManyColumnsError):
        outside(" AND ".join(f"c{n} = 'rod'" for n in range(9)), "TRUE", COLUMNS)


def test_what_duckdb_cannot_compute_is_its_error() -> None:
    with pytest.raises(duckdb.Error):
        outside("bolig + 1 = 2", "TRUE", COLUMNS)
