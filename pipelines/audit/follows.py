"""What is said of figures that are hidden: everything derived from one must have gone with it, and notes tell none."""

from __future__ import annotations

import polars as pl

from pipelines.audit.judge import Breach
from pipelines.audit.recover import FINDING, in_words
from pipelines.published import Release, Status

_KEY = ["indikator", "regiontype", "regionkode", "geografi", "basisgruppe", "inndeling", "kategori", "kilde", "argang"]
_LAND = {"regiontype": "land", "regionkode": "0", "geografi": "2024"}
_YEAR = r"\b20\d\d\b"


def said_of_hidden(release: Release) -> pl.DataFrame:
    """Assessments with a number of a hidden figure or reckoned from one, and notes with numbers beside hidden figures.

    Returns:
        `aar` and `FINDING`; nothing where a difference is from, or a trend begins with, a figure that is shown.
    """
    said = release.assessments
    numbers = [name for name, kind in said.schema.items() if kind.is_numeric() and name != "aar"]
    hidden = release.cube.filter(pl.col("status") == Status.HIDDEN.value).select(*_KEY, "aar")
    of_itself = said.filter(pl.any_horizontal(pl.col(numbers).is_not_null()))
    told = [
        _beside(of_itself, hidden, {}),
        _beside(said.filter(pl.col("endring").is_not_null()), hidden, {"aar": pl.col("endring_fra")}),
        _beside(said.filter(pl.col("trend_per_aar").is_not_null()), hidden, {"aar": pl.col("trend_fra")}),
        _beside(said.filter(pl.col("land_forskjell").is_not_null()), hidden, {n: pl.lit(v) for n, v in _LAND.items()}),
        _beside(
            said.filter(pl.col("korus_forskjell").is_not_null()), hidden,
            {"regiontype": pl.lit("korus"), "regionkode": pl.col("korus"), "geografi": pl.lit("2024")},
        ),
    ]  # fmt: skip
    found = pl.concat(told).unique(maintain_order=True).with_columns(brudd=pl.lit(Breach.FOLLOWS.value))
    words = in_words(found).with_columns(found["aar"])
    rounded = release.cube.filter(pl.col("avrundet").is_not_null()).select(*_KEY, "aar")
    return pl.concat([words.select("aar", *FINDING), _notes(release, pl.concat([hidden, rounded]))])


def _beside(said: pl.DataFrame, hidden: pl.DataFrame, instead: dict[str, pl.Expr]) -> pl.DataFrame:
    """The rows of `said` for which the figure with their key, but for what is `instead`, is hidden."""
    names = [*_KEY, "aar"]
    asked = said.select(
        *(pl.col(n).alias(f"_{n}") for n in names), *(instead.get(n, pl.col(n)).alias(n) for n in names)
    )
    found = asked.join(hidden, on=names, how="semi", nulls_equal=True)
    return found.select(pl.col(f"_{n}").alias(n) for n in names)


def _notes(release: Release, hidden: pl.DataFrame) -> pl.DataFrame:
    """Notes with digits that are no year, of municipalities that have figures that are hidden or rounded."""
    local = hidden.filter(pl.col("regiontype").is_in(["kommune", "bydel"]))
    held = local["regionkode"].str.head(4).unique()
    tells = pl.col("tekst").str.replace_all(_YEAR, "").str.contains(r"\d")
    beside = pl.col("kommunenummer").is_in(held.implode()) | pl.col("kommune_2024").is_in(held.implode())
    return release.notes.filter(tells, beside).select(
        "aar", geografi=pl.lit("rapportert"), regiontype=pl.lit("kommune"), regionkode="kommunenummer",
        hva=pl.coalesce("indikator", "undersokelse"), brudd=pl.lit(Breach.NOTE.value),
    )  # fmt: skip
