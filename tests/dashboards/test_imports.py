"""What the pages' process loads: nothing that can see persons until Last opp is opened, and no checks until a file is.

No view model needs Streamlit.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(f"dashboards.views.{p.stem}" for p in (ROOT / "dashboards" / "views").glob("[!_]*.py"))
VIEW_MODELS = sorted(
    f"{package}.{p.stem}"
    for package in ("dashboards.view_models", "pipelines.told")
    for p in (ROOT / package.replace(".", "/")).glob("[!_]*.py")
)
HEAVY = ("dagster", "great_expectations", "duckdb", "scipy", "shapely", "sqlalchemy")
BEHIND = ("pipelines.warehouse", "pipelines.release", "pipelines.disclosure", "pipelines.orchestration",
          "pipelines.indicators", "pipelines.intake", "pipelines.validation", "pipelines.synthetic")  # fmt: skip


def loaded(modules: list[str]) -> set[str]:
    """Names of everything loaded in a fresh process that imports `modules`."""
    code = f"import sys, importlib; [importlib.import_module(m) for m in {modules!r}]; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


OPENED = """
import pathlib, sys
from dashboards.components.handin_door import door
from pipelines.settings import Settings
from tests.support.access import alone
door(Settings(home=pathlib.Path(sys.argv[1])), "nb", alone())
print("\\n".join(sys.modules))
"""
NEVER = {"dagster", "great_expectations", "pipelines.warehouse", "pipelines.release", "pipelines.orchestration",
         "pipelines.synthetic"}  # fmt: skip


def test_no_page_pulls_in_the_pipeline_behind_the_release() -> None:
    assert {"dashboards.views.last_opp", "dashboards.views.oversikt"} <= set(PAGES)
    assert not loaded([*PAGES, "dashboards.components.frame", "pipelines.settings"]) & {*HEAVY, *BEHIND}


@pytest.mark.slow
def test_opening_the_page_that_hands_in_loads_the_engine_but_neither_checks_nor_releases(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OPENED, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert "pipelines.handin" in done.stdout.split()
    assert not NEVER & set(done.stdout.split())


@pytest.mark.slow
def test_opening_the_page_of_runs_loads_neither_dagster_nor_checks_nor_the_warehouse(tmp_path: Path) -> None:
    code = """
import pathlib, sys
from dashboards.components.runs_door import RunsDoor
from pipelines.settings import Settings
from tests.support.access import alone
way = RunsDoor(Settings(home=pathlib.Path(sys.argv[1])), "nb", alone())
assert way.evaluations and way.plan() and way.engine and way.drafts() == []
print("\\n".join(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "pipelines.evaluations.run_plan" in done.stdout.split()
    assert not {"dagster", "great_expectations", "pipelines.warehouse", "pipelines.orchestration"} & {
        *done.stdout.split()
    }


def test_what_altair_looks_for_is_whole_before_two_readers_draw_charts_at_once() -> None:
    """Altair takes a pandas that another thread is still loading for a whole one."""
    assert "pandas" in loaded(["dashboards.components.vega"])


@pytest.mark.parametrize(
    "modules", [[*VIEW_MODELS, "dashboards.url_state"], ["dashboards.launch"]], ids=["models", "launch"]
)
def test_view_models_and_the_launcher_need_no_streamlit(modules: list[str]) -> None:
    assert not loaded(modules) & {"streamlit", "altair", *HEAVY}
