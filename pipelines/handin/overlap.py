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


def overlaps(reading: Reading, register: Register, accepted: Path, language: str = "nb") -> tuple[Finding, ...]:
    """One ERROR per part of `reading` that shares row keys with accepted parts it does not replace."""
    survey, table = reading.survey, reading.table
    if survey is None or table is None or survey.row_key is None:
        return ()
    row_key = survey.row_key
    replaced = {replaces_key(part.key, survey.replaces) for part in reading.parts}
    findings = []
    for part in reading.parts:
        if part.year is None or part.municipality is None:
            continue
        others = [
            accepted / other.path
            for other in register.current_parts(survey.id, part.year, part.municipality)
            if other.replaces_key not in replaced
        ]
        if not others:
            continue
        known = pl.concat([pl.read_parquet(path, columns=[row_key]) for path in others])
        shared = table.filter(pl.col("del") == part.index).join(known, on=row_key, how="semi").height
        if shared:
            message = text("handin.overlapp", language, n=shared)
            findings.append(Finding(RULE, Severity.ERROR, message, part=part.index))
    return tuple(findings)
