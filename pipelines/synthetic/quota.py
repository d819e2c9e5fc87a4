"""Whole numbers in given proportions: the largest remainder, and the counts of one quota. No chance here."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pipelines.synthetic.declaration import ExampleError, Quota
from pipelines.texts import text

Ints = NDArray[np.int64]


def largest_remainder(weights: ArrayLike, total: int, minimum: int = 0) -> Ints:
    """`total` divided in proportion to `weights`; the largest remainders get the units left over.

    Args:
        weights: not negative, not all zero (unless `total` is 0).
        minimum: each gets at least this many; taken first, the rest is divided so that the sum still is `total`.

    Raises:
        ValueError: the weights are all zero, or the minima exceed the total.
    """
    shares = np.asarray(weights, dtype=np.float64)
    if total == 0 and minimum == 0:
        return np.zeros(len(shares), dtype=np.int64)
    if shares.sum() <= 0 or minimum * len(shares) > total:
        raise ValueError("nothing to divide by")
    # Those whose own share is below the minimum are given it; the others share what is left by their weights.
    fixed = np.zeros(len(shares), dtype=bool)
    while True:
        left = total - minimum * int(fixed.sum())
        exact = np.where(fixed, float(minimum), left * shares / max(shares[~fixed].sum(), 1e-300))
        below = ~fixed & (np.floor(exact) < minimum)
        if not below.any():
            break
        fixed |= below
    result = np.floor(exact + 1e-9).astype(np.int64)
    order = np.argsort(-np.where(fixed, -1.0, exact - result), kind="stable")
    result[order[: total - int(result.sum())]] += 1
    return result


def counts_of(quota: Quota, rows: int, codes: Sequence[str], place: str) -> dict[str, int]:
    """How many of `rows` get each code.

    Args:
        codes: the codes that exist, in the order of the contract.
        place: where the quota is declared, for the message.

    Raises:
        ExampleError: a code does not exist, or the counts do not fill the cell exactly.
    """
    unknown = [c for c in (*quota.counts, *quota.apart, *quota.shares) if c not in codes]
    if unknown:
        raise ExampleError(text("synthetic.unknown_code", place=place, codes=", ".join(unknown)))
    given = dict(quota.counts)
    # Halves go up, so that «2 percent of 25» is one person on every machine.
    given.update({code: int(rows * percent / 100 + 0.5) for code, percent in quota.apart.items()})
    left = rows - sum(given.values())
    if left < 0 or (left > 0 and not any(quota.shares.values())):
        raise ExampleError(text("synthetic.does_not_fill", place=place, rows=rows, given=rows - left))
    divided = largest_remainder(list(quota.shares.values()), left)
    counts = given | {c: int(n) + given.get(c, 0) for c, n in zip(quota.shares, divided, strict=True)}
    return {c: counts[c] for c in codes if c in counts}
