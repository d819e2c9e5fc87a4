"""The days of an evaluation's year: when each is, who has not delivered, and what to write to them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.contracts.evaluation_file import Deadline, Evaluation
from pipelines.contracts.model import Survey, in_language
from pipelines.release.inputs import Inputs
from pipelines.texts import text


@dataclass(frozen=True)
class Day:
    """One day of the wheel of a wave."""

    evaluation: str
    deadline: Deadline
    year: int
    on: date

    def left(self, today: date) -> int:
        """Days until it; below zero when it is past."""
        return (self.on - today).days


@dataclass(frozen=True)
class Delivered:
    """How it stands with a wave's deliveries.

    Attributes:
        survey: the survey.
        year: the wave.
        received: municipalities with an accepted part.
        declared: municipalities that have declared that they do not map.
        missing: number and name of the others, by number.
    """

    survey: Survey
    year: int
    received: int
    declared: int
    missing: tuple[tuple[str, str], ...]


def days(evaluation: Evaluation, today: date) -> list[Day]:
    """The wheel's days of this year's and last year's wave, from a month back on, in order."""
    found = [
        Day(evaluation.id, deadline, year, _date(deadline, year))
        for year in (today.year - 1, today.year)
        for deadline in evaluation.deadlines
    ]
    return sorted((day for day in found if day.on >= today - timedelta(days=31)), key=lambda day: day.on)


def delivered(inputs: Inputs, survey: Survey, year: int) -> Delivered:
    """Who has delivered to a wave, among the municipalities of its year."""
    received = {part.municipality for part in inputs.register.current_parts(survey.id, year)}
    declared = {
        one.municipality for one in inputs.register.declarations() if (one.survey, one.year) == (survey.id, year)
    }
    names = inputs.geography.names(year)
    missing = tuple((code, names[code]) for code in sorted(names) if code not in received | declared)
    return Delivered(survey, year, len(received & names.keys()), len((declared - received) & names.keys()), missing)


def reminders_due(evaluation: Evaluation, today: date) -> Iterator[Day]:
    """The deliveries that somebody is to be reminded of today."""
    for day in days(evaluation, today):
        if day.left(today) in day.deadline.remind:
            yield day


def reminder(survey: Survey, day: Day, language: str = "nb") -> str:
    """The text of a reminder to a municipality, ready to send."""
    return text(
        "kjoring.paaminnelse",
        language,
        undersokelse=in_language(survey.title, language),
        aar=day.year,
        frist=f"{day.on.day}.{day.on.month}.{day.on.year}",
    )


def _date(deadline: Deadline, year: int) -> date:
    month, day = map(int, deadline.day.split("-"))
    return date(year + deadline.years_after, month, day)
