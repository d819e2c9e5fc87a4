"""The address of the page Last opp, there and back."""

from __future__ import annotations

import pytest

from dashboards.view_models.handin_address import Address, Task, parse
from pipelines.texts import READ_IN


@pytest.mark.parametrize(
    ("params", "remembered", "expected"),
    [
        pytest.param({}, "nb", Address(), id="nothing"),
        pytest.param({}, "nn", Address("nn"), id="remembered language"),
        pytest.param({"sprak": "nb"}, "nn", Address(), id="the address goes before what is remembered"),
        pytest.param({"sprak": "se"}, "nn", Address(), id="a language we do not have"),
        pytest.param({"sprak": "en"}, "nn", Address("en"), id="English"),
        pytest.param({"oppgave": "merknad"}, "nb", Address(task=Task.NOTE), id="task"),
        pytest.param({"oppgave": "<b>"}, "nb", Address(), id="no such task"),
        pytest.param({"levering": "L000012"}, "nb", Address(delivery="L000012"), id="delivery"),
        pytest.param({"levering": "L000012'--"}, "nb", Address(), id="no number"),
        pytest.param({"levering": ""}, "nb", Address(), id="empty number"),
    ],
)
def test_what_is_not_known_counts_as_silence(params: dict[str, str], remembered: str, expected: Address) -> None:
    assert parse(params, remembered) == expected


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("language", READ_IN)
def test_an_address_comes_back_as_it_was(task: Task, language: str) -> None:
    at = Address(language, task, "L000003")
    assert parse(at.params()) == at
