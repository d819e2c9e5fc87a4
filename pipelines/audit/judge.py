"""Which shown figures the policy says must be hidden: each rule alone, so that one left out is seen."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from pipelines.audit.limits import Rules


class Breach(StrEnum):
    """What is wrong with a release. The list only grows."""

    RECOVERED = "gjenskapt"
    DERIVED = "avledet"
    CELL = "celle"
    REST = "komplement"
    BASE = "grunnlag"
    MEAN_BASE = "snittgrunnlag"
    HOMOGENEOUS = "ensartet"
    UNCOUNTED = "uten_tellinger"
    CHANGED = "endret"
    UNLINKED = "uten_sammenheng"
    NUMBER = "tall_ved_skjult"
    FOLLOWS = "folger"
    NOTE = "merknad"
    UNROUNDED = "uavrundet"
    PUBLISHED_OTHERWISE = "publisert_annerledes"
    ROUNDED_AGAIN = "avrundet_pa_nytt"


NUMBERS = ["teller", "nevner", "verdi", "ki_lav", "ki_hoy"]
"""The columns of the cube that a hidden figure has nothing in."""


def shown_too_small(figures: pl.DataFrame, rules: Rules) -> pl.DataFrame:
    """The figures that a rule would hide, with the `Breach` in `brudd`.

    Args:
        figures: shown ones. Beside the cube's columns: `nevner` null where it counts no persons; whether the figure
            tells only of whom something is not known (`ukjent`), whether the rest of its base is such (`rest_ukjent`),
            whether it is of a sensitive attribute (`folsom`), and whether it is a mean (`snitt`).
        rules: of the kind of survey.
    """
    count, base = pl.when(~pl.col("snitt")).then("teller"), pl.col("nevner")
    alike = ((count == 0) | (count == base)) & pl.col("folsom") & ~pl.col("ukjent")
    broken = {
        Breach.CELL: _few(count, rules.cell) & ~pl.col("ukjent"),
        Breach.REST: _few(base - count, rules.cell) & ~pl.col("rest_ukjent"),
        Breach.BASE: _few(pl.coalesce(base, count), rules.base),
        Breach.MEAN_BASE: _few(base, rules.mean_base) & pl.col("snitt"),
        Breach.HOMOGENEOUS: _few(base, rules.homogeneous_base) & alike,
    }
    first = pl.coalesce(
        *(pl.when(rule.fill_null(value=False)).then(pl.lit(breach.value)) for breach, rule in broken.items())
    )
    return figures.with_columns(brudd=first).filter(pl.col("brudd").is_not_null())


def numbers_of_hidden(hidden: pl.DataFrame) -> pl.DataFrame:
    """The hidden figures that still have a number in one of `NUMBERS`."""
    told = hidden.filter(pl.any_horizontal(pl.col(NUMBERS).is_not_null()))
    return told.with_columns(brudd=pl.lit(Breach.NUMBER.value))


def _few(persons: pl.Expr, limit: int) -> pl.Expr:
    return persons.is_between(1, limit - 1)
