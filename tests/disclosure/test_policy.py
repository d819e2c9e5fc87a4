"""A policy that protects less than a survey asks for, or that says what nobody knows, is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.contracts.odcs import ContractError
from pipelines.disclosure.policy import load_policy
from tests.support.release import CONTRACTS

SAMPLE = "  utvalg:\n    base: 10 "


def contracts_with(tmp_path: Path, old: str, new: str) -> Path:
    folder = tmp_path / "kontrakter"
    shutil.copytree(CONTRACTS, folder)
    path = folder / "policies" / "disclosure.yaml"
    said = path.read_text(encoding="utf-8")
    assert said.count(old) == 1
    path.write_text(said.replace(old, new), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param(SAMPLE, "  utvalg:\n    base: 9 ", ("brukertilfredshet", "base", "9", "10"), id="lower"),
        pytest.param(SAMPLE, "  utvalg: ", ("brukertilfredshet", "base", "ikke satt", "10"), id="left out"),
        pytest.param("homogeneous_base: 20   #", "homogeneous_base: 19   #",
                     ("brukerplan", "homogeneous_base", "19", "20"), id="another rule"),
        pytest.param("municipalities: 2 ", "municipalities: 1 ",
                     ("kinds.utvalg.pool.municipalities",), id="a pool of one"),
        pytest.param("      base: 10             #", "      kommuner: 10 #",
                     ("kinds.utvalg.pool.kommuner",), id="unknown"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ContractError) as refused:
        load_policy(contracts_with(tmp_path, old, new))
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_stricter_one_is_not(tmp_path: Path) -> None:
    policy = load_policy(contracts_with(tmp_path, SAMPLE, "  utvalg:\n    base: 11 "))
    assert 11 in {limits.base for limits in policy.kinds.values()}
