"""What all sums together allow of a made release, from the true table, from another, and from none."""

from __future__ import annotations

import time
from functools import partial

import polars as pl
import pytest

from pipelines.audit.attack import audit
from pipelines.audit.doubt import Bounds, bounds_by_all_sums
from pipelines.audit.limits import load_limits
from pipelines.disclosure import secondary, spare
from pipelines.published import Release
from tests.support import proof
from tests.support.release import CONTRACTS

SEED, OTHER = 3, 4


def few(seed: int) -> proof.Made:
    return proof.made(seed).of("kvinner", "bostedslos")


@pytest.fixture(scope="module")
def release() -> Release:
    return proof.released(few(SEED))


def bounds(release: Release, figures: pl.DataFrame | None, seconds: float = 120) -> tuple[Bounds, list[int]]:
    """The bounds, and how many were told to be settled and asked for."""
    made, told = few(SEED), [0, 0]

    def progress(more: int, asked: int) -> None:
        told[0] += more
        told[1] += asked

    find = partial(bounds_by_all_sums, figures=figures, until=time.monotonic() + seconds, progress=progress)
    found = audit(release, made.contracts, made.catalogue, made.geography, load_limits(CONTRACTS), (), find)
    return found.bounds, told


def test_the_answer_is_the_same_whatever_table_one_begins_with(release: Release) -> None:
    found = {name: bounds(release, figures) for name, figures in (("true", few(SEED).cube), ("none", None))}
    found["another"] = bounds(release, few(OTHER).cube)
    asked = found["true"][0].asked
    assert asked > 0
    for one, told in found.values():
        assert told == [one.settled, one.asked] == [asked, asked]
        assert one.passed


def test_without_time_only_what_the_true_table_shows_is_settled(release: Release) -> None:
    found, _ = bounds(release, few(SEED).cube, seconds=0)
    assert found.settled < found.asked
    assert not found.passed


def test_what_only_all_sums_tell_is_given_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (secondary, spare):
        monkeypatch.setattr(module, "narrow_by_all_sums", lambda _cells, _hidden, known: known & False)
    found, _ = bounds(proof.released(few(SEED)), few(SEED).cube)
    assert found.settled == found.asked
    assert found.surely > 0
