"""The way from the page to the hand-in: the only module of the pages that loads the engine, and only when asked.

Everything is imported inside functions, so that a visitor of the other pages never waits for it; the checks
(great_expectations) are loaded by the engine itself at the first file. What is shown is the view models' business.
"""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import streamlit as st

from pipelines.contracts.model import in_language
from pipelines.settings import Settings

if TYPE_CHECKING:
    from pipelines.contracts.model import Survey
    from pipelines.handin import Desk, FileReport, HandIn, Receipt, Substitution, Upload
    from pipelines.handin.report_words import ReportWords
    from pipelines.register import PartEntry, Statement

CHANNEL = "side"


@dataclass(frozen=True)
class Door:
    """One installation's engine and desk, for one visitor's language and name."""

    engine: HandIn
    desk: Desk
    actor: str
    language: str

    def uploads(self, files: Sequence[tuple[str, bytes]]) -> list[Upload]:
        """Files (name, bytes) as the engine takes them; in place of a zip file the files in it."""
        from pipelines.handin import Upload, unpacked

        return unpacked(Upload(name, content) for name, content in files)

    def check(
        self,
        uploads: Sequence[Upload],
        accepted: Sequence[Substitution],
        progress: Callable[[str, int, int], None] | None = None,
    ) -> list[FileReport]:
        """Check files; stores nothing."""
        return self.engine.check(uploads, language=self.language, accepted=accepted, progress=progress)

    def deliver(
        self, uploads: Sequence[Upload], accepted: Sequence[Substitution], statement: Statement
    ) -> list[FileReport]:
        """Hand files in."""
        return self.engine.deliver(
            uploads,
            actor=self.actor,
            channel=CHANNEL,
            statement=statement,
            language=self.language,
            accepted=accepted,
        )

    def statement(self, name: str, *, confirmed: tuple[bool, bool], reasons: Sequence[tuple[str, str]]) -> Statement:
        """What somebody confirms, checked.

        Args:
            name: who confirms.
            confirmed: the legal basis, and that the registered are informed.
            reasons: (rule, why it is right) of each warning.

        Raises:
            UserError: it confirms nothing, or holds what cannot be kept.
        """
        from pipelines.handin.desk import check_statement
        from pipelines.register import Acknowledgement, Statement

        acknowledged = tuple(Acknowledgement(rule, reason.strip()) for rule, reason in reasons)
        said = Statement(name.strip(), *confirmed, acknowledged)
        check_statement(said, self.language)
        return said

    def words(self, report: FileReport) -> ReportWords:
        """The sentences of a report."""
        from pipelines.handin.report_words import ReportWords

        return ReportWords(report, self.language)

    def findings(self, words: ReportWords, level: int, most: int) -> tuple[str, str]:
        """A report's findings and the rules not run, as HTML with headings of `level`; at most so many groups."""
        from pipelines.handin.report_html import groups_html, not_run_html

        return groups_html(words, level=level, most=most), not_run_html(words, level=level)

    def findings_page(self, report: FileReport) -> bytes:
        """The report as one HTML file."""
        from pipelines.handin.report_html import report_html

        return report_html(report, self.language).encode()

    def marked(self, upload: Upload, report: FileReport) -> bytes:
        """Her own file with the cells marked, as .xlsx.

        Raises:
            UserError: it cannot be given back.
        """
        from pipelines.handin.report_excel import marked_workbook

        return marked_workbook(upload, report, self.language)

    def form(self, survey: Survey, year: int) -> bytes:
        """The empty form of a survey and year, as .xlsx."""
        from pipelines.contracts.excel_form import empty_form

        return empty_form(survey, year, self.language)

    def receipt(self, number: str) -> Receipt:
        """The receipt of a delivery.

        Raises:
            UserError: there is no such delivery.
        """
        return self.engine.receipt(number)

    def part_name(self, part: PartEntry) -> str:
        """What a part is called: «1103 Stavanger, Rus, 2019»."""
        from pipelines.handin.part_names import part_name

        survey = self.engine.contracts.surveys[part.survey]
        return part_name(survey, part, self.desk.geography.names(part.year), self.language)

    def survey_title(self, survey: str) -> str:
        """A survey's title; its id where it is no more."""
        found = self.engine.contracts.surveys.get(survey)
        return in_language(found.title, self.language) if found else survey

    @cached_property
    def surveys(self) -> tuple[Survey, ...]:
        """Every survey there is."""
        return tuple(self.engine.contracts.surveys.values())


def door(settings: Settings, language: str) -> Door:
    """The engine and the desk of one installation, made once however many ask; actor is the user of this machine."""
    engine, desk = _opened(settings, _edition(settings))
    return Door(engine, replace(desk, language=language), getpass.getuser(), language)


@st.cache_resource(max_entries=2, show_spinner=False, hash_funcs={Settings: lambda s: s.model_dump_json()})
def _opened(settings: Settings, edition: int) -> tuple[HandIn, Desk]:
    from pipelines.contracts.repository import load_contracts
    from pipelines.handin import Desk, HandIn

    load_contracts.cache_clear()  # it reads once in a process; here an older edition may have been read
    return HandIn.of(settings), Desk.of(settings)


def _edition(settings: Settings) -> int:
    """The time of the newest survey or form: a survey that is stopped is stopped at once, without a restart."""
    surveys = settings.contracts / "surveys"
    files = (*surveys.glob("*/survey.yaml"), *surveys.glob("*/*.odcs.yaml"))
    return max((path.stat().st_mtime_ns for path in files), default=0)
