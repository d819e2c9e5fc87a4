"""Persons handed in twice: the same row key in two parts of one municipality and wave, in this file or accepted."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from pipelines.contracts.model import Finding, Severity
from pipelines.handin.accepted import replaces_key
from pipelines.intake import Part, Reading
from pipelines.register import Register
from pipelines.texts import text

RULE = "del-overlapper"


def overlaps(
    reading: Reading, refused: frozenset[int], register: Register, accepted: Path, language: str = "nb"
) -> tuple[Finding, ...]:
    """One ERROR per part that shares row keys with another in the file, or with accepted ones it does not replace.

    Args:
        reading: the file.
        refused: its parts that are kept out already; they replace nothing, and are not looked at.
        register: says which parts are current.
        accepted: the folder they lie in.
        language: of the message.
    """
    survey, table = reading.survey, reading.table
    if survey is None or table is None or survey.row_key is None:
        return ()
    entering = [part for part in reading.parts if part.index not in refused and part.municipality is not None]
    replaced = {replaces_key(part.key, survey.replaces) for part in entering}
    findings: list[Finding] = []
    for year, municipality in sorted({(p.year, p.municipality) for p in entering}, key=str):
        of_place = [part for part in entering if (part.year, part.municipality) == (year, municipality)]
        findings += _between(of_place, table, survey.row_key, language)
        others = [
            accepted / other.path
            for other in register.current_parts(survey.id, year, municipality)
            if other.replaces_key not in replaced
        ]
        if not others:
            continue
        known = pl.read_parquet(others, columns=[survey.row_key])
        for part in of_place:
            rows = table.filter(pl.col("del") == part.index)
            shared = rows.join(known, on=survey.row_key, how="semi").height
            message = text("handin.overlapp", language, n=shared)
            findings += [Finding(RULE, Severity.ERROR, message, part=part.index)] if shared else []
    return tuple(findings)


def _between(parts: Sequence[Part], table: pl.DataFrame, row_key: str, language: str) -> list[Finding]:
    """One ERROR per part that shares row keys with another of `parts`, which are of one municipality and wave."""
    if len(parts) < 2:
        return []
    places = table.filter(pl.col("del").is_in([part.index for part in parts])).select("del", row_key).drop_nulls()
    shared = places.unique().filter(pl.len().over(row_key) > 1).group_by("del").len()
    return [
        Finding(RULE, Severity.ERROR, text("handin.overlapp_i_filen", language, n=n), part=part)
        for part, n in shared.sort("del").iter_rows()
    ]
