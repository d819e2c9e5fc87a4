"""Figures as a table that is read without the release: each code beside its name, SSB's sign where there is no number.

Text that a spreadsheet would take for a formula is made text by a leading apostrophe, in files that have no cell types.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.exports.statement import facts
from pipelines.published import SIGNS, Release, Status
from pipelines.texts import LANGUAGES, text

BEFORE_NUMBERS = ("indikator", "tittel", "aar", "regiontype", "regionkode", "region", "geografi", "basisgruppe",
                  "gruppe", "inndeling", "kategori", "kategorinavn")  # fmt: skip
NUMBERS = ("verdi", "ki_lav", "ki_hoy", "teller", "nevner")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that spreadsheets calculate or run; the last four are the full-width signs that some take alike."""


def readable(release: Release, rows: pl.DataFrame, language: str = "nb") -> pl.LazyFrame:
    """`rows` of the cube with names, unit, sign and what the file says of itself, in the same order.

    What is hidden by its status has no number here, whatever its columns hold.

    Returns:
        `BEFORE_NUMBERS`, `NUMBERS`, `enhet`, `tegn`, the other columns of the cube, `utgivelse`, `data`, `vern`.
    """
    named_in = language if language in LANGUAGES else LANGUAGES[0]  # a release names its codes in Norwegian only
    titles = release.indicators.lazy().select("indikator", "enhet", tittel=f"tittel_{named_in}")
    regions = release.regions.lazy().select("regiontype", "regionkode", "geografi", region="navn")
    labels = release.labels.lazy()
    groups = labels.filter(dimensjon="basisgruppe").select(basisgruppe="kode", gruppe=named_in)
    categories = labels.select(inndeling="dimensjon", kategori="kode", kategorinavn=named_in)
    signs = {status.value: sign for status, sign in SIGNS.items()}
    named = rows.lazy().with_columns(pl.when(pl.col("status") != Status.HIDDEN).then(pl.col(NUMBERS)))
    for names, on in (
        (titles, ["indikator"]),
        (regions, ["regiontype", "regionkode", "geografi"]),
        (groups, ["basisgruppe"]),
        (categories, ["inndeling", "kategori"]),
    ):
        named = named.join(names, on=on, how="left", maintain_order="left")
    front = [*BEFORE_NUMBERS, *NUMBERS, "enhet", "tegn"]
    yes, no = text("eksport.ja", language), text("eksport.nei", language)
    return named.with_columns(
        pl.col("status").replace_strict(signs, default=None, return_dtype=pl.String).alias("tegn"),
        pl.when("syntetisk").then(pl.lit(yes)).otherwise(pl.lit(no)).alias("syntetisk"),
        **{name: pl.lit(said) for name, said in facts(release, language).items()},
    ).select(*front, pl.exclude(front))


def without_formulas(table: pl.LazyFrame) -> pl.LazyFrame:
    """The same table where no text begins as a formula does."""
    starts = "".join(map(re.escape, FORMULA_STARTS))
    return table.with_columns(pl.selectors.string().str.replace(f"^([{starts}])", "'${1}"))
