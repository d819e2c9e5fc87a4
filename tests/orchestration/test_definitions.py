"""The specification as Dagster sees it, and that its own process can load it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import dagster as dg
import pytest

from pipelines.evaluations.clock import next_time
from pipelines.evaluations.engine import called
from pipelines.evaluations.names import (
    BUILD_JOB,
    CHANGES_JOB,
    CHANGES_OP,
    REMINDER_JOB,
    REMINDER_OP,
    REVISION_JOB,
    REVISION_OP,
    STEP_JOB,
    STEP_OP,
    job_name,
    report_job_name,
)
from pipelines.evaluations.reading import load_evaluations
from pipelines.orchestration.definitions import POOL, build_definitions
from pipelines.orchestration.instance import prepare_home
from pipelines.settings import REPOSITORY, Settings
from pipelines.texts import READ_IN
from pipelines.warehouse.database import open_warehouse
from tests.support.installation import put_wave

EVALUATIONS = load_evaluations(REPOSITORY / "data_contracts")
REPORTS = sorted(one.id for one in EVALUATIONS.values() if one.outputs)
SURVEYS = sorted(f"undersokelse/{folder.name}" for folder in (REPOSITORY / "data_contracts/surveys").glob("*/"))

WAVE, PERSONS, LEFT = "brukerplan|2015", 347, 329

# asset -> (what it builds on, partitioned, its one check)
SPECIFICATION = {
    "accepted_parts": (SURVEYS, True, "accepted_parts_are_as_received"),
    "wave": (["accepted_parts"], True, "waves_hold_every_accepted_row"),
    "cube": (["wave"], False, "cube_adds_up"),
    "protected_cube": (["cube"], False, "nothing_small_is_left"),
    "release_candidate": (["protected_cube"], False, "candidate_is_whole"),
    "release_audit": (["release_candidate"], False, "audit_recovers_nothing"),
    "release_draft": (["release_audit"], False, "draft_is_whole"),
}


def test_specification(home: Settings) -> None:
    definitions = build_definitions(home)
    graph = definitions.resolve_asset_graph()
    found = {
        key.to_user_string(): (
            sorted(parent.to_user_string() for parent in graph.get(key).parent_keys),
            graph.get(key).partitions_def is not None,
            *(check.name for check in graph.get(key).check_keys),
        )
        for key in graph.get_all_asset_keys()
    }
    reports = {f"rapporter/{one}": (["release_draft"], False) for one in REPORTS}
    assert found == SPECIFICATION | reports | {survey: ([], False) for survey in SURVEYS}
    assert POOL == "warehouse"


def test_every_step_and_check_has_words(home: Settings) -> None:
    """But for reports, which are told by the name of their run."""
    checks = {check for _, _, check in SPECIFICATION.values()}
    steps = {node.name for job in build_definitions(home).resolve_all_job_defs() for node in job.nodes}
    names = {step for step in steps if "__" not in step and not step.endswith(tuple(checks))} | checks
    assert names >= {*SPECIFICATION, STEP_OP, REVISION_OP, CHANGES_OP, REMINDER_OP}
    assert {(name, language) for name in names for language in READ_IN if called(name, language) == name} == set()
    assert called("something_else", "en") == "something_else"


def test_every_stage_is_described_pooled_and_stopped_by_its_check(home: Settings) -> None:
    definitions = build_definitions(home)
    graph = definitions.resolve_asset_graph()
    for key in SPECIFICATION:
        node = graph.get(dg.AssetKey(key))
        assert node.description
        assert node.tags == {"opptrapp/trinn": key}
        assert key == "accepted_parts" or node.pools == {POOL}, key
    checks = [spec for check in definitions.asset_checks or () for spec in check.check_specs]
    assert [spec.blocking for spec in checks] == [True] * len(SPECIFICATION)


def test_jobs_schedules_and_sensors(home: Settings) -> None:
    repository = build_definitions(home).get_repository_def()
    evaluations = [*map(job_name, EVALUATIONS), *map(report_job_name, REPORTS)]
    own = [BUILD_JOB, STEP_JOB, REVISION_JOB, CHANGES_JOB, REMINDER_JOB, "ta_imot"]
    assert sorted(repository.job_names) == sorted([*own, *evaluations, "__ASSET_JOB"])
    declared = {job_name(one.id): one.cron for one in EVALUATIONS.values()}
    schedules = {s.name: (s.cron_schedule, s.execution_timezone) for s in repository.schedule_defs}
    assert schedules == {name: (cron, "Europe/Oslo") for name, cron in {**declared, REMINDER_JOB: "0 8 * * *"}.items()}
    assert {s.default_status.value for s in repository.schedule_defs} == {"RUNNING"}
    assert {s.name: s.default_status.value for s in repository.sensor_defs} == dict.fromkeys(
        ("innboks", "kontrakter", "embargo", "rapporter", "tapte_kjoringer", "melder_feil", "melder_utkast"), "RUNNING"
    )


def test_telemetry_is_off_and_one_writer_at_a_time(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    prepare_home(home.dagster_home)
    with dg.DagsterInstance.get() as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1


def test_every_stage_is_to_have_been_made_within_the_last_year(home: Settings) -> None:
    graph = build_definitions(home).resolve_asset_graph()
    a_year = dg.FreshnessPolicy.time_window(fail_window=timedelta(days=400), warn_window=timedelta(days=370))
    policies = {key.to_user_string(): graph.get(key).freshness_policy for key in graph.get_all_asset_keys()}
    assert {key: policy for key, policy in policies.items() if policy} == dict.fromkeys(SPECIFICATION, a_year)


def test_some_run_that_is_never_skipped_comes_each_year() -> None:
    now = datetime.now(UTC)
    nexts = [next_time(one.cron, now) for one in EVALUATIONS.values() if not one.only_when_changed]
    assert min(moment for moment in nexts if moment) < now + timedelta(days=366)


def test_nothing_that_dagster_keeps_tells_how_many_persons_a_wave_has(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": PERSONS})
    definitions = build_definitions(home)
    waves = [definitions.resolve_assets_def(name) for name in ("accepted_parts", "wave")]
    (check,) = (one for one in definitions.asset_checks or () if "waves_hold" in str(one.check_keys))
    with dg.DagsterInstance.ephemeral() as instance:
        made = dg.materialize([*waves, check], partition_key=WAVE, instance=instance)
        with open_warehouse(home.warehouse) as connection:
            connection.execute(f"DELETE FROM rader_brukerplan_2015 WHERE rowid >= {LEFT}")
        again = dg.materialize([*waves, check], selection=dg.AssetSelection.checks(*check.check_keys),
                               instance=instance, raise_on_error=False)  # fmt: skip
        for done, passed in ((made, True), (again, False)):
            assert [one.passed for one in done.get_asset_check_evaluations()] == [passed]
            told = [entry.user_message for entry in instance.all_logs(done.run_id)]
            told += [str(event.event_specific_data) for event in done.all_events]
            assert [words for words in told if re.search(rf"\b({PERSONS}|{LEFT})\b", words)] == []


def test_the_workspace_loads_without_heavy_libraries(home: Settings) -> None:
    check = (
        "import sys, yaml; place = yaml.safe_load(open('workspace.yaml'))['load_from'][0]['python_module']\n"
        "import importlib; module = importlib.import_module(place['module_name'])\n"
        "assert module.defs.resolve_asset_graph().get_all_asset_keys()\n"
        "print(sorted({'great_expectations', 'pandas', 'scipy', 'streamlit'} & sys.modules.keys()))"
    )
    environment = {**os.environ, "OPPTRAPP_HOME": str(home.home)}
    done = subprocess.run(
        [sys.executable, "-c", check], cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_wrong_setting_is_told_by_its_sentence_last_and_quotes_no_password() -> None:
    environment = {**os.environ, "OPPTRAPP_DATABASE_URL": "postgresql://u:hemmelig@vert:port/base"}
    done = subprocess.run(
        [sys.executable, "-c", "import pipelines.definitions"],
        cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    kind, _, sentence = done.stderr.splitlines()[-1].partition(": ")
    assert kind == "pipelines.settings.WrongSetting"
    assert sentence.startswith("OPPTRAPP_DATABASE_URL er satt til noe annet enn den kan være")
    assert "hemmelig" not in done.stderr
