"""Shares from samples whose persons come municipality by municipality: linearised variance, design effect, interval.

Persons in one municipality resemble each other, so 1 000 answers from 40 of them say less than 1 000 drawn one by one.
Change between waves in the same municipalities is `panel`'s; which method serves few of them, `cluster_method`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.indicators.cluster_method import by_method, deflated_proportion, method_of
from pipelines.indicators.differences import proportion
from pipelines.indicators.distributions import t_quantile
from pipelines.indicators.interval import Estimated, check_counts


def design_effects(counts: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """How many times larger the variance of a share is than if persons had been drawn one by one.

    deff = v / (p(1-p)/n), where v is the variance of the ratio p = Σx/Σn of k clusters, linearised:
    v = k/(k-1) · Σ(x - p·n)² / (Σn)².
    Sources: Kish (1965), Survey Sampling, ch. 8; Cochran (1977), Sampling Techniques, ch. 3 and 6, without the
    correction for a finite number of municipalities.
    Example, by hand: 2 of 10 and 6 of 10. p = 0.4, v = 2·(4 + 4)/400 = 0.04, p(1-p)/n = 0.012, deff = 3.33.

        >>> two = pl.DataFrame({"i": ["a", "a"], "kommunenummer": ["1", "2"], "teller": [2, 6], "nevner": [10, 10]})
        >>> design_effects(two, ["i"])["designeffekt"].round(2).item()
        3.33

    Args:
        counts: `kommunenummer, teller, nevner` and `by`; several rows of one municipality are one cluster. One whose
            `nevner` is 0 has nobody in the base and is no cluster of it.
        by: what makes a figure: indicator, year, base group, breakdown, region. At least one.

    Returns:
        `by, teller, nevner, klynger, designeffekt`; the last is null for one cluster and where the share is 0 or 1.

    Raises:
        ImpossibleCountsError: see `check_counts`.
    """
    check_counts(counts)
    x, n = pl.col("teller"), pl.col("nevner")
    k, p = pl.len(), x.sum() / n.sum()
    variance = k / (k - 1) * ((x - p * n) ** 2).sum() / n.sum() ** 2
    measurable = (k > 1) & p.is_between(0, 1, closed="none")
    return (
        counts.group_by([*by, "kommunenummer"])
        .agg(x.sum(), n.sum())
        .filter(n > 0)
        .sort([*by, "kommunenummer"])
        .group_by(by, maintain_order=True)
        .agg(
            x.sum(),
            n.sum(),
            klynger=k.cast(pl.Int64),
            designeffekt=pl.when(measurable).then(variance / (p * (1 - p) / n.sum())),
        )
    )


def clustered(counts: pl.DataFrame, by: Sequence[str], national: pl.DataFrame) -> pl.DataFrame:
    """Shares with cluster-robust 95 % intervals, and how each was made.

    From ten clusters, on the scale of log-odds: logit p ± t · s/(p(1-p)), t on k-1 degrees of freedom, with
    s² = max(1, deff) · p(1-p)/n. Source of the scale: Korn and Graubard (1998), Surv. Methodol. 24:193-201.
    A measured design effect under 1 is taken as chance and not used to narrow the interval.
    One cluster: Wilson. Two to nine, or a share of 0 or 1, where the variance cannot be measured: Wilson on x and n
    divided by the national design effect.
    Assumes that the municipalities could have been others; later waves were not random samples, so the interval is of
    the model and not of the draw.

    Example: twelve municipalities with 10 answers each, half of them with 4 satisfied and half with 8.

        >>> twelve = pl.DataFrame({
        ...     "i": "a", "kommunenummer": [str(k) for k in range(12)], "teller": [4, 8] * 6, "nevner": 10})
        >>> land = design_effects(twelve, ["i"])
        >>> clustered(twelve, ["i"], land).select(pl.col("verdi", "ki_lav", "ki_hoy").round(1), "metode").row(0)
        (60.0, 46.3, 72.3, 'klynger')

    Args:
        counts: as in `design_effects`.
        by: what makes a figure.
        national: `designeffekt` of the whole wave by some of the columns in `by`, as `design_effects` gives it.

    Returns:
        `by, teller, nevner, klynger, verdi, ki_lav, ki_hoy, designeffekt, metode`; percent, and `IntervalMethod`.
        `designeffekt` is the measured one. A figure without anybody in its base has no row.

    Raises:
        ImpossibleCountsError: see `check_counts`.
    """
    figures = with_national(design_effects(counts, by), by, national)
    x, n, k, own = pl.col("teller"), pl.col("nevner"), pl.col("klynger"), pl.col("designeffekt")
    method = method_of(k, own.is_not_null(), pl.col("nasjonal"))
    value, low, high = by_method(
        method,
        alone=proportion(x, n),
        deflated=deflated_proportion(x, n, pl.col("nasjonal")),
        clustered=_on_log_odds(x / n, pl.max_horizontal(own, 1.0) / n, k),
    )
    return figures.select(
        *by, "teller", "nevner", "klynger", verdi=value, ki_lav=low, ki_hoy=high, designeffekt=own, metode=method
    )


def with_national(figures: pl.DataFrame, by: Sequence[str], national: pl.DataFrame) -> pl.DataFrame:
    """`figures` and `nasjonal`: the `designeffekt` of `national`, by those columns in `by` that it has."""
    keys = [column for column in by if column in national.columns]
    effects = national.select(*keys, nasjonal=pl.col("designeffekt").cast(pl.Float64))
    return figures.join(effects, on=keys, how="left", validate="m:1", maintain_order="left")


def _on_log_odds(share: pl.Expr, spread: pl.Expr, clusters: pl.Expr) -> Estimated:
    """`spread`: the variance of `share` as a multiple of share · (1 - share)."""
    half = t_quantile(clusters - 1) * (spread / (share * (1 - share))).sqrt()
    centre = (share / (1 - share)).log()
    return Estimated(100 * share, *(100 / (1 + (-limit).exp()) for limit in (centre - half, centre + half)))
