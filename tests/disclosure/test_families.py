"""Which counts add up to which, on a form made for the purpose."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Code, Column
from pipelines.disclosure.families import SUM_OF, CodeLists, Persons, sums


def column(name: str, *codes: str, required: bool = True) -> Column:
    return Column(
        name=name, header=name, title={"nb": name}, type="string", required=required,
        codes=tuple(Code(value=c, code=c, label={"nb": c}) for c in codes),
    )  # fmt: skip


@pytest.fixture
def lists() -> CodeLists:
    columns = [column("gruppe", "a", "b", "c"), column("bolig", "god", "darlig", "ukjent", required=False)]
    return CodeLists({c.name: c for c in columns})


def persons(lists: CodeLists, *conditions: str) -> Persons:
    found = lists.persons(conditions, {})
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("gruppe IN ('a', 'b')", "gruppe <> 'c'", id="said in two ways"),
        pytest.param("TRUE", "gruppe IN ('a', 'b', 'c')", id="every code is everybody"),
        pytest.param("(gruppe = 'a' AND bolig = 'god')", "bolig = 'god' AND gruppe = 'a'", id="order and brackets"),
        pytest.param(
            "gruppe = 'a' AND (bolig = 'god' AND TRUE)", "gruppe = 'a' AND bolig = 'god'", id="brackets within"
        ),
    ],
)
def test_the_same_persons_are_one_count(lists: CodeLists, one: str, other: str) -> None:
    assert persons(lists, one) == persons(lists, other)


def test_nobody_can_be_two_things_at_once(lists: CodeLists) -> None:
    assert lists.persons(["gruppe = 'a'", "gruppe = 'b'"], {}) is None


def test_a_missing_answer_is_not_among_the_codes(lists: CodeLists) -> None:
    assert persons(lists, "bolig IS NULL") != persons(lists, "bolig = 'ukjent'")
    assert persons(lists, "bolig IN ('god', 'darlig', 'ukjent')") != ()


@pytest.mark.parametrize(
    ("condition", "unknown"),
    [
        ("bolig = 'ukjent'", True),
        ("bolig IS NULL OR bolig = 'ukjent'", True),
        ("bolig <> 'god'", False),
        ("TRUE", False),
    ],
)
def test_what_is_only_not_known(lists: CodeLists, condition: str, unknown: bool) -> None:
    assert lists.is_unknown(persons(lists, condition)) is unknown


def test_null_is_divided_among_the_unknown(lists: CodeLists) -> None:
    assert dict(lists.categories("bolig"))["ukjent"] == lists.some("bolig", ["ukjent", None])


def test_counts_are_cut_into_the_smallest_parts_that_they_are_all_sums_of(lists: CodeLists) -> None:
    a, b, c = (persons(lists, f"gruppe = '{code}'") for code in "abc")
    two = persons(lists, "gruppe IN ('a', 'b')")
    found = {(s.whole, frozenset(s.parts)) for s in sums([a, b, c, two, ()], lists)}
    assert found == {((), frozenset({a, b, c})), (two, frozenset({a, b}))}


def test_what_two_counts_leave_between_them_is_a_count_too(lists: CodeLists) -> None:
    a, two = persons(lists, "gruppe = 'a'"), persons(lists, "gruppe IN ('a', 'b')")
    b, c = persons(lists, "gruppe = 'b'"), persons(lists, "gruppe = 'c'")
    found = {(s.whole, frozenset(s.parts)) for s in sums([(), a, two], lists)}
    assert found == {((), frozenset({a, b, c})), (two, frozenset({a, b}))}


def test_what_is_left_is_compared_in_turn(lists: CodeLists) -> None:
    """Not good housing among all and among a is told; so is, then, not good housing among the others."""
    good, good_of_a = persons(lists, "bolig = 'god'"), persons(lists, "bolig = 'god' AND gruppe = 'a'")
    others = persons(lists, "(bolig <> 'god' OR bolig IS NULL) AND gruppe <> 'a'")
    found = sums([(), persons(lists, "gruppe = 'a'"), good, good_of_a], lists)
    assert {s.column for s in found if others in s.parts} == {"gruppe", "bolig"}


def test_sums_hold_within_what_is_the_same_in_other_columns(lists: CodeLists) -> None:
    good = persons(lists, "bolig = 'god'")
    parts = [persons(lists, f"bolig = 'god' AND gruppe = '{code}'") for code in "abc"]
    found = sums([good, *parts], lists)
    assert [(s.column, s.whole, frozenset(s.parts)) for s in found] == [("gruppe", good, frozenset(parts))]


def test_no_sum_joins_a_quantity_and_those_it_is_summed_over(lists: CodeLists) -> None:
    assert sums([(), ((SUM_OF + "barn", 1),)], lists) == []
