"""The declared breaks as a release holds them, so that a line is never drawn across one without saying so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.contracts.model import Break, in_language
from pipelines.published.files import COLUMNS


def break_table(breaks: Mapping[str, Sequence[Break]]) -> pl.DataFrame:
    """One row an indicator and break, sorted by indicator and year.

    `aar` is the first year of the new way; `basisgrupper` those it concerns, empty for all; `hindrer` whether figures
    on the two sides cannot be compared.

    Args:
        breaks: those of an indicator.
    """
    rows = [
        (indicator, one.year, one.kind.value, list(one.bases), not one.harmless,
         in_language(one.why, "nb"), in_language(one.why, "nn"))
        for indicator, declared in sorted(breaks.items())
        for one in declared
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=pl.Schema(COLUMNS["breaks"]), orient="row")
