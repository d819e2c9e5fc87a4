"""The tested trend of a share: whether a line through the waves rises or falls beyond what chance explains.

The method and those that were not chosen: `docs/decisions/0018-estimates-and-trends.md`. The change between two waves
is `changes`'; whether a trend is good, `movement.goodness`.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import polars as pl

from pipelines.indicators.distributions import t_probability, t_quantile
from pipelines.indicators.interval import check_counts, check_one_each
from pipelines.indicators.movement import movement

FEWEST_POINTS = 4


class TrendRefused(StrEnum):
    """Why a series has no tested trend."""

    BREAK = "brudd"
    """Not all its points compare. Give one stretch of them."""
    FEW_POINTS = "for_fa_punkter"
    NO_VARIATION = "uten_variasjon"
    """Nobody has it in any wave, or all have it in every wave."""


def trends(points: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """The trend of each series: a weighted least squares line through the log-odds of its waves.

    With y = ln((x+½)/(n-x+½)), v = deff · (1/(x+½) + 1/(n-x+½)), w = 1/v and T the weighted mean year, the slope is
    b = Σw(t-T)y / Σw(t-T)². Its variance is φ / Σw(t-T)², where φ = Σw(y-ŷ)²/(k-2), at least 1, says how much more the
    waves scatter about the line than persons drawn by chance would. The test is t on k-2 degrees of freedom.
    Assumes independent waves and a change that is even on the scale of odds. A rate of rare events in a population
    may be given as well: its odds are its rate.
    Sources: Gart and Zweifel (1967), Biometrika 54:181-187, for y and v; Grizzle, Starmer and Koch (1969), Biometrics
    25:489-504, for the line; McCullagh and Nelder (1989), Generalized Linear Models, 4.5, for φ.

    Example: 40, 42, 44 and 46 % of 5 000.

        >>> waves = pl.DataFrame({"i": "a", "aar": [2016, 2017, 2018, 2019], "strekk": 0,
        ...                       "teller": [2000, 2100, 2200, 2300], "nevner": 5000})
        >>> trends(waves, ["i"]).select("retning", pl.col("odds", "odds_lav", "odds_hoy", "per_aar").round(3)).row(0)
        ('opp', 1.085, 1.027, 1.147, 1.999)

    Args:
        points: `by, aar, strekk, teller, nevner`, one row a year, and `designeffekt` where the waves are samples of
            municipalities (null or under 1 counts as 1). A wave with nobody in its base is no point.
        by: what makes a series. At least one.

    Returns:
        `by, punkter, avslag, retning, odds, odds_lav, odds_hoy, p, spredning, per_aar`: how many points; `TrendRefused`
        or null, and if so all that follows is null; `Movement`; the odds ratio of a year and the one before, with its
        95 % interval; the two-sided p-value; φ before it is set to at least 1; and the line's mean change a year, in
        percentage points.

    Raises:
        ImpossibleCountsError: see `check_counts` and `check_one_each`.
    """
    check_counts(points)
    check_one_each(points, [*by, "aar"])
    known = points.filter(pl.col("nevner") > 0).sort([*by, "aar"])
    fitted = known.with_columns(**_log_odds(known)).group_by(by, maintain_order=True).agg(**_line())
    refused = pl.col("avslag").is_null()
    k, slope = pl.col("punkter"), pl.col("helning")
    error = (pl.max_horizontal(pl.col("spredning"), 1.0) / pl.col("vekt")).sqrt()
    half = t_quantile(k - 2) * error
    results = {
        "retning": movement(slope - half, slope + half),
        "odds": slope.exp(),
        "odds_lav": (slope - half).exp(),
        "odds_hoy": (slope + half).exp(),
        "p": t_probability(slope / error, k - 2),
        "spredning": pl.col("spredning"),
        "per_aar": (_percent(pl.col("slutt")) - _percent(pl.col("start"))) / pl.col("aar"),
    }
    return fitted.select(*by, "punkter", "avslag", **{name: pl.when(refused).then(r) for name, r in results.items()})


def _log_odds(points: pl.DataFrame) -> dict[str, pl.Expr]:
    have, have_not = pl.col("teller") + 0.5, pl.col("nevner") - pl.col("teller") + 0.5
    effect = pl.max_horizontal(pl.col("designeffekt"), 1.0) if "designeffekt" in points.columns else pl.lit(1.0)
    return {"y": (have / have_not).log(), "w": 1 / (effect * (1 / have + 1 / have_not))}


def _line() -> dict[str, pl.Expr]:
    """Sums over one series: the line, what it leaves, and whether it may be drawn at all."""
    y, w, year = pl.col("y"), pl.col("w"), pl.col("aar")
    middle, level = (w * year).sum() / w.sum(), (w * y).sum() / w.sum()
    weight = (w * (year - middle) ** 2).sum()
    slope = (w * (year - middle) * y).sum() / weight
    left = (w * (y - level - slope * (year - middle)) ** 2).sum()
    x, n = pl.col("teller").sum(), pl.col("nevner").sum()
    return {
        "punkter": pl.len().cast(pl.Int64),
        "avslag": pl.when(pl.col("strekk").n_unique() > 1)
        .then(pl.lit(TrendRefused.BREAK.value))
        .when(pl.len() < FEWEST_POINTS)
        .then(pl.lit(TrendRefused.FEW_POINTS.value))
        .when((x == 0) | (x == n))
        .then(pl.lit(TrendRefused.NO_VARIATION.value)),
        "helning": slope,
        "vekt": weight,
        "spredning": left / (pl.len().cast(pl.Int64) - 2),
        "start": level + slope * (year.min() - middle),
        "slutt": level + slope * (year.max() - middle),
        "aar": year.max() - year.min(),
    }


def _percent(log_odds: pl.Expr) -> pl.Expr:
    return 100 / (1 + (-log_odds).exp())
