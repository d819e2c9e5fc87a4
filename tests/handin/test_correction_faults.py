"""A correction that cannot be right is refused before anything is run, without repeating a value."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.contracts.corrections import Correction, CorrectionFile
from pipelines.contracts.repository import Contracts
from pipelines.handin.correction_faults import correction_faults
from tests.handin.test_corrected import SAID

FIGURE: dict[str, Any] = {
    "survey": "indikatortall", "year": 2020, "municipality": None, "column": "verdi", "old": 324, "new": 331, "rows": 1,
    "where": {"indikator": "narkotikautloste_dodsfall", "argang": "først publisert"},
}  # fmt: skip


def faults(contracts: Contracts, *, private: bool = True, **changes: Any) -> list[tuple[str, str, str]]:
    said = CorrectionFile.model_validate(SAID | changes)
    return correction_faults([Correction("en.yaml", private, said)], contracts)


def test_one_in_order(contracts: Contracts) -> None:
    assert faults(contracts) == []
    assert faults(contracts, private=False, **FIGURE) == []


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        pytest.param({"survey": "brukerplann"}, "survey", "Mente du «brukerplan»?", id="survey"),
        pytest.param({"year": 2022}, "year", "ikke noe skjema det året", id="year without a form"),
        pytest.param({"municipality": None}, "municipality", "kommunens nummer", id="no municipality"),
        pytest.param({"where": {"enheten": "rus"}}, "where", "Mente du «enhet»?", id="column of the condition"),
        pytest.param({"where": {"enhet": "russ"}}, "where", "kan ikke stå i enhet", id="code of the condition"),
        pytest.param({"column": "boligen"}, "column", "Mente du «bolig»?", id="column"),
        pytest.param({"old": "1"}, "old", "kan ikke stå i bolig", id="the file's code"),
        pytest.param({"new": "blå"}, "new", "kan ikke stå i bolig", id="no such code"),
        pytest.param({"column": "antall_barn", "old": "2", "new": 1}, "old", "uten anførselstegn", id="text"),
        pytest.param({"new": "gul"}, "new", "den samme", id="corrects nothing"),
        pytest.param({"column": "kommunenummer", "old": "1103", "new": "0301"}, "column", "ny levering", id="key"),
        pytest.param({"column": "lopenummer", "old": "a", "new": "b"}, "column", "ny levering", id="row key"),
        pytest.param({"reason": {"nb": "Tre av dem hadde fått bolig."}}, "reason", "uten", id="a number"),
    ],
)
def test_mistakes(contracts: Contracts, changes: dict[str, Any], place: str, words: str) -> None:
    found = faults(contracts, **changes)
    assert [p for _, p, said in found if words in said] == [place], found


def test_persons_are_not_told_of_among_the_contracts(contracts: Contracts) -> None:
    ((file, _, said),) = faults(contracts, private=False)
    assert (file, "ved siden av dataene" in said) == ("en.yaml", True)


def test_figures_of_no_municipality_name_none(contracts: Contracts) -> None:
    ((_, place, said),) = faults(contracts, **(FIGURE | {"municipality": "1103"}))
    assert (place, "leveres ikke av kommuner" in said) == ("municipality", True)


def test_one_that_is_withdrawn_may_be_stale(contracts: Contracts) -> None:
    assert faults(contracts, survey="borte", status="trukket") == []
