"""What a new part changed of the one it replaced, as numbers of rows. Which persons, and what of them, is not told."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class RowChanges:
    """How two editions of a part differ: rows only in the new one, only in the old one, and in both but not alike."""

    before: int
    after: int
    added: int
    removed: int
    changed: int

    @property
    def none(self) -> bool:
        """Whether the two hold the same rows."""
        return not (self.added or self.removed or self.changed)


def row_changes(before: pl.DataFrame, after: pl.DataFrame, row_key: str | None) -> RowChanges:
    """Compare two editions of a part, in any order of rows.

    Args:
        before: the declared columns as they were accepted, as text.
        after: the same of the new edition; a column that only one of the two has (another form's) is left out.
        row_key: the column that is unique within a part. Without one, a changed row is one removed and one added.
    """
    columns = [c for c in after.columns if c in before.columns]
    old, new = before.select(columns), after.select(columns)
    if row_key is None:
        added, removed = _surplus(new, old), _surplus(old, new)
        return RowChanges(before.height, after.height, added, removed, 0)
    common = new.join(old, on=row_key, how="semi")
    same = new.join(old, on=columns, how="semi", nulls_equal=True)
    return RowChanges(
        before=before.height,
        after=after.height,
        added=new.height - common.height,
        removed=old.join(new, on=row_key, how="anti").height,
        changed=common.height - same.height,
    )


def _surplus(these: pl.DataFrame, those: pl.DataFrame) -> int:
    """How many more of its rows `these` has than `those`, counting equal rows as often as they stand there."""
    counted = these.group_by(pl.all()).agg(pl.len().alias("#her"))
    other = those.group_by(pl.all()).agg(pl.len().alias("#der"))
    both = counted.join(other, on=these.columns, how="left", nulls_equal=True)
    surplus = pl.col("#her").cast(pl.Int64) - pl.col("#der").cast(pl.Int64).fill_null(0)
    return int(both.select(surplus.clip(lower_bound=0).sum()).item())
