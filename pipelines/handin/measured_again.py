"""Rows of those who were measured several times as one row a person. What a survey measures again is its contract's."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import FIRST_AND_LAST, MEASUREMENTS, Survey


def first_and_latest(survey: Survey, rows: pl.DataFrame) -> pl.DataFrame:
    """One row a person and part, with the first and the latest answer to what was asked again.

    A person is a row key within one part: the same key in another municipality, unit or year is somebody else.

    Args:
        survey: has `repeated` and a row key.
        rows: every harmonised row of a wave, as handed in.

    Returns:
        As `Survey.counted_columns`, and `skjema`, `syntetisk`. `x_forste` is the first answer that was given and
        `x_siste` the latest, null where only one was given: nothing can be compared. What was not asked again is as in
        the latest row. Sorted by person.
    """
    repeated, key = survey.repeated, survey.row_key
    if repeated is None or key is None:
        return rows
    person = [*survey.part_key, key]
    first, latest = FIRST_AND_LAST
    again = {repeated.order, *repeated.columns}
    return (
        rows.sort(*person, repeated.order, nulls_last=True)
        .group_by(person, maintain_order=True)
        .agg(
            pl.col(c for c in rows.columns if c not in {*person, *again}).last(),
            *(pl.col(c).drop_nulls().first().alias(f"{c}_{first}") for c in repeated.columns),
            *(pl.col(c).drop_nulls().slice(1).last().alias(f"{c}_{latest}") for c in repeated.columns),
            pl.len().cast(pl.Int64).alias(MEASUREMENTS),
        )
    )
