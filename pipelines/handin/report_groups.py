"""One file's findings in groups by what to do: the order and the sums that every rendering of a report shows.

Values only, no wording: `report_words` puts a group into sentences, and terminal, HTML and Excel set them up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from pipelines.contracts.model import Finding, Severity
from pipelines.texts import text


class Action(StrEnum):
    """What a finding asks of the one who reads it, the most pressing first; the value is the key of its words."""

    MUST = "ma_rettes"
    SHOULD = "bor_sjekkes"
    NOTE = "til_orientering"

    @classmethod
    def of(cls, severity: Severity) -> Action:
        """What a finding of this degree asks for."""
        if severity.refuses:
            return cls.MUST
        return cls.SHOULD if severity is Severity.WARNING else cls.NOTE


@dataclass(frozen=True)
class Group:
    """Findings that are put right in the same way; never empty, in the order of the file."""

    action: Action
    rule: str
    column: str | None
    findings: tuple[Finding, ...]

    @property
    def message(self) -> str:
        """The first finding's sentence; the others say the same of other values or rows."""
        return self.findings[0].message

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows concerned, each once, in order; empty when the finding is about the file or a part of it."""
        return tuple(sorted({f.row for f in self.findings if f.row is not None}))

    @cached_property
    def values(self) -> Mapping[str, tuple[int, ...]]:
        """Value found -> its rows, the most frequent value first; empty when the rows hold nothing to show."""
        rows: dict[str, list[int]] = defaultdict(list)
        for finding in self.findings:
            if finding.value is not None and finding.row is not None:
                rows[finding.value].append(finding.row)
        return {value: tuple(at) for value, at in sorted(rows.items(), key=lambda item: -len(item[1]))}


@dataclass(frozen=True)
class Grouped:
    """All findings of a file: in groups, the most pressing action first and the largest group first in each."""

    groups: tuple[Group, ...]

    @cached_property
    def by_action(self) -> Mapping[Action, tuple[Group, ...]]:
        """The groups of each action that has any, in order."""
        found = {action: tuple(g for g in self.groups if g.action is action) for action in Action}
        return {action: groups for action, groups in found.items() if groups}

    @cached_property
    def counts(self) -> Mapping[Action, int]:
        """How many findings each action has; they sum to `total`."""
        return {action: sum(len(g.findings) for g in groups) for action, groups in self.by_action.items()}

    @cached_property
    def by_rule(self) -> Mapping[str, int]:
        """How many findings each rule has, in the order of the groups; they sum to `total`."""
        found: Counter[str] = Counter()
        for group in self.groups:
            found[group.rule] += len(group.findings)
        return found

    @property
    def total(self) -> int:
        """How many findings there are."""
        return sum(len(g.findings) for g in self.groups)


def grouped(findings: Sequence[Finding], language: str = "nb") -> Grouped:
    """Group the findings of one file.

    Args:
        findings: of one file, in its order.
        language: the language their messages are in, to see which of them differ in nothing but value and rows.
    """
    same_rows = tuple(_around(text("validation.same_rows", language, n=n, rows="\0")) for n in (1, 2))
    members: dict[tuple[Action, str, str | None, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        key = (Action.of(finding.severity), finding.rule, finding.column, _shape(finding, same_rows))
        members[key].append(finding)
    groups = [Group(action, rule, column, tuple(found)) for (action, rule, column, _), found in members.items()]
    order = list(Action)
    # A stable sort: groups of the same size stay in the order of the file.
    groups.sort(key=lambda g: (order.index(g.action), bool(g.rows), -len(g.findings)))
    return Grouped(tuple(groups))


def _around(sentence: str) -> tuple[str, str]:
    before, _, after = sentence.partition("\0")
    return before, after


def _shape(finding: Finding, same_rows: Sequence[tuple[str, str]]) -> str:
    """The message without what only tells where: findings of the same shape are put right in the same way."""
    if finding.row is None:
        return finding.message
    if finding.column is None:  # about the whole row or line: the rule itself says what to do
        return ""
    shape = finding.message.replace(f"«{finding.value}»", "").replace(f"“{finding.value}”", "")
    for before, after in same_rows:
        start = shape.find(before)
        end = shape.find(after, start + len(before)) if start >= 0 else -1
        if end >= 0:
            shape = shape[:start] + shape[end + len(after) :]
    return shape
