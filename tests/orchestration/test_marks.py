"""A stage is made again exactly when something that it is made from has changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.contracts.model import Finding, Severity
from pipelines.contracts.repository import load_contracts
from pipelines.disclosure import protect as protection
from pipelines.disclosure.secondary import secondary
from pipelines.errors import UserError
from pipelines.indicators.catalogue import load_catalogue
from pipelines.orchestration import stages as module
from pipelines.orchestration.marks import Marks
from pipelines.orchestration.stages import Stages
from pipelines.release.candidate import Candidate
from pipelines.release.facts import NO_FIGURES
from pipelines.release.inputs import Inputs
from pipelines.settings import REPOSITORY, Settings
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.made import remembered
from tests.support.installation import NEXT, WAVE, build_draft, freeze_draft, put_wave
from tests.support.register import DELIVERY

WORK = ("load_wave", "build_cube", "protect", "build_candidate", "attack")


@pytest.fixture(scope="module")
def unbuilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """Contracts of its own, two waves that are not built, and the marks they have. Nobody changes it."""
    root = tmp_path_factory.mktemp("ikke_bygget")
    shutil.copytree(REPOSITORY / "data_contracts", root / "kontrakter")
    settings = Settings(home=root / "data", contracts=root / "kontrakter")
    put_wave(settings, "brukerplan", 2015, {"1103": 3})
    put_wave(settings, "brukerplan", 2016, {"1103": 3})
    return root, marks(settings)


@pytest.fixture
def small(unbuilt: tuple[Path, dict[str, str]], tmp_path: Path) -> Settings:
    """The same, to be changed."""
    shutil.copytree(unbuilt[0], tmp_path, dirs_exist_ok=True)
    return Settings(home=tmp_path / "data", contracts=tmp_path / "kontrakter")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Contracts of its own and a draft of two waves; nobody changes it."""
    root = tmp_path_factory.mktemp("bygget")
    shutil.copytree(REPOSITORY / "data_contracts", root / "kontrakter")
    settings = Settings(home=root / "data", contracts=root / "kontrakter")
    put_wave(settings, *WAVE, {"1103": 40})
    put_wave(settings, *NEXT, {"1103": 40})
    build_draft(Stages(settings))
    return root


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    """The same, to be changed."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Settings(home=tmp_path / "data", contracts=tmp_path / "kontrakter")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The work that is really done, by name; a wave by its year."""
    seen: list[str] = []

    def watched(name: str) -> None:
        real = getattr(module, name)

        def call(*arguments: object, **options: object) -> object:
            seen.append(f"{name} {arguments[2]}" if name == "load_wave" else name)
            return real(*arguments, **options)

        monkeypatch.setattr(module, name, call)

    for name in WORK:
        watched(name)
    return seen


def rebuild(settings: Settings, partitions: list[str] | None = None) -> str:
    load_contracts.cache_clear()
    load_catalogue.cache_clear()
    return build_draft(Stages(settings), partitions)


REST = ["build_cube", "protect", "build_candidate", "attack"]


@pytest.mark.slow
def test_nothing_is_done_when_nothing_has_changed(settings: Settings, done: list[str]) -> None:
    before = Stages(settings).register.releases()[0].id
    assert rebuild(settings) == before
    assert done == []


CUBE, PROTECTED, CANDIDATE = "cube", "protected", "candidate"
AFTER = {
    "a delivery": {"2016", CUBE, PROTECTED, CANDIDATE},
    "a corrected file": {"2015", CUBE, PROTECTED, CANDIDATE},
    "a declaration": {CUBE, PROTECTED, CANDIDATE},
    "a form": {"2015", "2016", CUBE, PROTECTED, CANDIDATE},
    "another survey's form": {CUBE, PROTECTED, CANDIDATE},
    "the reference tables": {CUBE, PROTECTED, CANDIDATE},
    "the disclosure policy": {PROTECTED, CANDIDATE},
    "a plan": {CANDIDATE},
    "a note": {CANDIDATE},
    "the same rows with a finding": {CANDIDATE},
    "the policy of goals": {CANDIDATE},
    "a schedule": set(),
    "who may do what": set(),
    "how often files are handed in": set(),
    "how long what is kept": set(),
    "the words of a report": set(),
}
"""What is changed -> whose marks are others then: the two waves', the cube's, the protected one's, the candidate's."""
FILES = {
    "a form": "surveys/brukerplan/2015.odcs.yaml",
    "another survey's form": "surveys/brukertilfredshet/2017.odcs.yaml",
    "the reference tables": "reference/groups.yaml",
    "the disclosure policy": "policies/disclosure.yaml",
    "a plan": "plans/rusfeltet_2016_2020.yaml",
    "the policy of goals": "policies/goals.yaml",
    "a schedule": "evaluations/nattlig.yaml",
    "who may do what": "policies/access.yaml",
    "how often files are handed in": "policies/handin.yaml",
    "how long what is kept": "policies/retention.yaml",
    "the words of a report": "reports/kommune.yaml",
}


def marks(settings: Settings) -> dict[str, str]:
    """The mark of each stage, had it been made now."""
    load_contracts.cache_clear()
    inputs = Inputs(settings)
    mine, survey = Marks(inputs), inputs.contracts.surveys["brukerplan"]
    parts = inputs.all_parts()
    waves = {str(y): mine.wave(survey, y, [p for p in parts if p.year == y]) for y in (2015, 2016)}
    others = {one.id: mine.wave(one, one.years[0], []) for one in inputs.contracts.surveys.values()}
    cube = mine.cube(waves | others)
    protected = mine.protected({CUBE: cube})
    return waves | {CUBE: cube, PROTECTED: protected, CANDIDATE: mine.candidate({PROTECTED: protected})}


@pytest.mark.parametrize("change", AFTER)
def test_the_marks_that_a_change_moves(unbuilt: tuple[Path, dict[str, str]], small: Settings, change: str) -> None:
    register = Inputs(small).register
    match change:
        case "a delivery":
            put_wave(small, "brukerplan", 2016, {"1106": 3})
        case "a corrected file":
            put_wave(small, "brukerplan", 2015, {"1103": 4})
        case "a declaration":
            register.declare_not_mapping("brukerplan", 2015, "1106", reason="neste år", actor="kari")
        case "a note":
            register.add_note("brukerplan", 2015, "1103", text="Ny rutine.", actor="kari")
        case "the same rows with a finding":
            parts = register.parts_to_build("brukerplan", 2015)
            register.record(DELIVERY, parts, [Finding("kjonn-kode", Severity.WARNING, "")])
        case _:
            with (small.contracts / FILES[change]).open("a") as file:
                file.write("# lest igjen\n")
    before, after = unbuilt[1], marks(small)
    assert {name for name in before if before[name] != after[name]} == AFTER[change]


@pytest.mark.slow
def test_a_wave_that_is_asked_for_by_name_is_made_again(settings: Settings, done: list[str]) -> None:
    rebuild(settings, ["audit_c|2020"])
    assert done == ["load_wave 2020"]


@pytest.mark.slow
def test_what_is_in_no_mark_is_read_by_no_stage(settings: Settings) -> None:
    before = Stages(settings).register.releases()[0].id
    for path in [path for path in settings.contracts.rglob("*.*") if path.is_file()]:
        if path.relative_to(settings.contracts).as_posix().startswith(NO_FIGURES):
            path.unlink()
    Stages(settings).distrust()
    assert rebuild(settings) == before


@pytest.mark.slow
def test_the_protection_reads_only_what_is_in_its_mark(settings: Settings) -> None:
    before = Stages(settings).protected_cube()
    needed = ("surveys/", "reference/", "policies/coverage", "policies/disclosure", "policies/panel")
    for path in [path for path in settings.contracts.rglob("*.*") if path.is_file()]:
        if not path.relative_to(settings.contracts).as_posix().startswith(needed):
            path.unlink()
    stages = Stages(settings)
    stages.distrust()
    stages.load(stages.partitions)
    stages.build_cube()
    stages.protect()
    assert stages.protected_cube().equals(before)


@pytest.mark.slow
def test_a_delivery_between_two_stages_stops_the_run_and_the_next_one_has_it(settings: Settings) -> None:
    stages = Stages(settings)
    stages.load(stages.partitions)
    stages.build_cube()
    stages.protect()
    put_wave(settings, *NEXT, {"1106": 30})
    with pytest.raises(UserError, match="Kjør en gang til"):
        freeze_draft(stages)
    release = build_draft(Stages(settings))
    assert len(Stages(settings).register.parts_of(release)) == 3


@pytest.mark.slow
def test_a_wave_that_is_as_it_was_is_not_protected_again(
    settings: Settings, done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    protected: list[int] = []
    monkeypatch.setattr(protection, "secondary", lambda cells: protected.append(1) or secondary(cells))
    put_wave(settings, *NEXT, {"1106": 30})
    rebuild(settings)
    assert "protect" in done
    assert len(protected) == 1
    with open_warehouse(settings.warehouse) as connection:
        assert len(remembered(connection)) == 2


@pytest.mark.slow
def test_everything_is_made_again_after_a_failed_check(settings: Settings, done: list[str]) -> None:
    with open_warehouse(settings.warehouse) as connection:
        connection.execute("DROP TABLE rader_audit_c_2020")
    Stages(settings).distrust()
    rebuild(settings)
    assert [name for name in done if name.startswith("load_wave 202")] != []
    assert [name for name in done if not name.startswith("load_wave")] == REST[:3]
    assert Candidate.of(settings.candidates)
