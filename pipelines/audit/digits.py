"""Counts that a percentage and its interval give away though the counts themselves are not shown.

Only figures that show a value without its counts are tried; the interval is Wilson's, 95 % (Wilson 1927).
"""

from __future__ import annotations

import numpy as np

Z = 1.959963984540054
LARGEST_BASE = 300
"""Above this base one decimal leaves several counts, so that nothing is told."""


def counts(
    value: float, low: float | None, high: float | None, base: int | None, decimals: int
) -> tuple[int, int] | None:
    """The only numerator and base that show as these percentages; None where several do, or none.

    Args:
        value: percent, as shown.
        low: of the interval, percent; None where no interval is shown.
        high: likewise.
        base: where it is known.
        decimals: how many digits are shown after the comma.
    """
    bases = np.array([base]) if base is not None else np.arange(1, LARGEST_BASE + 1)
    n = np.repeat(bases, bases + 1)
    x = np.concatenate([np.arange(b + 1) for b in bases])
    with np.errstate(divide="ignore", invalid="ignore"):
        share = x / n
        middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
        half = Z / (1 + Z * Z / n) * np.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    near = 0.5 * 10.0**-decimals + 1e-9
    fits = abs(100 * share - value) <= near
    for shown, limit in ((low, middle - half), (high, middle + half)):
        if shown is not None:
            fits &= abs(100 * limit - shown) <= near
    found = np.flatnonzero(fits)
    return (int(x[found[0]]), int(n[found[0]])) if len(found) == 1 else None
