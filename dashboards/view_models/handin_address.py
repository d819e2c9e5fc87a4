"""The address of the page Last opp: language, task, and the delivery that is looked at; and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipelines.texts import READ_IN

LANGUAGE, TASK, DELIVERY = "sprak", "oppgave", "levering"
_NUMBER = re.compile(r"L\d{6,9}")


class Task(StrEnum):
    """What the visitor is about to do."""

    HAND_IN = "lever"
    HISTORY = "leveringer"
    NOT_MAPPING = "kartlegger-ikke"
    NOTE = "merknad"
    FIGURES = "ferdige-tall"


@dataclass(frozen=True)
class Address:
    """What the address asks for; anything it holds that there is not, counts as silence."""

    language: str = "nb"
    task: Task = Task.HAND_IN
    delivery: str | None = None

    def params(self) -> dict[str, str]:
        """As query parameters."""
        said = {LANGUAGE: self.language, TASK: self.task.value}
        return said if self.delivery is None else {**said, DELIVERY: self.delivery}


def parse(params: Mapping[str, str], remembered: str = "nb") -> Address:
    """The address in `params`; `remembered` is the language chosen before, where they are silent."""
    language, task, number = params.get(LANGUAGE, remembered), params.get(TASK), params.get(DELIVERY, "")
    return Address(
        language if language in READ_IN else "nb",
        Task(task) if task in set(Task) else Task.HAND_IN,
        number if _NUMBER.fullmatch(number) else None,
    )
