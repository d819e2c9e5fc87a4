"""One cell, one finding; never a milder one instead of a graver."""

import pytest

from pipelines.contracts.model import Rule, Severity
from pipelines.validation.checks import Check, Kind
from pipelines.validation.hits import without_repeats
from pipelines.validation.twins import Twins, twins_of

E, W = Severity.ERROR, Severity.WARNING


def check(kind: Kind, severity: Severity, column: str = "a") -> Check:
    return Check(Rule("r", column, severity), kind, "x", {}, (column,))


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        ((Kind.FORM, E), (Kind.RANGE, E), ([1, 2], [3])),
        ((Kind.RANGE, E), (Kind.FORM, E), ([1], [2, 3])),
        ((Kind.FORM, W), (Kind.RANGE, E), ([1, 2], [2, 3])),
        ((Kind.FORM, E), (Kind.RANGE, W), ([1, 2], [3])),
        ((Kind.MISSING, E), (Kind.MISSING, E), ([1, 2], [3])),
        ((Kind.MISSING, W), (Kind.MISSING, E), ([1, 2], [2, 3])),
        ((Kind.VALUE, E), (Kind.VALUE, E), ([1, 2], [2, 3])),
        ((Kind.CODE, E), (Kind.DUPLICATE, E), ([1, 2], [2, 3])),
    ],
)
def test_what_gives_way(first, second, kept):
    checks = [check(*first), check(*second)]
    assert [list(rows) for rows in without_repeats(checks, [[1, 2], [2, 3]])] == [*kept]


def test_another_column_is_another_cell():
    checks = [check(Kind.FORM, E), check(Kind.RANGE, E, "b")]
    assert without_repeats(checks, [[1], [1]]) == [[1], [1]]


def test_twins_are_of_the_same_part_and_blank_equals_blank(form_with, frame):
    rows = [{"a": "1"}, {"a": "1", "del": 1}, {"a": "1"}, {}, {}]
    table = frame(form_with({}), *rows)
    assert twins_of(table, [0, 2, 3, 4], ["a"]) == [Twins((6,), 0), Twins((4,), 0), Twins((8,), 0), Twins((7,), 0)]
