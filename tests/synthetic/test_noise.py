"""Seeded numbers."""

from __future__ import annotations

import numpy as np
import pytest

from pipelines.synthetic.noise import noise, seed_of


def test_same_key_same_numbers_on_every_machine() -> None:
    assert seed_of("frø", 2019) == 9238203590301920879
    assert noise(3, "frø", 2019) == pytest.approx([0.8213775969140378, 0.2246132666781211, -0.9527293215978814])


def test_another_key_gives_other_numbers() -> None:
    assert not np.isclose(noise(5, "frø", 2019), noise(5, "frø", 2017)).any()


def test_mean_zero_and_variance_one() -> None:
    numbers = noise(20_000, "fordeling")
    assert numbers.mean() == pytest.approx(0, abs=0.03)
    assert numbers.std() == pytest.approx(1, abs=0.03)
