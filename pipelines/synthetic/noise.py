"""Seeded numbers that stay the same on every machine and library version: raw PCG64 bits, keyed by text.

Only the bit stream of numpy is promised to stay; its distributions are not, so they are not used.
"""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def seed_of(*key: object) -> int:
    """A 64-bit number for the key."""
    return int.from_bytes(hashlib.sha256("|".join(map(str, key)).encode()).digest()[:8], "big")


def noise(n: int, *key: object) -> Floats:
    """`n` numbers of mean 0 and variance 1, near normal (the sum of three uniforms), the same for the same key."""
    bits = np.random.PCG64(seed_of(*key)).random_raw(3 * n)
    uniform = (bits >> np.uint64(11)).astype(np.float64) / 2.0**53
    result: Floats = 2.0 * (uniform.reshape(3, n).sum(axis=0) - 1.5)
    return result
