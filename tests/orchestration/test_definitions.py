"""The specification as Dagster sees it, and that its own process can load it."""

from __future__ import annotations

import os
import subprocess
import sys

import dagster as dg
import pytest

from pipelines.orchestration.definitions import JOB, POOL, build_definitions
from pipelines.orchestration.instance import prepare_home
from pipelines.settings import REPOSITORY, Settings

# asset -> (what it builds on, partitioned, its one check)
SPECIFICATION = {
    "accepted_parts": ([], True, "accepted_parts_are_as_received"),
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
    assert found == SPECIFICATION
    assert definitions.resolve_job_def(JOB).name == JOB
    assert POOL == "warehouse"


def test_telemetry_is_off_and_one_writer_at_a_time(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    prepare_home(home.dagster_home)
    with dg.DagsterInstance.get() as instance:
        assert instance.telemetry_enabled is False
        assert instance.get_concurrency_config().pool_config.default_pool_limit == 1


def test_our_own_configuration_is_not_written_over(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAGSTER_HOME", "")
    home.dagster_home.mkdir(parents=True)
    (home.dagster_home / "dagster.yaml").write_text("telemetry:\n  enabled: false\n# mine\n")
    prepare_home(home.dagster_home)
    assert "# mine" in (home.dagster_home / "dagster.yaml").read_text()


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
