"""The days of the wheel, who has not delivered, and what is written to them."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.evaluations.reading import load_evaluations
from pipelines.evaluations.year_wheel import days, delivered, reminder, reminders_due
from pipelines.release.inputs import Inputs
from pipelines.settings import REPOSITORY, Settings
from tests.support.installation import put_wave

WHEEL = load_evaluations(REPOSITORY / "data_contracts")["brukerplan_arshjul"]


def test_days_of_two_waves_stand_in_order_from_a_month_back() -> None:
    found = [(day.deadline.id, day.year, day.on.isoformat()) for day in days(WHEEL, date(2026, 1, 10))]
    assert found[:3] == [
        ("levering", 2025, "2025-12-15"),
        ("nokkeltall", 2025, "2026-01-15"),
        ("rusdag", 2025, "2026-02-01"),
    ]
    assert ("levering", 2026, "2026-12-15") in found


@pytest.mark.parametrize(
    ("today", "due"), [("2026-12-01", [14]), ("2026-12-12", [3]), ("2026-12-13", []), ("2026-12-15", [])]
)
def test_a_reminder_is_due_on_its_days_only(today: str, due: list[int]) -> None:
    now = date.fromisoformat(today)
    assert [day.left(now) for day in reminders_due(WHEEL, now)] == due


def test_those_who_have_not_delivered_are_those_who_neither_did_nor_declared(home: Settings) -> None:
    put_wave(home, "brukerplan", 2019, {"1103": 3})
    inputs = Inputs(home)
    inputs.register.declare_not_mapping("brukerplan", 2019, "0301", reason="neste år", actor="kari")
    found = delivered(inputs, inputs.contracts.surveys["brukerplan"], 2019)
    municipalities = inputs.geography.names(2019)
    assert (found.received, found.declared, len(found.missing)) == (1, 1, len(municipalities) - 2)
    assert not {"1103", "0301"} & {code for code, _ in found.missing}


@pytest.mark.parametrize(("language", "words"), [("nb", "ikke se"), ("nn", "ikkje sjå")])
def test_a_reminder_names_survey_year_and_day(home: Settings, language: str, words: str) -> None:
    survey = Inputs(home).contracts.surveys["brukerplan"]
    (day,) = [d for d in days(WHEEL, date(2026, 12, 1)) if d.deadline.delivery]
    said = reminder(survey, day, language)
    assert "2026 er 15.12.2026" in said
    assert words in said
