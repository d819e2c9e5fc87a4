"""Example data and real data never meet in one wave: its figures would be neither."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Finding, Severity
from pipelines.handin.acceptance import is_synthetic
from pipelines.intake import Reading
from pipelines.register import Register
from pipelines.texts import text

RULE = "del-syntetisk-og-ekte"


def mixtures(reading: Reading, register: Register, language: str = "nb") -> tuple[Finding, ...]:
    """One ERROR per part that is synthetic where the wave has real rows, or real where it has synthetic ones.

    Args:
        reading: the file.
        register: says what the wave holds.
        language: of the message.
    """
    survey, table = reading.survey, reading.table
    if survey is None or table is None or survey.synthetic_prefix is None:
        return ()
    held = {
        year: register.holds_synthetic(survey.id, year) for part in reading.parts if (year := part.year) is not None
    }
    findings: list[Finding] = []
    for part in reading.parts:
        if part.year is None or not held[part.year]:
            continue
        synthetic = is_synthetic(survey, table.filter(pl.col("del") == part.index))
        if held[part.year] != {synthetic}:
            key = "handin.syntetisk_blant_ekte" if synthetic else "handin.ekte_blant_syntetiske"
            findings.append(Finding(RULE, Severity.ERROR, text(key, language, year=part.year), part=part.index))
    return tuple(findings)
