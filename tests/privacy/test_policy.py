"""The file of retention leaves nothing out, keeps no person for ever, and lets nothing that was said be unsaid."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.contracts.odcs import ContractError
from pipelines.privacy.policy import FILE, FOR_EVER, Kept, load_retention
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"


def test_the_shipped_file_has_a_time_and_a_reason_for_everything() -> None:
    terms = load_retention(CONTRACTS)
    assert set(terms) == set(Kept)
    assert {kept for kept, term in terms.items() if term.length is None} == FOR_EVER
    assert terms[Kept.ROWS_WITHOUT_EFFECT].length == timedelta(days=90)
    assert all(term.why["nb"] and term.why["nn"] for term in terms.values())


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: f.pop("navn"), "mangler navn"),
        (lambda f: f["rader"].update(days=None), "rader.days må være et antall dager"),
        (lambda f: f["spor"].update(days=10), "spor.days må være null"),
        (lambda f: f["rader"].update(days=0), "days"),
        (lambda f: f["rader"].pop("why"), "why"),
        (lambda f: f.update(alt={"days": 1}), "alt"),
    ],
)
def test_a_file_that_leaves_something_open_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    said = yaml.safe_load((CONTRACTS / FILE).read_text(encoding="utf-8"))
    change(said)
    (tmp_path / "policies").mkdir()
    (tmp_path / FILE).write_text(yaml.safe_dump(said), encoding="utf-8")
    with pytest.raises(ContractError, match=told):
        load_retention(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "7"])
def test_a_file_that_is_no_list_of_terms_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "policies").mkdir()
    (tmp_path / FILE).write_text(content, encoding="utf-8")
    with pytest.raises(ContractError, match="retention"):
        load_retention(tmp_path)
