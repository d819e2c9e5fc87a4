"""The corrections that a release's figures hold, as it publishes them: which wave and column, and why. No value."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from pipelines.contracts.corrections import Correction, Corrections
from pipelines.published.files import COLUMNS

SCHEMA = pl.Schema(COLUMNS["corrections"])


def correction_table(corrections: Corrections) -> pl.DataFrame:
    """`SCHEMA`, sorted by its columns. Old and new value, rows and who reported it stay in the file."""
    rows = [
        (survey, year, said.municipality, said.column, said.reason.nb, said.reason.nn or said.reason.nb, said.reported)
        for (survey, year), held in corrections.items()
        for said in (one.said for one in held)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(pl.all(), nulls_last=True)


def marks(corrections: Corrections) -> Mapping[str, list[str]]:
    """Wave (`survey|year`) -> what tells its corrections from others.

    A release publishes a fingerprint of them. Of a correction of persons it is of what `correction_table` publishes and
    no more: with wave, municipality and column known, rows and values are few enough to be tried through.
    """
    return {f"{survey}|{year}": [_mark(one) for one in held] for (survey, year), held in corrections.items()}


def _mark(correction: Correction) -> str:
    if not correction.private:
        return correction.mark
    return correction.said.model_dump_json(include={"survey", "year", "municipality", "column", "reason", "reported"})
