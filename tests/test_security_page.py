"""The threat model says what stops each threat by tests that exist."""

from __future__ import annotations

import re

import pytest

from pipelines.settings import REPOSITORY

PAGE = REPOSITORY / "docs" / "explanation" / "security.md"
ROWS = [
    line.strip("| \n").split(" | ") for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")
]
THREATS = ROWS[1:]


def test_there_are_threats() -> None:
    assert len(THREATS) > 10


@pytest.mark.parametrize("row", THREATS, ids=lambda row: row[0][:40])
def test_each_is_stopped_by_tests_that_exist(row: list[str]) -> None:
    _, _, tests = row
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", tests)
    assert named
    for file, test in named:
        content = (REPOSITORY / file).read_text(encoding="utf-8")
        assert not test or re.search(rf"^\s*def {test}\b", content, re.MULTILINE), f"{file}::{test}"
