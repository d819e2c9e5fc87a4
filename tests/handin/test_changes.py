"""How two editions of a part differ, counted in rows."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.handin.changes import RowChanges, row_changes

OLD = pl.DataFrame({"lopenummer": ["a", "b", "c"], "bolig": ["1", None, "3"]})


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(OLD, RowChanges(3, 3, 0, 0, 0), id="the same"),
        pytest.param(OLD.reverse(), RowChanges(3, 3, 0, 0, 0), id="another order"),
        pytest.param(OLD.head(2), RowChanges(3, 2, 0, 1, 0), id="one gone"),
        pytest.param(OLD.with_columns(bolig=pl.Series(["1", "2", "3"])), RowChanges(3, 3, 0, 0, 1), id="blank filled"),
        pytest.param(OLD.with_columns(lopenummer=pl.Series(["a", "b", "d"])), RowChanges(3, 3, 1, 1, 0), id="swapped"),
        pytest.param(OLD.with_columns(ny=pl.lit("x")), RowChanges(3, 3, 0, 0, 0), id="a column the old form lacked"),
    ],
)
def test_changes_by_row_key(new: pl.DataFrame, expected: RowChanges) -> None:
    assert row_changes(OLD, new, "lopenummer") == expected


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        pytest.param(["1", "1", None], RowChanges(3, 3, 0, 0, 0), id="the same"),
        pytest.param(["1", None, None], RowChanges(3, 3, 1, 1, 0), id="one of two equal rows became blank"),
        pytest.param(["1"], RowChanges(3, 1, 0, 2, 0), id="two gone"),
        pytest.param([], RowChanges(3, 0, 0, 3, 0), id="all gone"),
    ],
)
def test_without_a_row_key_a_changed_row_is_one_gone_and_one_new(new: list[str | None], expected: RowChanges) -> None:
    old = pl.DataFrame({"verdi": ["1", "1", None]})
    assert row_changes(old, pl.DataFrame({"verdi": new}, schema={"verdi": pl.String}), None) == expected


rows = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2", None]), max_size=6)


@given(rows, rows)
def test_the_numbers_add_up(old: dict[str, str | None], new: dict[str, str | None]) -> None:
    frames = [
        pl.DataFrame({"n": list(r), "v": list(r.values())}, schema={"n": pl.String, "v": pl.String}) for r in (old, new)
    ]
    found = row_changes(*frames, "n")
    assert found.after - found.before == found.added - found.removed
    assert found.changed == sum(old[k] != new[k] for k in old.keys() & new.keys())
    assert found.none == (old == new)
