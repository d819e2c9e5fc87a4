"""Unknowns in terms of what they are made of: the same is determined as without."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from pipelines.audit import solve as module
from pipelines.audit.solve import solve
from pipelines.audit.span import span_of

# Everybody by sex and by age, and both at once; three places of two regions and of two bands.
ALL, MEN, WOMEN, OLD, YOUNG, OLD_MEN, YOUNG_MEN, OLD_WOMEN, YOUNG_WOMEN = range(9)
BOX_SUMS = {
    (ALL, MEN): (WOMEN,), (ALL, OLD): (YOUNG,), (MEN, OLD_MEN): (YOUNG_MEN,), (WOMEN, OLD_WOMEN): (YOUNG_WOMEN,),
    (OLD, OLD_MEN): (OLD_WOMEN,), (YOUNG, YOUNG_MEN): (YOUNG_WOMEN,),
}  # fmt: skip
BOXES = sparse.csr_array(
    np.array([[1 if box == whole else -1 if box in (part, *rest) else 0 for box in range(9)]
              for (whole, part), rest in BOX_SUMS.items()])
)  # fmt: skip
PLACES = sparse.csr_array(np.array([[1, 0, 0, 0, -1, -1, 0, 0], [0, 1, 0, 0, 0, 0, -1, -1],
                                    [0, 0, 1, 0, -1, 0, -1, 0], [0, 0, 0, 1, 0, -1, 0, -1]]))  # fmt: skip
EQUATIONS = sparse.vstack(
    [sparse.kron(PLACES, sparse.eye_array(9, dtype=int)), sparse.kron(sparse.eye_array(8, dtype=int), BOXES)],
    format="csr",
)


def test_what_is_kept_is_what_the_others_are_made_of() -> None:
    span = span_of(PLACES, BOXES, [ALL, MEN, OLD, OLD_MEN])
    assert span.made.shape == (8 * 9, 8 * 4)
    assert span.made[: 9].toarray()[:, :4].tolist() == [
        [1, 0, 0, 0], [0, 1, 0, 0], [1, -1, 0, 0], [0, 0, 1, 0], [1, 0, -1, 0],
        [0, 0, 0, 1], [0, 1, 0, -1], [0, 0, 1, -1], [1, -1, -1, 1],
    ]  # fmt: skip


@given(seed=st.integers(0, 2**31), share=st.floats(0.1, 0.9), kept=st.sets(st.integers(0, 8), max_size=5))
def test_the_same_is_determined(seed: int, share: float, kept: set[int]) -> None:
    draw = np.random.default_rng(seed)
    innermost = draw.integers(0, 9, (4, 4))
    details = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [0, 0, 1, 1], [1, 0, 1, 0], [0, 1, 0, 1],
                        [1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])  # fmt: skip
    local = innermost @ details.T
    regions = np.vstack([local[0] + local[1], local[2] + local[3], local[0] + local[2], local[1] + local[3]])
    truth = np.vstack([regions, local]).ravel()
    assert not (EQUATIONS @ truth).any()
    known = draw.random(truth.size) > share
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SMALL", 0)
        found = solve(EQUATIONS, truth, known, None, span_of(PLACES, BOXES, kept))
    exact = solve(EQUATIONS, truth, known)
    assert not found.broken
    assert not found.untried.any()
    assert (found.known == exact.known).all()
    assert (found.values[found.known] == truth[found.known]).all()
