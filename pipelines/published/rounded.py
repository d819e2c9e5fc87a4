"""Which surveys of a release are rounded instead of hidden, and the sentence that says so of all of them."""

from __future__ import annotations

import polars as pl

from pipelines.published.release import Release
from pipelines.texts import text


def rounded_surveys(release: Release) -> dict[int, list[str]]:
    """What counts are rounded to multiples of -> the surveys that are; empty in most releases."""
    owner = release.indicators.lazy().select("indikator", "undersokelse", "rekkefolge")
    marked = release.cube.lazy().filter(pl.col("avrundet").is_not_null())
    pairs = marked.select(pl.col("indikator").cast(pl.String), "avrundet").unique().join(owner, on="indikator")
    first = pairs.group_by("avrundet", "undersokelse").agg(pl.col("rekkefolge").min()).sort("avrundet", "rekkefolge")
    found: dict[int, list[str]] = {}
    for base, survey in first.select("avrundet", "undersokelse").collect().iter_rows():
        found.setdefault(base, []).append(survey)
    return found


def said_of_rounded(release: Release, key: str, language: str = "nb") -> str:
    """The text `key` for each base with the surveys that are rounded to it; empty where none is."""
    named = {
        base: [release.label("undersokelse", survey, language) for survey in held]
        for base, held in rounded_surveys(release).items()
    }
    return " ".join(text(key, language, base=base, undersokelser=", ".join(held)) for base, held in named.items())
