"""What the page says of files that are checked: what can be done with each now, and which warnings need a reason.

The findings themselves are grouped and worded by the report (`ReportWords`); nothing is grouped here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.contracts.model import Severity
from pipelines.texts import text
from pipelines.texts.numbers import number, timestamp
from pipelines.told.table import Cell, Column, Table

if TYPE_CHECKING:
    from pipelines.handin import FileReport, Substitution
    from pipelines.handin.report_words import ReportWords
    from pipelines.register import DeliveryEntry

_COUNTS_NOW = "gjeldende"
WORST_FIRST = ("unreadable", "errors", "warnings", "ok")


@dataclass(frozen=True)
class Outcome:
    """One checked file: its words, whether anything of it can be delivered, and a sentence on what to do now."""

    words: ReportWords
    deliverable: bool
    sentence: str

    @property
    def report(self) -> FileReport:
        """The facts."""
        return self.words.report

    @property
    def may_be_given_back(self) -> bool:
        """Whether the file may be written back with marks; one that is refused whole may not."""
        fatal = any(f.severity is Severity.FATAL for f in self.report.findings)
        return bool(self.report.findings) and not fatal and self.report.status.value != "unreadable"


@dataclass(frozen=True)
class Warned:
    """A rule that warns of something in files that can be delivered: what it says first, and of how many files."""

    rule: str
    message: str
    files: int


def outcome(words: ReportWords, earlier: DeliveryEntry | None, language: str = "nb") -> Outcome:
    """What can be done with a checked file.

    Args:
        words: of its report.
        earlier: the newest delivery of the same content, if any.
    """
    report = words.report
    if earlier is not None and _holds_already(earlier, report):
        when = timestamp(earlier.received_at, language)
        return Outcome(words, False, text("opplasting.levert_for", language, delivery=earlier.number, when=when))
    if not report.rows_accepted:
        return Outcome(words, False, text("opplasting.kan_ikke_leveres", language))
    whole = not report.rows_refused and report.status.value in ("ok", "warnings")
    key = f"kan_leveres_{report.status}" if whole else "kan_leveres_delvis"
    counts = {"accepted": number(report.rows_accepted, language=language),
              "read": number(report.rows_read, language=language)}  # fmt: skip
    return Outcome(words, True, text(f"opplasting.{key}", language, **counts))


def summary(outcomes: Sequence[Outcome], survey: Callable[[str], str], language: str = "nb") -> Table:
    """One row a file, those with the most to do first.

    Args:
        outcomes: of the files.
        survey: id -> title.
        language: of the words.
    """
    titles = ("fil", "undersokelse", "aar", "resultat", "godtatt", "avvist", "funn")
    columns = tuple(Column(text(f"opplasting.kol_{key}", language), numeric=i > 3) for i, key in enumerate(titles))
    rows = []
    for one in worst_first(outcomes):
        report = one.report
        counts = (report.rows_accepted, report.rows_refused, len(report.findings))
        named = survey(report.survey) if report.survey else "–"
        words = (report.file, named, str(report.year or "–"), one.words.status)
        rows.append((*map(Cell, words), *(Cell(number(n, language=language)) for n in counts)))
    return Table(text("opplasting.filene", language), columns, tuple(rows))


def worst_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The files with the most to do first, else in their own order."""
    return sorted(outcomes, key=lambda one: WORST_FIRST.index(one.report.status.value))


def warned(outcomes: Sequence[Outcome]) -> list[Warned]:
    """Each warning rule of the files that can be delivered, once."""
    found: dict[str, tuple[str, int]] = {}
    for one in outcomes:
        if one.deliverable:
            for rule in one.report.to_acknowledge:
                first = next(f.message for f in one.report.findings if f.rule == rule and not f.severity.refuses)
                message, files = found.get(rule, (first, 0))
                found[rule] = message, files + 1
    return [Warned(rule, message, files) for rule, (message, files) in found.items()]


def suggestions(outcomes: Sequence[Outcome]) -> list[Substitution]:
    """Every suggestion of any of the files, once."""
    return list(dict.fromkeys(s for one in outcomes for s in one.report.suggestions))


def suggestion_words(suggestion: Substitution, header: Callable[[str], str], language: str = "nb") -> str:
    """A suggestion as a sentence.

    Args:
        header: our column's name -> what it is called in the form.
    """
    return text(
        f"opplasting.forslag_{suggestion.kind}",
        language,
        found=suggestion.found,
        means=suggestion.means,
        column=header(suggestion.column),
    )


def _holds_already(earlier: DeliveryEntry, report: FileReport) -> bool:
    """Whether everything that would be accepted of the file is what counts already."""
    current = bool(earlier.parts) and all(part.state == _COUNTS_NOW for part in earlier.parts)
    return current and report.rows_accepted <= earlier.rows_accepted
