"""One cause at a time, on a small installation with few of the project's indicators: each gives its label, no other.

Whatever moves a figure can also make the protection hide another for its sake, which is `vern` by itself.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.orchestration.stages import Stages
from pipelines.release.candidate import Candidate
from pipelines.release.diff import ReleaseDiff, diff
from pipelines.settings import REPOSITORY, Settings
from tests.support.installation import keep_indicators, put_wave

pytestmark = pytest.mark.slow


def built(settings: Settings) -> Path:
    """The folder of a draft that only lacks its audit, which is no cause of anything."""
    stages = Stages(settings)
    stages.load(["brukerplan|2015"])
    stages.build_cube()
    stages.protect()
    stages.candidate()
    return Candidate.of(settings.candidates).folder


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The home and contracts of an installation with one wave, and what was built of it."""
    root = tmp_path_factory.mktemp("before")
    shutil.copytree(REPOSITORY / "data_contracts", root / "data_contracts")
    home = Settings(home=root / "home", contracts=root / "data_contracts")
    keep_indicators(home.contracts, "brukerplan", {"kartlagte", "kartlagte_per_1000", "kvinner"})
    put_wave(home, "brukerplan", 2015, {"1103": 60, "0301": 90})
    made = built(home)
    return root, shutil.copytree(made, tmp_path_factory.mktemp("gammel") / made.name)


def after(before: tuple[Path, Path], tmp_path: Path, change: Callable[[Settings], None]) -> ReleaseDiff:
    """The diff to what is built after `change`, on copies of the installation and the contracts."""
    shutil.copytree(before[0], tmp_path, dirs_exist_ok=True)
    settings = Settings(home=tmp_path / "home", contracts=tmp_path / "data_contracts")
    change(settings)
    return diff(before[1], built(settings))


def edited(*place: str, old: str, new: str) -> Callable[[Settings], None]:
    def change(settings: Settings) -> None:
        path = settings.contracts.joinpath(*place)
        said = path.read_text(encoding="utf-8")
        assert old in said
        path.write_text(said.replace(old, new, 1), encoding="utf-8")

    return change


def delivered(settings: Settings) -> None:
    put_wave(settings, "brukerplan", 2015, {"1103": 75})


def declared(settings: Settings) -> None:
    Stages(settings).register.declare_not_mapping("brukerplan", 2015, "1106", actor="kari", reason="nei")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        pytest.param(delivered, "data", id="a delivery"),
        pytest.param(declared, "data", id="a declaration"),
        pytest.param(edited("surveys", "brukerplan", "2015.odcs.yaml", old="kode, value: kvinne}",
                            new="kode, value: mann}"), "kontrakt", id="a code that means something else"),
        pytest.param(edited("surveys", "brukerplan", "indicators.yaml", old="numerator: kjonn = 'kvinne'",
                            new="numerator: kjonn = 'mann'"), "metode", id="a numerator"),
        pytest.param(edited("policies", "disclosure.yaml", old="cell: 5", new="cell: 9"), "vern", id="a threshold"),
        pytest.param(edited("policies", "coverage.yaml", old="population_18: 50", new="population_18: 1"), "metode",
                     id="a limit of coverage"),
        pytest.param(edited("reference", "groups.yaml", old='"1103"', new='"1106"'), "geografi", id="a group"),
        pytest.param(edited("reference", "population.csv", old="1103,2015,102752", new="1103,2015,112752"), "geografi",
                     id="a population"),
        pytest.param(edited("policies", "disclosure.yaml", old="# Disclosure", new="# Any disclosure"), None,
                     id="a comment"),
    ],
)  # fmt: skip
def test_each_has_its_label(
    before: tuple[Path, Path], tmp_path: Path, change: Callable[[Settings], None], cause: str | None
) -> None:
    found = after(before, tmp_path, change).summary()
    labels = {row.arsaker for row in found.antall}
    assert labels - {("vern",)} == ({(cause,)} - {("vern",)} if cause else set())
    assert (found.endret > 0) == (cause is not None)
    for row in found.antall:
        assert row.arsaker != ("vern",) or row.skjult + row.vist + row.status == row.antall
