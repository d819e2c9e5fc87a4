"""What the page asks of Dagster is done by the workflow, and a refusal is the run's message."""

from __future__ import annotations

import dagster as dg
import pytest

from pipelines.evaluations.names import LANGUAGE
from pipelines.orchestration.steps import step_definitions
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.installation import AUTHOR
from tests.support.workflow import put_release


def take(
    home: Settings, step: str, release: str, language: str | None = None, **said: object
) -> dg.ExecuteInProcessResult:
    asked = {"step": step, "release": release, **said}
    tags = {LANGUAGE: language} if language else None
    with dg.DagsterInstance.ephemeral() as instance:
        return step_definitions(home)[0].execute_in_process(
            run_config={"ops": {"ta_steg": {"config": asked}}}, raise_on_error=False, instance=instance, tags=tags
        )


def why(result: dg.ExecuteInProcessResult) -> str:
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    error = failure.step_failure_data.error
    assert error is not None
    return (error.cause or error).message


def test_a_release_goes_the_whole_way_and_the_trail_tells(home: Settings) -> None:
    register = open_register(home.register_url)
    release = put_release(home, author=AUTHOR)
    assert take(home, "send", release).success
    assert take(home, "avvis", release, reason="Oslo mangler").success
    for step in ("send", "godkjenn", "publiser"):
        assert take(home, step, release).success, step
    assert register.published() == release
    assert [step.step for step in register.steps(release)] == ["send", "avvis", "send", "godkjenn", "publiser"]


@pytest.mark.parametrize(
    ("step", "language", "said"),
    [
        ("publiser", None, "må være"),
        ("slett", None, "ikke et steg"),
        ("godkjenn", None, "er utkast og kan ikke godkjennes: det må være til godkjenning"),
        ("godkjenn", "nn", "er utkast og kan ikkje godkjennast"),
        ("godkjenn", "en", "is draft and cannot be approved: it must be awaiting approval"),
    ],
)
def test_a_refusal_is_told_as_it_was_asked_for_and_changes_nothing(
    home: Settings, step: str, language: str | None, said: str
) -> None:
    release = put_release(home, author=AUTHOR)
    result = take(home, step, release, language)
    assert not result.success
    assert said in why(result)
    assert [entry.status for entry in open_register(home.register_url).releases()] == ["utkast"]


def test_a_step_is_taken_in_the_name_of_whoever_asked_for_it(home: Settings) -> None:
    """Two people who log in are two, though Dagster's own user does it for both."""
    register = open_register(home.register_url)
    release = put_release(home, author=AUTHOR)
    asked = {step: register.ask(actor, step, release) for step, actor in {"send": "P0001", "godkjenn": "P0002"}.items()}
    for step, request in asked.items():
        assert take(home, step, release, request=request).success, step
    assert [(step.step, step.actor) for step in register.steps(release)] == [("send", "P0001"), ("godkjenn", "P0002")]


@pytest.mark.parametrize("request_number", [1, 99])
def test_a_request_that_nobody_made_for_this_takes_no_step(home: Settings, request_number: int) -> None:
    register = open_register(home.register_url)
    release = put_release(home, author=AUTHOR)
    register.ask("P0002", "godkjenn", "en annen utgivelse")
    result = take(home, "send", release, request=request_number)
    assert not result.success
    assert "Be om det på nytt" in why(result)
    assert register.steps(release) == []
