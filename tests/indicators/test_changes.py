"""The change since the wave before: which wave that is, and the interval."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.indicators.changes import with_changes
from pipelines.indicators.estimate import wilson
from pipelines.indicators.interval import ImpossibleCountsError

BY = ["indikator", "regionkode"]


def waves(rows: list[tuple[int, int | None, int | None]], breaks: dict[int, int] | None = None) -> pl.DataFrame:
    """`rows`: year, numerator, denominator. `breaks`: the stretch of a year."""
    frame = pl.DataFrame(rows, schema={"aar": pl.Int64, "x": pl.Int64, "n": pl.Int64}, orient="row")
    low, high = wilson(pl.col("x"), pl.col("n"))
    return frame.select(
        pl.lit("a").alias("indikator"),
        pl.lit("11").alias("regionkode"),
        "aar",
        pl.col("aar").replace_strict(breaks or {}, default=0, return_dtype=pl.Int64).alias("strekk"),
        verdi=100 * pl.col("x") / pl.col("n"),
        ki_lav=low,
        ki_hoy=high,
    )


def test_newcombes_interval_since_the_wave_before() -> None:
    # His table II (a): 48 of 80, then 56 of 70; and 56 of 70 again is no change.
    shown = with_changes(waves([(2017, 48, 80), (2019, 56, 70), (2021, 56, 70)]), BY)
    assert shown["endring"].to_list() == [None, pytest.approx(20.0), pytest.approx(0.0)]
    assert (shown["endring_lav"][1], shown["endring_hoy"][1]) == pytest.approx((5.24, 33.39), abs=0.006)
    assert shown["endring_fra"].to_list() == [None, 2017, 2019]
    assert shown["endring_retning"].to_list() == [None, "opp", "ingen_malbar_endring"]


def test_a_year_without_a_figure_is_passed_over_and_has_no_change() -> None:
    shown = with_changes(waves([(2017, 48, 80), (2018, None, None), (2019, 56, 70)]), BY)
    assert shown["endring_fra"].to_list() == [None, None, 2017]
    assert shown["endring"].to_list() == [None, None, pytest.approx(20.0)]


def test_never_across_a_break() -> None:
    shown = with_changes(waves([(2017, 48, 80), (2019, 56, 70), (2021, 40, 70)], {2019: 1, 2021: 1}), BY)
    assert shown["endring_fra"].to_list() == [None, None, 2019]


def test_a_figure_without_interval_has_a_change_without_one() -> None:
    bare = waves([(2017, 48, 80), (2019, 56, 70)]).with_columns(ki_lav=pl.lit(None, pl.Float64))
    row = with_changes(bare, BY).row(-1, named=True)
    assert row["endring"] == pytest.approx(20.0)
    assert row["endring_fra"] == 2017
    assert (row["endring_lav"], row["endring_hoy"], row["endring_retning"]) == (None, None, None)


def test_keeps_rows_and_order_and_compares_within_a_place() -> None:
    here = waves([(2019, 56, 70), (2017, 48, 80)])
    there = here.with_columns(regionkode=pl.lit("46"), verdi=pl.col("verdi") - 1)
    both = pl.concat([there, here])
    shown = with_changes(both, BY)
    assert shown.select(both.columns).equals(both)
    assert shown["endring_fra"].to_list() == [2017, None, 2017, None]


def test_two_figures_of_one_year_are_refused() -> None:
    with pytest.raises(ImpossibleCountsError, match="one row for each indikator, regionkode, aar"):
        with_changes(waves([(2017, 48, 80), (2017, 56, 70)]), BY)
