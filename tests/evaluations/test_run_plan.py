"""What a run would do is told before it runs, and is what the run then does."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.contracts.evaluation_file import Evaluation
from pipelines.contracts.repository import load_contracts
from pipelines.evaluations.plan_words import general_lines, lead, wave_rows
from pipelines.evaluations.reading import load_evaluations
from pipelines.evaluations.run_plan import RunPlan, run_plan
from pipelines.orchestration.stages import Stages
from pipelines.register import open_register
from pipelines.release.causes import ORIGIN, differences
from pipelines.release.freeze import check_unchanged, freeze
from pipelines.release.inputs import Inputs
from pipelines.release.origin import origin
from pipelines.settings import REPOSITORY, Settings
from tests.support.installation import NEXT, WAVE, build_draft, put_wave
from tests.support.workflow import SYNTHETIC

NIGHTLY = load_evaluations(REPOSITORY / "data_contracts")["nattlig"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Contracts of its own, two waves, and a release that says that it comes from them. Nobody changes it."""
    root = tmp_path_factory.mktemp("plan")
    shutil.copytree(REPOSITORY / "data_contracts", root / "kontrakter")
    settings = Settings(home=root / "data", contracts=root / "kontrakter")
    put_wave(settings, "brukerplan", 2015, {"1103": 3, "1106": 3})
    put_wave(settings, "brukerplan", 2016, {"1103": 3})
    inputs = Inputs(settings)
    release = freeze(settings.releases, {}, {**SYNTHETIC, ORIGIN: origin(inputs.basis())})
    paths = [part.path for part in inputs.register.parts_to_build()]
    inputs.register.note_release(release, None, paths, actor="anne")
    return root


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return Settings(home=tmp_path / "data", contracts=tmp_path / "kontrakter")


def planned(settings: Settings, evaluation: Evaluation | None = None) -> RunPlan:
    load_contracts.cache_clear()
    return run_plan(Inputs(settings), evaluation)


def told(plan: RunPlan) -> list[str]:
    return [f"{w.survey} {w.year}: {why} ({deliveries})" for w, why, deliveries in wave_rows(plan)] + [
        *general_lines(plan)
    ]


def test_nothing_has_changed(settings: Settings) -> None:
    plan = planned(settings)
    assert plan.nothing
    assert "Ingenting er endret" in lead(plan)
    assert told(plan) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("deliver", ["brukerplan 2016: Leveringer er nye, erstattet eller trukket (inn: L000004)"]),
        ("withdraw", ["brukerplan 2015: Leveringer er nye, erstattet eller trukket (ut: L000002)"]),
        ("declare", ["brukerplan 2015: Kommuner har meldt at de ikke kartlegger, eller trukket det ()"]),
        ("note", ["Kommuner har lagt til eller fjernet merknader til tallene."]),
    ],
)
def test_what_has_changed_is_told_with_its_deliveries(settings: Settings, change: str, expected: list[str]) -> None:
    register = open_register(settings.register_url)
    match change:
        case "deliver":
            put_wave(settings, "brukerplan", 2016, {"1106": 3})
        case "replace":
            put_wave(settings, "brukerplan", 2016, {"1103": 4})
        case "withdraw":
            register.withdraw("L000002", actor="kari", reason="feil fil")
        case "declare":
            register.declare_not_mapping("brukerplan", 2015, "0301", reason="neste år", actor="kari")
        case "note":
            register.add_note("brukerplan", 2015, "1103", text="Ny rutine.", actor="kari")
    plan = planned(settings)
    assert not plan.nothing
    assert told(plan) == expected


def test_a_changed_indicator_and_a_changed_policy_are_told_by_name(settings: Settings) -> None:
    for name, old, new in (
        ("surveys/brukerplan/indicators.yaml", "bolig = 'rod'", "bolig IN ('rod', 'gul')"),
        ("policies/disclosure.yaml", "cell: 5", "cell: 6"),
    ):
        path = settings.contracts / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new, 1))
    said = told(planned(settings))
    assert any(line.startswith("Grensene for hva som skjules, er endret: ") for line in said)


def test_an_evaluation_of_open_waves_does_not_see_a_closed_one(settings: Settings) -> None:
    register = open_register(settings.register_url)
    register.close_waves(register.releases()[0].id, "anne", {"brukerplan"})
    put_wave(settings, "brukerplan", 2017, {"1103": 3})
    assert [wave.year for wave in planned(settings, NIGHTLY).waves] == [2017]
    put_wave(settings, "brukerplan", 2015, {"1103": 9})
    assert [wave.year for wave in planned(settings).waves] == [2017], "a closed wave waits for a revision"


def test_without_a_release_everything_is_new(home: Settings) -> None:
    assert "Ingenting er levert" in lead(planned(home))
    put_wave(home, "brukerplan", 2015, {"1103": 3})
    plan = planned(home)
    assert told(plan) == ["brukerplan 2015: Ny (inn: L000001)"]
    assert lead(plan) == "Det blir den første utgivelsen, av 1 bølge."
    assert not plan.nothing


def test_a_release_with_changed_files_is_passed_over(settings: Settings) -> None:
    release = open_register(settings.register_url).releases()[0].id
    (settings.releases / release / "manifest.json").write_text("{}")
    assert planned(settings).since is None


@pytest.mark.slow
def test_a_run_does_what_was_planned_and_then_nothing_is_left(drafted: Settings) -> None:
    home = drafted
    first = open_register(home.register_url).releases()[0].id
    put_wave(home, *WAVE, {"1106": 30})
    put_wave(home, *NEXT, {"1103": 40, "0301": 30})
    open_register(home.register_url).declare_not_mapping(*WAVE, "5001", reason="neste år", actor="x")
    stages = Stages(home)
    plan = run_plan(stages)
    second = build_draft(stages)
    old, new = (check_unchanged(home.releases / release) for release in (first, second))
    assert set(differences(old, new)) == {*(one for wave in plan.waves for one in wave.found), *plan.general}
    parts = stages.register.entries_of(stages.register.parts_of(second) - stages.register.parts_of(first))
    assert {part.delivery for part in parts} == {number for wave in plan.waves for number in wave.entering}
    assert run_plan(Stages(home)).nothing
