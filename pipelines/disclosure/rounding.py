"""How groups of persons are rounded so that every sum of them is off by as little as possible. No survey, no cube.

After the small count rounding of Statistics Norway (Langsrud and Heldal 2018, PSD: the R package SmallCountRounding):
the smallest groups are rounded, and whatever is published is summed from them, so that all tables add. There only what
lies in small published cells is rounded; here every group is, for the reasons in decision 0052.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipelines.disclosure.cells import Flags, Numbers

Exact = NDArray[np.float64]
"""Whole numbers, which floats hold exactly: the order of additions is of no importance."""


def rounded_groups(persons: Numbers, places: Flags, counts: Flags, base: int) -> Numbers:
    """Each group's persons as a multiple of `base`: the nearest below or above.

    Which of the two is chosen so that the squares of what the published sums are off by are few together: from all
    below, first the best one to raise or lower, one after the other, then each together with the best other, until no
    one and no two moved would be better. What is equally good is taken in the order of the groups, so that the same
    groups are always rounded alike.

    Args:
        persons: in each group, none negative.
        places: groups x places, which of the published places a group is in.
        counts: groups x counts, which of the published counts a group is counted in; each sum is of a place and count.
        base: what everything shall be a multiple of.

    Returns:
        One number a group. A multiple of `base` is left as it is, and so is a group of nobody.

    Example, of three groups of one person each in a place where two overlapping pairs and all three are published.
    Raising one of them, all three are right, and the one that is in both pairs is the worst to raise:
        >>> every, pairs = np.ones((3, 1), bool), np.array([[1, 0, 1], [1, 1, 1], [0, 1, 1]], bool)
        >>> rounded_groups(np.array([1, 1, 1]), every, pairs, 3).tolist()
        [3, 0, 0]
    """
    found = persons // base * base
    free = np.flatnonzero(persons % base)
    own_places, own_counts = _distinct(places), _distinct(counts)
    off = own_places.T @ ((found - persons)[:, None] * own_counts)
    own_places, own_counts = own_places[free], own_counts[free]
    slope = ((own_places @ off) * own_counts).sum(axis=1)
    size = own_places.sum(axis=1) * own_counts.sum(axis=1)
    step = np.full(free.size, float(base))

    def alike(group: int) -> Exact:
        """In how many sums `group` stands together with each."""
        both: Exact = (own_places @ own_places[group]) * (own_counts @ own_counts[group])
        return both

    def move(group: int) -> None:
        slope[:] += step[group] * alike(group)
        found[free[group]] += int(step[group])
        step[group] = -step[group]

    def changes() -> Exact:
        """What moving each would add to the squares."""
        added: Exact = 2 * step * slope + base * base * size
        return added

    def move_alone() -> None:
        while (change := changes()).min() < 0:
            move(int(np.argmin(change)))

    better = bool(free.size)
    while better:
        move_alone()
        better = False
        for group in range(free.size):
            change = changes()
            together = change + change[group] + 2 * step * step[group] * alike(group)
            together[group] = 0
            if together.min() < 0:
                move(int(np.argmin(together)))
                move(group)
                move_alone()
                better = True
    return found


def _distinct(columns: Flags) -> Exact:
    """The different columns that hold any group: a sum with several names is one sum."""
    held = np.unique(columns, axis=1)
    return held[:, held.any(axis=0)].astype(np.float64)
