"""Counts that nothing may be estimated from are refused, without being repeated."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.indicators.interval import Estimated, ImpossibleCountsError, check_counts, check_one_each


@pytest.mark.parametrize(
    ("numerator", "denominator"),
    [
        pytest.param(None, 10, id="missing numerator is no zero"),
        pytest.param(3, None, id="missing denominator"),
        pytest.param(-1, 10, id="negative"),
        pytest.param(4, 3, id="outside the denominator"),
    ],
)
def test_impossible_counts(numerator: int | None, denominator: int | None) -> None:
    counts = pl.DataFrame({"teller": [1, numerator], "nevner": [2, denominator]})
    with pytest.raises(ImpossibleCountsError, match="teller must be 0 or more, at most nevner") as refusal:
        check_counts(counts)
    assert str(numerator) not in str(refusal.value)


def test_possible_counts_pass() -> None:
    check_counts(pl.DataFrame({"teller": [0, 0, 5], "nevner": [0, 5, 5]}))
    check_counts(pl.DataFrame(schema={"teller": pl.Int64, "nevner": pl.Int64}))


def test_two_rows_of_one_thing() -> None:
    frame = pl.DataFrame({"i": ["a", "a"], "aar": [2017, 2019]})
    check_one_each(frame, ["i", "aar"])
    with pytest.raises(ImpossibleCountsError, match="one row for each i"):
        check_one_each(frame, ["i"])


def test_where_leaves_out_all_three() -> None:
    one = Estimated(pl.lit(1.0), pl.lit(0.0), pl.lit(2.0)).where(pl.col("ok"))
    shown = pl.DataFrame({"ok": [True, False, None]}).select(**one._asdict())
    assert shown.rows() == [(1.0, 0.0, 2.0), (None, None, None), (None, None, None)]
