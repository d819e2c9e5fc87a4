"""What the series rule strikes is kept from being computed, like what is too small: hidden afterwards, it would be."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from pipelines.audit.attack import audit
from pipelines.audit.judge import Breach
from pipelines.audit.limits import load_limits
from pipelines.disclosure.protect import DERIVED
from pipelines.disclosure.series import SERIES
from pipelines.published import Status
from tests.support import proof
from tests.support.release import CONTRACTS
from tests.support.removed import TIED

WEAK = pl.col("regionkode").is_in(["1103", "0501", "3301"]) & (pl.col("indikator") == "kartlagte")
SHOWN = pl.col("status") != Status.HIDDEN


def in_weak_years(figures: pl.DataFrame, *_: object) -> pl.DataFrame:
    """As if these had been struck in most waves before."""
    return figures.filter(WEAK).select(*SERIES, "aar")


@pytest.fixture(scope="module")
def mapped() -> proof.Made:
    return proof.made(TIED).only(proof.MAPPING)


def test_struck_before_what_stands_beside_is_hidden(mapped: proof.Made, monkeypatch: pytest.MonkeyPatch) -> None:
    without = proof.released(mapped).cube.filter(WEAK, SHOWN, pl.col("teller") > 0)
    assert without.height > 0
    monkeypatch.setattr("pipelines.disclosure.series.weak_years", in_weak_years)
    release = proof.released(mapped)
    assert release.cube.filter(WEAK, SHOWN, pl.col("teller") > 0).is_empty()
    found = proof.attacked(mapped, release)
    assert found.passed, found.as_facts()


def test_hidden_afterwards_it_is_computed(mapped: proof.Made, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = proof.protect

    def only_hidden(*asked: object) -> pl.DataFrame:
        late = WEAK & SHOWN & (pl.col("teller") > 0)
        return shown(*asked).with_columns(  # type: ignore[arg-type]
            *(pl.when(~late).then(pl.col(c)).alias(c) for c in DERIVED),
            status=pl.when(late).then(pl.lit(Status.HIDDEN.value)).otherwise("status"),
            arsak=pl.when(late).then(pl.lit("personvern")).otherwise("arsak"),
        )

    monkeypatch.setattr("tests.support.proof.protect", only_hidden)
    assert proof.attacked(mapped, proof.released(mapped)).breaches()[Breach.RECOVERED] > 0


def test_what_a_release_has_shown_cannot_be_hidden_in_the_next(
    mapped: proof.Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why a wave is not judged by later ones: each of its figures that became hidden would be told already."""
    before = proof.released(mapped)
    earlier = replace(before, manifest=replace(before.manifest, utgivelse="earlier"))
    monkeypatch.setattr("pipelines.disclosure.series.weak_years", in_weak_years)
    found = audit(
        proof.released(mapped), mapped.contracts, mapped.catalogue, mapped.geography, load_limits(CONTRACTS), [earlier]
    )
    assert found.breaches()[Breach.RECOVERED] >= before.cube.filter(WEAK, SHOWN, pl.col("teller") > 0).height
