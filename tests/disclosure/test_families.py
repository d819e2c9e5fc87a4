"""Which counts add up to which, on a form made for the purpose."""

from __future__ import annotations

import pytest

from pipelines.contracts.model import Code, Column
from pipelines.disclosure.families import CodeLists, Counted, Persons, rests, sums


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


def test_a_whole_is_made_in_every_way_of_what_is_published(lists: CodeLists) -> None:
    a, b, c = (persons(lists, f"gruppe = '{code}'") for code in "abc")
    two = persons(lists, "gruppe IN ('a', 'b')")
    found = {(s.whole, frozenset(s.parts)) for s in sums([a, b, c, two, ()], lists)}
    assert found == {((), frozenset({a, b, c})), ((), frozenset({two, c})), (two, frozenset({a, b}))}


def test_sums_hold_within_what_is_the_same_in_other_columns(lists: CodeLists) -> None:
    good = persons(lists, "bolig = 'god'")
    parts = [persons(lists, f"bolig = 'god' AND gruppe = '{code}'") for code in "abc"]
    stranger = persons(lists, "bolig = 'darlig' AND gruppe = 'a'")
    found = sums([good, *parts, stranger], lists)
    assert [(s.column, s.whole, frozenset(s.parts)) for s in found] == [("gruppe", good, frozenset(parts))]


def test_only_the_rests_that_no_figure_shows_are_told_apart(lists: CodeLists) -> None:
    everybody, two, c = (persons(lists, f"gruppe IN ({codes})") for codes in ("'a', 'b', 'c'", "'a', 'b'", "'c'"))
    figures = [Counted(two, everybody, c), Counted(everybody, None, None)]
    assert rests([everybody, two], figures) == {c: (everybody, two)}
    assert rests([everybody, two, c], figures) == {}
