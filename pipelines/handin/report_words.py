"""The sentences of a report: status, totals, groups and places, in one language. How they are set up is not here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from pipelines.contracts.model import Finding
from pipelines.handin.report import FileReport, Status
from pipelines.handin.report_groups import Action, Group, Grouped, grouped
from pipelines.texts import text
from pipelines.texts.numbers import number

NAMED_ROWS = 5
"""Rows of a group that are named; the rest are counted."""

NAMED_VALUES = 5
"""Values of a group that are shown each with its rows; the rest are counted."""


@dataclass(frozen=True)
class ReportWords:
    """The wording of one file's report in `language`, which must be the one its messages are in."""

    report: FileReport
    language: str = "nb"

    @cached_property
    def groups(self) -> Grouped:
        """The findings by what to do."""
        return grouped(self.report.findings, self.language)

    def say(self, key: str, /, **values: Any) -> str:
        """The text `rapport.<key>`."""
        return text(f"rapport.{key}", self.language, **values)

    def count(self, value: int) -> str:
        """A number as it is written."""
        return number(value, language=self.language)

    @property
    def title(self) -> str:
        """«Funn i fil.xlsx»."""
        return self.say("tittel", file=self.report.file)

    @property
    def status(self) -> str:
        """The outcome in a few words."""
        return self.say(f"status_{self.report.status}")

    @property
    def rows(self) -> str | None:
        """The rows read as the sum of what became of them; None when the file could not be read."""
        report = self.report
        if report.status is Status.UNREADABLE:
            return None
        return self.say(
            "rader",
            read=self.count(report.rows_read),
            accepted=self.count(report.rows_accepted),
            aside=self.count(report.rows_set_aside),
            refused=self.count(report.rows_refused),
        )

    @property
    def totals(self) -> str:
        """The number of findings as the sum of its kinds: «Funn: 27 = 20 må rettes + 7 bør sjekkes»."""
        counts = self.groups.counts
        if not counts:
            return self.say("ingen_funn")
        parts = [self.say("funn_del", n=self.count(n), action=self.action(a).lower()) for a, n in counts.items()]
        return self.say("funn", total=self.count(self.groups.total), parts=" + ".join(parts))

    def action(self, action: Action) -> str:
        """«Må rettes», «Bør sjekkes» or «Til orientering»."""
        return self.say(action)

    def heading(self, action: Action) -> str:
        """The action with the number of its findings."""
        return f"{self.action(action)} ({self.count(self.groups.counts[action])})"

    def place(self, group: Group) -> str:
        """Where a group's findings are: «3 funn, kolonne «Bolig», rad 12, 15 og 18»."""
        n = len(group.findings)
        column = [self.say("kolonne", column=group.column)] if group.column else []
        if group.rows:
            where = [self.named_rows(group.rows)]
        elif group.findings[0].part is not None:
            where = [self._part(group)]
        else:
            where = [] if group.column else [self.say("hele_filen")]
        return ", ".join([self.say("antall", n=n, shown=self.count(n)), *column, *where])

    def _part(self, group: Group) -> str:
        names = dict(self.report.parts)
        found = list(dict.fromkeys(names[f.part] for f in group.findings if f.part in names))
        return self.say("delen", part=", ".join(found)) if found else self.say("en_del")

    def values(self, group: Group) -> list[str]:
        """Each value found with its rows, where a group has several; else nothing, since the message has it."""
        if len(group.values) < 2:
            return []
        shown = [
            self.say("verdi", value=value, rows=self.named_rows(rows))
            for value, rows in islice(group.values.items(), NAMED_VALUES)
        ]
        more = len(group.values) - len(shown)
        return [*shown, self.say("verdier_flere", n=more)] if more else shown

    def named_rows(self, rows: Sequence[int]) -> str:
        """«rad 12», «rad 12 og 15», «rad 12, 15, 18, 21, 30 og 40 til»."""
        named = [str(row) for row in rows[:NAMED_ROWS]]
        if len(rows) > NAMED_ROWS:
            return self.say("rad_flere", rows=", ".join(named), n=self.count(len(rows) - NAMED_ROWS))
        if len(named) > 1:
            return self.say("rad", rows=self.say("rad_og", first=", ".join(named[:-1]), last=named[-1]))
        return self.say("rad", rows=named[0])

    def note(self, finding: Finding) -> str:
        """What is written on the finding's cell: «Må rettes: …»."""
        return self.say("merknad", action=self.action(Action.of(finding.severity)), message=finding.message)

    @property
    def not_run(self) -> list[str]:
        """The rules that were not applied, each with why."""
        return [self.say("ikke_kjort_regel", rule=rule, why=why) for rule, why in self.report.not_run]

    @property
    def promise(self) -> str:
        """What a file that passed has not been shown to be."""
        return promise(self.language)


def promise(language: str = "nb") -> str:
    """What it does not mean that a file is accepted; stands with every report."""
    return text("rapport.lover_ikke", language)
