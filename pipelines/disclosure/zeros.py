"""Zeros that are told: where the parts of a known sum that are not shown hold nobody together, each holds nobody."""

from __future__ import annotations

import numpy as np

from pipelines.disclosure.cells import Cells, Flags, Sums


def told(cells: Cells, unknown: Flags) -> Flags:
    """What of `unknown` one sum after the other tells: the last one of a sum, and parts of a sum that is zero.

    Args:
        cells: the wave.
        unknown: places x counts that no figure tells.
    """
    found = np.zeros(unknown.shape, np.bool_)
    while True:
        left = unknown & ~found
        more = _along(cells.places, left, left & (cells.values > 0))
        more |= _along(cells.counts, left.T, (left & (cells.values > 0)).T).T
        if not more.any():
            return found
        found |= more


def _along(sums: Sums, unknown: Flags, somebody: Flags) -> Flags:
    there = unknown.astype(np.float32)
    alone = sums.members @ there == 1
    nobody = (sums.wholes @ there == 0) & (sums.parts @ somebody.astype(np.float32) == 0)
    tells = alone.astype(np.float32)
    found: Flags = (sums.members.T @ tells > 0) | (sums.parts.T @ nobody.astype(np.float32) > 0)
    return found & unknown
