"""Small systems of sums, and everything that they allow."""

from __future__ import annotations

from itertools import product

import numpy as np
from scipy import sparse

from pipelines.audit.span import Span


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


def as_span(system: np.ndarray) -> Span:
    """The span of sums whose wholes are unknowns too, after their parts; nothing is made of anything else."""
    height, width = system.shape
    sums = sparse.hstack([sparse.csr_array(system), -sparse.eye_array(height)], format="csr")
    return Span(sparse.eye_array(height + width, format="csr"), sums.astype(np.float64))
