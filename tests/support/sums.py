"""Small systems of sums, and everything that they allow."""

from __future__ import annotations

from itertools import product

import numpy as np


def drawn_sums(seed: int, height: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Sums of up to `height` times `width` unknowns, and what they come to for some that are 0 to 3."""
    draw = np.random.default_rng(seed)
    system = draw.choice([0, 1, 1, -1], (height, width))
    system = system[np.abs(system).sum(axis=1) > 0]
    return system, system @ draw.integers(0, 4, width)


def every_table(system: np.ndarray, right: np.ndarray, most: int) -> np.ndarray:
    """Every table of whole numbers that the sums allow."""
    tables = np.array(list(product(range(most + 1), repeat=system.shape[1])))
    return tables[(tables @ system.T == right).all(axis=1)]
