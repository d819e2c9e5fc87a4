"""Why a run stopped is told in the words of what stopped it."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.evaluations.engine import Run, _run, why_stopped
from pipelines.texts import speaking, text
from pipelines.texts.borrowed import BEGIN, END

CAUSE = {"message": "pipelines.errors.UserError: Disken er full.\n"}
STEP = {"__typename": "ExecutionStepFailureEvent", "error": {"message": "dagster: wrapped", "cause": CAUSE}}
ENDED = {"__typename": "ExecutionStepFailureEvent", "error": {"message": "dagster.InterruptedError: ", "cause": None}}
GONE = {"__typename": "RunFailureEvent", "message": "This run has been marked as failed", "error": None}
MET = {"__typename": "RunFailureEvent", "message": "x", "error": {"message": "ModuleNotFoundError: No module"}}


def check(name: str, *, passed: bool) -> dict[str, Any]:
    return {"__typename": "AssetCheckEvaluationEvent", "evaluation": {"checkName": name, "success": passed}}


@pytest.mark.parametrize(
    ("events", "said"),
    [
        pytest.param([], "", id="nothing tells"),
        pytest.param([STEP, GONE], "Disken er full.", id="a step"),
        pytest.param([check("a", passed=True), check("b", passed=False), GONE],
                     text("kjoring.kontroll_stanset", kontroller="b"), id="a check"),
        pytest.param([check("a", passed=True), GONE], text("kjoring.forsvant"), id="its process is gone"),
        pytest.param([ENDED], text("kjoring.forsvant"), id="its process was told to end"),
        pytest.param([MET], "ModuleNotFoundError: No module", id="it could not be loaded"),
    ],
)  # fmt: skip
def test_the_reason_is_the_first_that_tells_most(events: list[dict[str, Any]], said: str) -> None:
    assert why_stopped(events) == said


def test_what_a_run_said_in_norwegian_is_marked_on_an_english_page() -> None:
    with speaking("en"):
        assert why_stopped([STEP]) == f"{BEGIN}Disken er full.{END}"
        assert why_stopped([STEP], "en") == "Disken er full.", "the run was asked for in English, and told so"
        assert why_stopped([check("cube_adds_up", passed=False)]).endswith("the regions add up to the country.")


def test_what_a_run_noted_in_the_readers_language_is_what_she_reads() -> None:
    notes = "[nn] Disken er full no.\n[en] The disk is full.\n"
    step = STEP | {"error": {"message": "dagster: wrapped", "cause": {"message": CAUSE["message"] + notes}}}
    said = {"nb": "Disken er full.", "nn": "Disken er full no.", "en": "The disk is full."}
    for language, sentence in said.items():
        with speaking(language):
            assert why_stopped([step]) == sentence


def run(*steps: tuple[str, str | None]) -> Run:
    said = {"runId": "a", "jobName": "bygg_utkast", "status": "STARTED", "creationTime": 0, "endTime": None, "tags": []}
    return _run(said | {"stepStats": [{"stepKey": step, "status": status} for step, status in steps]})


@pytest.mark.parametrize(
    ("steps", "stages"),
    [
        pytest.param([("cube", "SUCCESS"), ("protected_cube", "IN_PROGRESS")],
                     {"cube": "SUCCESS", "protected_cube": "IN_PROGRESS"}, id="two stages"),
        pytest.param([("cube", "SUCCESS"), ("cube_cube_adds_up", "FAILURE")], {"cube": "FAILURE"}, id="a failed check"),
        pytest.param([("cube", "SUCCESS"), ("cube_cube_adds_up", None)], {"cube": ""}, id="its check is not begun"),
        pytest.param([("rapporter__nattlig", "SUCCESS")], {}, id="reports are no stage"),
    ],
)  # fmt: skip
def test_a_stage_goes_as_long_as_its_check(steps: list[tuple[str, str | None]], stages: dict[str, str]) -> None:
    assert run(*steps).stages == stages
