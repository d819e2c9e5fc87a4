"""What the pages' process loads: nothing that can see persons, and no view model needs Streamlit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(f"dashboards.views.{p.stem}" for p in (ROOT / "dashboards" / "views").glob("[!_]*.py"))
VIEW_MODELS = sorted(f"dashboards.view_models.{p.stem}" for p in (ROOT / "dashboards" / "view_models").glob("[!_]*.py"))
HEAVY = ("dagster", "great_expectations", "duckdb", "scipy", "shapely", "sqlalchemy")
BEHIND = ("pipelines.warehouse", "pipelines.release", "pipelines.disclosure", "pipelines.orchestration",
          "pipelines.indicators", "pipelines.intake", "pipelines.validation", "pipelines.synthetic")  # fmt: skip


def loaded(modules: list[str]) -> set[str]:
    """Names of everything loaded in a fresh process that imports `modules`."""
    code = f"import sys, importlib; [importlib.import_module(m) for m in {modules!r}]; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_no_page_pulls_in_the_pipeline_behind_the_release() -> None:
    assert len(PAGES) == 4
    assert not loaded([*PAGES, "dashboards.components.frame", "pipelines.settings"]) & {*HEAVY, *BEHIND}


@pytest.mark.parametrize(
    "modules", [[*VIEW_MODELS, "dashboards.url_state"], ["dashboards.launch"]], ids=["models", "launch"]
)
def test_view_models_and_the_launcher_need_no_streamlit(modules: list[str]) -> None:
    assert not loaded(modules) & {"streamlit", "altair", *HEAVY}
