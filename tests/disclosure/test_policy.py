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
        pytest.param("always: [land]", "always: [landet]", ("keep.always", "landet", "land"), id="no region kept"),
        pytest.param("always: [land]", "always: [ovrige]", ("keep.always", "ovrige"), id="a pool is no region to keep"),
        pytest.param("{bydel: 1, kommune: 1", "{bydel: 1, komune: 1", ("keep.regions", "komune", "kommune"),
                     id="no region of worth"),
        pytest.param("[kommuner, fylker", "[kommunar, fylker", ("units_not_of_persons", "kommunar", "kommuner"),
                     id="no unit"),
        pytest.param("reference/publiserte_tall.csv", "reference/publiserte.csv",
                     ("public_sources", "reference/publiserte.csv"), id="no list of sources"),
        pytest.param("reference/publiserte_tall.csv", "reference/counties.csv",
                     ("public_sources", "reference/counties.csv"), id="a list of something else"),
        pytest.param("      years: 3 ", "      years: 1 ", ("kinds.kartlegging.series.years",), id="a series of one"),
        pytest.param("    series:\n      share: 0.5\n      years: 3 ", "    series:\n      share: 1\n      years: 3 ",
                     ("kinds.kartlegging.series.share",), id="more than all years"),
        pytest.param("  ettervern: 3", "  ettervern: 2", ("rounded.ettervern",), id="rounded to less than three"),
        pytest.param("  ettervern: 3", "  ettervarn: 3", ("ettervarn", "som ikke er"), id="rounded, no survey"),
        pytest.param("  ettervern: 3", "  brukerplan: 3", ("brukerplan", "kartlegging"), id="rounded, all users"),
        pytest.param("  ettervern: 3", "  brukertilfredshet: 3", ("utvalg",), id="rounded, a sample"),
        pytest.param("  ettervern: 3", "  audit_c: 3", ("audit_c_skaar",), id="rounded, with a mean"),
    ],
)  # fmt: skip
def test_refused(tmp_path: Path, old: str, new: str, words: tuple[str, ...]) -> None:
    with pytest.raises(ContractError) as refused:
        load_policy(contracts_with(tmp_path, old, new))
    assert [word for word in words if word not in str(refused.value)] == []


@pytest.mark.parametrize(
    ("minimum", "words"),
    [
        pytest.param("cell: 3", (), id="as many"),
        pytest.param("cell: 4", ("ettervern", "cell", "avrunding til 3", "4"), id="more in a cell"),
        pytest.param("homogeneous_base: 20", ("ettervern", "homogeneous_base"), id="what rounding does not keep"),
        pytest.param("base: 5", ("ettervern", "base"), id="nor this"),
    ],
)
def test_rounding_holds_what_the_survey_asks_for_or_is_refused(
    tmp_path: Path, minimum: str, words: tuple[str, ...]
) -> None:
    folder = contracts_with(tmp_path, "  deltakere:               #", "  deltakere:\n    base: 5 #")
    path = folder / "surveys" / "ettervern" / "survey.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\nminimum: {{{minimum}}}\n", encoding="utf-8")
    if not words:
        assert load_policy(folder).rounded["ettervern"] == 3
        return
    with pytest.raises(ContractError) as refused:
        load_policy(folder)
    assert [word for word in words if word not in str(refused.value)] == []


def test_a_stricter_one_is_not(tmp_path: Path) -> None:
    policy = load_policy(contracts_with(tmp_path, SAMPLE, "  utvalg:\n    base: 11 "))
    assert 11 in {limits.base for limits in policy.kinds.values()}
