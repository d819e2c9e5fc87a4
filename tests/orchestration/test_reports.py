"""Reports that evaluations ask for are made once for each published release, and told of where they lie."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest

from pipelines.evaluations.names import EVALUATION, report_job_name
from pipelines.evaluations.reading import load_evaluations
from pipelines.orchestration.definitions import build_definitions
from pipelines.orchestration.reports import declared_mark
from pipelines.reports.listed import finished
from pipelines.settings import REPOSITORY, Settings
from tests.support.interrupted import full_disk

RUS = "statusrapport_rusfeltet"
ASKING = sorted(one.id for one in load_evaluations(REPOSITORY / "data_contracts").values() if one.outputs)


def look(home: Settings) -> dg.SensorResult | dg.SkipReason:
    (sensor,) = [one for one in build_definitions(home).sensors or () if one.name == "rapporter"]
    with dg.DagsterInstance.ephemeral() as instance:
        told = sensor(dg.build_sensor_context(instance=instance))
    assert isinstance(told, dg.SensorResult | dg.SkipReason)
    return told


def make(home: Settings, evaluation: str = RUS) -> dg.ExecuteInProcessResult:
    job = build_definitions(home).resolve_job_def(report_job_name(evaluation))
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(instance=instance, raise_on_error=False)


def why(result: dg.ExecuteInProcessResult) -> str:
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    error = failure.step_failure_data.error
    assert error is not None
    return (error.cause or error).message


def test_a_published_release_asks_for_the_reports_of_those_that_declare_some(published: Settings) -> None:
    told = look(published)
    assert isinstance(told, dg.SensorResult)
    requests = told.run_requests or ()
    assert sorted(str(one.job_name) for one in requests) == [report_job_name(one) for one in ASKING]
    again = look(published)
    assert isinstance(again, dg.SensorResult)
    keys = [one.run_key for one in requests]
    assert keys == [one.run_key for one in again.run_requests or ()], "Dagster runs each key once"
    assert len(set(keys)) == len(ASKING)


def test_nothing_published_asks_for_nothing_and_makes_nothing(home: Settings) -> None:
    assert look(home) == dg.SkipReason("Ingen utgivelse er publisert. Godkjenn og publiser et utkast først.")
    assert "Ingen utgivelse er publisert" in why(make(home))


@pytest.mark.parametrize(
    ("file", "other"),
    [("reports/status.yaml", True), ("evaluations/nattlig.yaml", False), ("surveys/themes.yaml", False)],
)
def test_another_declaration_is_another_report(tmp_path: Path, file: str, other: bool) -> None:
    shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "kontrakter")
    settings = Settings(home=tmp_path, contracts=tmp_path / "kontrakter")
    before = load_evaluations(settings.contracts)[RUS]
    mark = declared_mark(settings, before, "r1")
    with (settings.contracts / file).open("a") as changed:
        changed.write("# lest igjen\n")
    assert (declared_mark(settings, before, "r1") != mark) is other
    assert declared_mark(settings, before, "r2") != mark
    assert declared_mark(settings, before.model_copy(update={"regions": ("korus",)}), "r1") != mark


def test_a_run_makes_what_is_declared_and_says_where(published: Settings, written: Path) -> None:
    result = make(published)
    assert result.success
    assert result.dagster_run.tags[EVALUATION] == RUS
    made = finished(published.reports, written.name, RUS)
    assert sorted((one.report, one.place, one.language, one.written_as) for one in made) == [
        ("status", "land-0", language, ending) for language in ("nb", "nn") for ending in ("pdf", "xlsx")
    ]
    assert all(one.content() for one in made)
    (event,) = result.get_asset_materialization_events()
    told = event.step_materialization_data.materialization.metadata
    assert told["utgivelse"].value == written.name
    assert told["rapporter"].value == len(made)
    assert all(one.path.as_uri() in str(told["filer"].value) for one in made)


def test_a_full_disk_is_said_in_words(published: Settings) -> None:
    with full_disk():
        said = why(make(published))
    assert "Disken er full." in said
    assert finished(published.reports, published.releases.resolve().name, RUS) == []
    assert make(published).success
