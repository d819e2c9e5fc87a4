"""Persons handed in twice: the same row key in another current part of the same municipality and wave."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.contracts.model import Finding, Severity
from pipelines.handin.accepted import replaces_key
from pipelines.intake import Reading
from pipelines.register import Register
from pipelines.texts import text

RULE = "del-overlapper"


def overlaps(
    reading: Reading, refused: frozenset[int], register: Register, accepted: Path, language: str = "nb"
) -> tuple[Finding, ...]:
    """One ERROR per part that shares row keys with accepted parts which this file does not replace.

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
        others = [
            accepted / other.path
            for other in register.current_parts(survey.id, year, municipality)
            if other.replaces_key not in replaced
        ]
        if not others:
            continue
        known = pl.read_parquet(others, columns=[survey.row_key])
        for part in entering:
            if (part.year, part.municipality) == (year, municipality):
                rows = table.filter(pl.col("del") == part.index)
                shared = rows.join(known, on=survey.row_key, how="semi").height
                message = text("handin.overlapp", language, n=shared)
                findings += [Finding(RULE, Severity.ERROR, message, part=part.index)] if shared else []
    return tuple(findings)
