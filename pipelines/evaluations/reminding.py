"""Whom to tell of a deadline today, and what: that somebody has not delivered, never who or how many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pipelines.contracts.evaluation_file import Evaluation, Notice, Occasion
from pipelines.evaluations.notices import Message, told
from pipelines.evaluations.scope import surveys_of
from pipelines.evaluations.year_wheel import Day, delivered, reminders_due
from pipelines.release.inputs import Inputs
from pipelines.texts import text


def asks_today(evaluations: Mapping[str, Evaluation], today: date) -> bool:
    """Whether somebody is to be reminded of something today, whoever has delivered."""
    return any(told(one, Occasion.DEADLINE) and any(reminders_due(one, today)) for one in evaluations.values())


def reminders(
    inputs: Inputs, evaluations: Mapping[str, Evaluation], today: date, run: str
) -> Iterator[tuple[Notice, Message]]:
    """Each receiver with the message, of the deadlines that are to be told of today and that somebody has not met.

    Args:
        inputs: with the register of who has delivered.
        evaluations: by id, with their deadlines and receivers.
        today: by the clock in Oslo.
        run: the run's id, which the message names.
    """
    for evaluation in evaluations.values():
        for day in reminders_due(evaluation, today):
            for survey in surveys_of(evaluation, inputs.contracts):
                if day.year in survey.years and delivered(inputs, survey, day.year).missing:
                    message = _message(survey.title["nb"], day, today, run)
                    yield from ((notice, message) for notice in told(evaluation, Occasion.DEADLINE))


def _message(survey: str, day: Day, today: date, run: str) -> Message:
    named = {"undersokelse": survey, "aar": day.year, "frist": f"{day.on.day}.{day.on.month}.{day.on.year}"}
    return Message(
        text("kjoring.melding_frist_tittel", n=day.left(today), **named), text("kjoring.melding_frist", **named), run
    )
