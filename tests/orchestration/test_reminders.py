"""Deadlines are told of on their days, to those the evaluation names, by real servers; and to nobody twice."""

from __future__ import annotations

import email
from datetime import datetime
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg
import pytest

from pipelines.contracts.evaluation_file import Evaluation, Notice, Occasion
from pipelines.evaluations.reading import load_evaluations
from pipelines.orchestration.reminders import reminder_definitions
from pipelines.release.inputs import Inputs
from pipelines.settings import REPOSITORY, Settings
from tests.support.installation import put_wave

WHEEL = load_evaluations(REPOSITORY / "data_contracts")["brukerplan_arshjul"]
MAIL = Notice(by="epost", to="kari@example.no", when=(Occasion.DEADLINE,))
OTHER = Notice(by="epost", to="ola@example.no", when=(Occasion.FAILED,))


def with_receivers(*notices: Notice) -> dict[str, Evaluation]:
    return {WHEEL.id: WHEEL.model_copy(update={"notices": notices})}


def tick(home: Settings, evaluations: dict[str, Evaluation], day: str) -> dg.RunRequest | dg.SkipReason:
    moment = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=ZoneInfo("Europe/Oslo"))
    with dg.DagsterInstance.ephemeral() as instance:
        context = dg.build_schedule_context(instance=instance, scheduled_execution_time=moment)
        told = reminder_definitions(home, evaluations)[1](context)
    assert isinstance(told, dg.RunRequest | dg.SkipReason)
    return told


def remind(home: Settings, evaluations: dict[str, Evaluation], day: str) -> dg.ExecuteInProcessResult:
    job, _ = reminder_definitions(home, evaluations)
    with dg.DagsterInstance.ephemeral() as instance:
        return job.execute_in_process(
            run_config={"ops": {"minn_om": {"config": {"day": day}}}}, instance=instance, raise_on_error=False
        )


def year_with_form(home: Settings) -> int:
    return max(Inputs(home).contracts.surveys["brukerplan"].years)


@pytest.mark.parametrize(
    ("day", "notices", "asked"),
    [
        ("2026-12-01", (MAIL,), True),
        ("2026-12-02", (MAIL,), False),
        ("2026-12-01", (), False),
        ("2026-12-01", (OTHER,), False),
    ],
)
def test_a_morning_asks_for_reminders_on_their_days_where_somebody_is_to_be_told(
    home: Settings, day: str, notices: tuple[Notice, ...], asked: bool
) -> None:
    told = tick(home, with_receivers(*notices), day)
    if asked:
        assert isinstance(told, dg.RunRequest)
        assert told.run_config == {"ops": {"minn_om": {"config": {"day": day}}}}
        assert told.run_key == day
    else:
        assert told == dg.SkipReason("Ingen skal minnes om en frist i dag.")


def test_the_message_reaches_mail_and_webhook_and_names_nobody(
    home: Settings,
    mail: tuple[str, list[str]],
    web: tuple[str, list[dict[str, str]]],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.with_suffix(".crt")))
    year = year_with_form(home)
    put_wave(home, "brukerplan", year, {"1103": 3})
    settings = Settings(
        home=home.home, smtp_url=f"smtp://{mail[0]}", notice_from="opptrapp@example.no", webhook_hosts=web[0]
    )
    hook = Notice(by="webhook", to=f"https://{web[0]}/krok", when=(Occasion.DEADLINE,))
    result = remind(settings, with_receivers(MAIL, hook, OTHER), f"{year}-12-01")
    assert result.success
    ((sent,), (posted,)) = mail[1], web[1]
    message = email.message_from_string(sent, policy=default)
    assert message["To"] == "kari@example.no"
    assert message["Subject"] == posted["title"]
    assert posted["title"].startswith("Frist om 14 dager: ")
    assert posted["run"] == result.run_id
    assert f"15.12.{year}" in posted["text"]
    names = Inputs(home).geography.names(year).values()
    assert not [name for name in names if name in posted["text"]]


def test_nobody_is_told_when_everybody_has_said_something(home: Settings, mail: tuple[str, list[str]]) -> None:
    inputs, year = Inputs(home), year_with_form(home)
    for code in inputs.geography.names(year):
        inputs.register.declare_not_mapping("brukerplan", year, code, reason="neste år", actor="kari")
    settings = Settings(home=home.home, smtp_url=f"smtp://{mail[0]}", notice_from="opptrapp@example.no")
    assert remind(settings, with_receivers(MAIL), f"{year}-12-01").success
    assert mail[1] == []


def test_one_who_cannot_be_told_stops_no_other_and_the_run_says_so(home: Settings, mail: tuple[str, list[str]]) -> None:
    year = year_with_form(home)
    closed = Notice(by="webhook", to="https://kroker.example.no/x", when=(Occasion.DEADLINE,))
    settings = Settings(home=home.home, smtp_url=f"smtp://{mail[0]}", notice_from="opptrapp@example.no")
    result = remind(settings, with_receivers(closed, MAIL), f"{year}-12-01")
    (failure,) = [event for event in result.all_events if event.is_step_failure]
    error = failure.step_failure_data.error
    assert error is not None
    assert "ikke er tillatt" in (error.cause or error).message
    assert len(mail[1]) == 1
