"""Findings by what to do: which go together, in which order, and that nothing is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.contracts.model import Finding, Severity
from pipelines.handin.report_groups import Action, grouped
from pipelines.texts import text
from tests.support.reports import finding

ERROR, WARNING, INFO, FATAL = Severity.ERROR, Severity.WARNING, Severity.INFO, Severity.FATAL


def twin(row: int, value: str, rows: str, n: int, language: str = "nb") -> Finding:
    """A duplicate's finding, which also tells where the others stand."""
    same = text("validation.same_rows", language, n=n, rows=rows)
    found = text("validation.found", language, value=value)
    return finding(row, "Løpenr", value, rule="dublett", message=f"{found} Unikt. {same} Rett.")


@pytest.mark.parametrize(
    ("findings", "sizes"),
    [
        pytest.param([finding(3, "Bolig", "7"), finding(9, "Bolig", "8")], [2], id="the same fault of two values"),
        pytest.param([finding(3, "Bolig", "7"), finding(3, "Kjønn", "7")], [1, 1], id="the same value in two columns"),
        pytest.param(
            [finding(3, "Bolig", "Gul", message="«Gul» er feil. Bruk 2."), finding(4, "Bolig", "7")],
            [1, 1],
            id="one rule that asks for two things",
        ),
        pytest.param([twin(3, "a", "5", 1), twin(4, "b", "6, 7 og 8", 3)], [2], id="duplicates with other twins"),
        pytest.param(
            [finding(4, message="Linje 4 har 3 felt."), finding(5, message="Linje 5 har 9 felt.")],
            [2],
            id="lines, where the message tells the line",
        ),
        pytest.param(
            [finding(column="Bolig", message=f"Bolig: {n} %.", part=n) for n in (30, 40)],
            [1, 1],
            id="parts, where the message tells the measure",
        ),
        pytest.param(
            [finding(3, "Bolig", "7"), finding(4, "Bolig", "7", severity=WARNING)], [1, 1], id="two degrees of one rule"
        ),
        pytest.param([finding(4, "Bolig", "4", message="«4» er feil. Skriv 4 siffer."),
                      finding(5, "Bolig", "5", message="«5» er feil. Skriv 4 siffer.")], [2],
                     id="a number in the advice that is also the value"),
        pytest.param([], [], id="nothing"),
    ],
)  # fmt: skip
def test_what_is_put_right_in_the_same_way_is_one_group(findings: list[Finding], sizes: list[int]) -> None:
    assert [len(g.findings) for g in grouped(findings).groups] == sizes


@pytest.mark.parametrize("language", ["nn", "en"])
def test_duplicates_go_together_in_other_languages_too(language: str) -> None:
    findings = [twin(3, "a", "5", 1, language), twin(4, "b", "6, 7", 2, language)]
    assert len(grouped(findings, language).groups) == 1


def test_the_most_pressing_comes_first_then_the_whole_file_then_the_largest() -> None:
    findings = [
        finding(2, "A", "1", severity=INFO),
        finding(3, "B", "1", severity=WARNING),
        finding(4, "C", "1"),
        *(finding(row, "D", "1") for row in (5, 6)),
        finding(message="Filen er feil.", severity=FATAL),
    ]
    result = grouped(findings)
    assert [g.column for g in result.groups] == [None, "D", "C", "B", "A"]
    assert list(result.by_action) == [Action.MUST, Action.SHOULD, Action.NOTE]
    assert result.counts == {Action.MUST: 4, Action.SHOULD: 1, Action.NOTE: 1}


def test_rows_are_named_once_and_values_by_how_often() -> None:
    (group,) = grouped([finding(9, "A", "x"), finding(3, "A", "y"), finding(9, "A", "y")]).groups
    assert group.rows == (3, 9)
    assert list(group.values.items()) == [("y", (3, 9)), ("x", (9,))]


@given(
    st.lists(
        st.builds(
            finding,
            st.none() | st.integers(1, 9),
            st.none() | st.sampled_from(["Bolig", "Kjønn"]),
            st.none() | st.sampled_from(["7", "«", ""]),
            rule=st.sampled_from(["a", "b"]),
            severity=st.sampled_from(Severity),
        ),
        max_size=12,
    )
)
def test_every_finding_is_in_one_group_and_the_sums_reconcile(findings: list[Finding]) -> None:
    result = grouped(findings)
    assert sorted((f for g in result.groups for f in g.findings), key=repr) == sorted(findings, key=repr)
    assert sum(result.by_rule.values()) == sum(result.counts.values()) == result.total == len(findings)
    assert {rule: sum(f.rule == rule for f in findings) for rule in result.by_rule} == result.by_rule
