"""Change in the same municipalities between two waves. Waves of different municipalities are `differences`'."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from pipelines.indicators.cluster_method import by_method, deflated_proportion, method_of
from pipelines.indicators.clusters import with_national
from pipelines.indicators.differences import difference, newcombe
from pipelines.indicators.distributions import t_quantile
from pipelines.indicators.interval import Estimated, check_counts, check_one_each

EARLIER = ("teller_for", "nevner_for")
LATER = ("teller_na", "nevner_na")
ALIKE = 1e-15
"""Up to this is what floating point leaves of municipalities that all changed alike."""


def panel_changes(pairs: pl.DataFrame, by: Sequence[str], national: pl.DataFrame) -> pl.DataFrame:
    """The change of a share in municipalities that took part in both waves, with a 95 % interval that knows they did.

    With X, N the sums of a wave, p = X/N, and for each of k municipalities
    z = (x₂ - p₂n₂)/N₂ - (x₁ - p₁n₁)/N₁, the change is p₂ - p₁ ± t · sqrt(k/(k-1) · Σz²), t on k-1 degrees of freedom:
    the linearised variance of a difference of ratios. What a municipality has in common with itself falls away.
    Source: Kish (1965), Survey Sampling, ch. 12; Woodruff (1971), J. Am. Stat. Assoc. 66:411-414.
    Under ten municipalities, or with a share of 0 or 1, that variance is not to be trusted: then each wave's Wilson
    interval on n divided by the national design effect is combined as for independent waves, which is too wide rather
    than too narrow. One municipality: Newcombe.

    Example, by hand: ten municipalities with 10 persons in each wave, of whom first 4 in all, then 6 in half of them
    and 5 in the others. p₁ = 0.4, p₂ = 0.55; every z is ±0.5/100, so Σz² = 0.00025, and the change is
    15 ± 2.262 · 100 · sqrt(10/9 · 0.00025) = 15 ± 3.77.

        >>> ten = pl.DataFrame({
        ...     "i": "a", "kommunenummer": [str(k) for k in range(10)],
        ...     "teller_for": 4, "nevner_for": 10, "teller_na": [6, 5] * 5, "nevner_na": 10})
        >>> unknown = pl.DataFrame({"i": ["a"], "designeffekt": [None]})
        >>> panel_changes(ten, ["i"], unknown).select(pl.col("endring", "endring_lav", "endring_hoy").round(2)).row(0)
        (15.0, 11.23, 18.77)

    Args:
        pairs: `by, kommunenummer, teller_for, nevner_for, teller_na, nevner_na`, one row a municipality and figure.
            One that took part and had nobody in the base in one of the waves has 0 there.
        by: what makes a figure, the two years included if there are several pairs. At least one.
        national: `designeffekt` by some of the columns in `by`: the larger of the two waves'.

    Returns:
        `by, klynger, endring, endring_lav, endring_hoy, metode`: percentage points, later minus earlier, within -100
        and 100, and `IntervalMethod`. Null where nobody was in the base in one of the waves.

    Raises:
        ImpossibleCountsError: see `check_counts` and `check_one_each`.
    """
    check_counts(pairs, (EARLIER, LATER))
    check_one_each(pairs, [*by, "kommunenummer"])
    x1, n1, x2, n2 = (pl.col(column) for column in (*EARLIER, *LATER))
    scores = _shortfall(x2, n2) - _shortfall(x1, n1)
    sums = (
        pairs.filter((n1 > 0) | (n2 > 0))
        .sort([*by, "kommunenummer"])
        .group_by(by, maintain_order=True)
        .agg(x1.sum(), n1.sum(), x2.sum(), n2.sum(), klynger=pl.len().cast(pl.Int64), spredning=(scores**2).sum())
    )
    k, spread, effect = pl.col("klynger"), pl.col("spredning"), pl.col("nasjonal")
    inside = [(x / n).is_between(0, 1, closed="none") for x, n in ((x1, n1), (x2, n2))]
    half = 100 * t_quantile(k - 1) * (k / (k - 1) * spread).sqrt()
    independent = newcombe(x2, n2, x1, n1)
    method = method_of(k, (spread > ALIKE) & inside[0] & inside[1], effect)
    value, low, high = by_method(
        method,
        alone=independent,
        deflated=difference(deflated_proportion(x2, n2, effect), deflated_proportion(x1, n1, effect)),
        clustered=Estimated(
            independent.value,
            (independent.value - half).clip(-100.0, 100.0),
            (independent.value + half).clip(-100.0, 100.0),
        ),
    )
    return with_national(sums, by, national).select(
        *by, "klynger", endring=value, endring_lav=low, endring_hoy=high, metode=method
    )


def _shortfall(x: pl.Expr, n: pl.Expr) -> pl.Expr:
    """How much a municipality adds to the share of its wave, over what it would have with the wave's own share."""
    return (x - x.sum() / n.sum() * n) / n.sum()
