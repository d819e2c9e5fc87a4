"""Each point of what went wrong in BrukerPlan has a test that shows it cannot happen here, and the tests exist."""

from __future__ import annotations

import ast
import re

import pytest

from pipelines.settings import REPOSITORY

PAGE = REPOSITORY / "docs" / "explanation" / "brukerplan_2021.md"
POINTS = ("a", "b", "c", "d", "e", "f", "g", "h", "oversikt")
_TABLE = [
    (cells[0], re.findall(r"`(tests/[^`]+)`", cells[-1]))
    for line in PAGE.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ") and (cells := [cell.strip() for cell in line.strip("|").split("|")])[0] in POINTS
]
ROWS = dict(_TABLE)


def test_every_point_is_on_the_page_once_and_in_order() -> None:
    assert tuple(point for point, _ in _TABLE) == POINTS


@pytest.mark.parametrize("point", POINTS)
def test_a_point_has_tests_that_exist_and_are_run(point: str) -> None:
    assert ROWS[point], "a point without a test is a promise"
    for named in ROWS[point]:
        file, *path = named.split("::")
        body = ast.parse((REPOSITORY / file).read_text(encoding="utf-8")).body
        for name in path:
            found = [node for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef) and node.name == name]
            assert len(found) == 1, named
            assert not any("skip" in ast.unparse(mark) for mark in found[0].decorator_list), named
            body = found[0].body
        assert path[-1].startswith("test_"), named
