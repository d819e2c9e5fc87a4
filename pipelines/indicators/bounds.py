"""What a share can be when some were lost to follow-up, without assuming anything of them."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl


class Bounds(NamedTuple):
    """The least and the greatest that a share can be, in percent. No interval: there is no chance in it."""

    low: pl.Expr
    high: pl.Expr


def worst_case(successes: pl.Expr, answered: pl.Expr, followed: pl.Expr) -> Bounds:
    """The share among all who were to be followed: none of the lost counted, and all of them.

    low = x / N and high = (x + N - n) / N. Assumes nothing of those who did not answer. Sampling error comes on top.
    Source: Manski (1989), J. Hum. Resour. 24:343-360, for an outcome within 0 and 1.
    Example: of 374 in aftercare 249 answered, and 92 of these had relapsed.

        >>> low, high = worst_case(pl.lit(92), pl.lit(249), pl.lit(374))
        >>> pl.select(low=low.round(1), high=high.round(1)).row(0)
        (24.6, 58.0)

    Args:
        successes: x, those who answered and have it (had relapsed).
        answered: n.
        followed: N, those who should have answered.

    Returns:
        0-100; null where nobody was followed, or not 0 <= x <= n <= N.
    """
    possible = (followed > 0) & successes.is_between(0, answered) & (answered <= followed)
    everybody = pl.when(possible).then(followed)
    return Bounds(100 * successes / everybody, 100 * (successes + followed - answered) / everybody)
