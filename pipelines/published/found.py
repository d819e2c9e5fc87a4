"""What was found in the deliveries of a wave, as a release tells it: of deliveries, by type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from pipelines.published.values import Status
from pipelines.texts.borrowed import said


@dataclass(frozen=True)
class FoundType:
    """In how many of the deliveries of a wave something of one type was found; None where that is hidden.

    `grense` is how many deliveries, and municipalities, must have it, and must not, for it to be told.
    """

    type: str
    titles: Mapping[str, str] = field(hash=False)
    leveranser: int | None
    leveranser_i_alt: int
    grense: int

    def title(self, language: str = "nb") -> str:
        """What was found."""
        return said(self.titles, language)


def found_types(findings: pl.DataFrame, survey: str, year: int) -> list[FoundType]:
    """The types of one wave in order; none where `findings` (`findings.parquet`) does not tell of it."""
    rows = findings.filter(undersokelse=survey, aar=year).sort("rekkefolge").iter_rows(named=True)
    return [
        FoundType(
            row["type"],
            {language: row[f"type_{language}"] or "" for language in ("nb", "nn", "en")},
            row["leveranser"] if row["status"] == Status.OK else None,
            row["leveranser_i_alt"],
            row["grense"],
        )
        for row in rows
    ]
