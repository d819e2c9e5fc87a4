"""The way from the page to the hand-in: the only module of the pages that loads the engine, and only when asked.

Everything is imported inside functions, so that a visitor of the other pages never waits for it; the checks
(great_expectations) are loaded by the engine itself at the first file. What is shown is the view models' business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components.guard import guarded
from dashboards.components.trail import saw
from pipelines.access.policy import Action
from pipelines.access.visibility import sees_delivery
from pipelines.contracts.model import in_language
from pipelines.settings import Settings
from pipelines.texts.borrowed import norwegian

if TYPE_CHECKING:
    from pipelines.access.permissions import Holder
    from pipelines.contracts.model import Survey
    from pipelines.handin import Desk, FileReport, HandIn, Receipt, Substitution, Upload
    from pipelines.handin.report_words import ReportWords
    from pipelines.register import DeliveryEntry, PartEntry, Statement

CHANNEL = "side"


@dataclass(frozen=True)
class Door:
    """One installation's engine and desk, for one visitor. What she does and sees is asked of `holder` here."""

    engine: HandIn
    desk: Desk
    holder: Holder
    language: str

    @property
    def actor(self) -> str:
        """What the register calls her."""
        return self.holder.actor

    def require(self, action: Action, municipalities: Sequence[str], subject: str) -> None:
        """Refuse what she may not do for these, and put the refusal in the trail.

        Raises:
            Refused: she may not.
        """
        with guarded(self.desk.register, self.holder, subject):
            self.holder.require(action, municipalities, self.language)

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
        only = self.holder.reach(Action.HAND_IN)
        return self.engine.check(uploads, language=self.language, accepted=accepted, only=only, progress=progress)

    def deliver(
        self, uploads: Sequence[Upload], accepted: Sequence[Substitution], statement: Statement
    ) -> list[FileReport]:
        """Hand files in.

        Raises:
            Refused: she may hand in for nobody.
        """
        with guarded(self.desk.register, self.holder, CHANNEL):
            self.holder.require(Action.HAND_IN, language=self.language)
        return self.engine.deliver(
            uploads,
            actor=self.actor,
            channel=CHANNEL,
            statement=statement,
            language=self.language,
            accepted=accepted,
            only=self.holder.reach(Action.HAND_IN),
        )

    def deliveries(self, municipality: str | None, limit: int) -> list[DeliveryEntry]:
        """The newest deliveries of a municipality, or of all, that are hers to see."""
        found = self.desk.register.deliveries(municipality=municipality, limit=limit)
        return [entry for entry in found if sees_delivery(self.holder, entry.municipalities)]

    def confirm(self, number: str, statement: Statement) -> None:
        """As the desk's; for a delivery that is hers.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        self._own(number)
        self.desk.confirm(number, statement, actor=self.actor)

    def withdraw(self, number: str, reason: str) -> int:
        """As the desk's; for a delivery that is hers. Returns how many parts count no more.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        self._own(number)
        return len(self.desk.withdraw(number, actor=self.actor, reason=reason))

    def delete(self, number: str, reason: str) -> None:
        """As the desk's; for a delivery that is hers.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        self._own(number)
        self.desk.delete(number, actor=self.actor, reason=reason)

    def declare_not_mapping(self, survey: str, year: int, municipality: str, reason: str) -> None:
        """As the desk's; for a municipality that is hers.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        self.require(Action.HAND_IN, [municipality], f"{survey}/{year}/{municipality}")
        self.desk.declare_not_mapping(survey, year, municipality, actor=self.actor, reason=reason)

    def revoke_declaration(self, survey: str, year: int, municipality: str) -> None:
        """As the desk's; for a municipality that is hers.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        self.require(Action.HAND_IN, [municipality], f"{survey}/{year}/{municipality}")
        self.desk.revoke_declaration(survey, year, municipality, actor=self.actor)

    def add_note(self, survey: str, year: int, municipality: str, indicator: str | None, words: str) -> int:
        """As the desk's; for a municipality that is hers.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        self.require(Action.HAND_IN, [municipality], f"{survey}/{year}/{municipality}")
        return self.desk.add_note(survey, year, municipality, indicator, words, actor=self.actor)

    def remove_note(self, note: int) -> None:
        """As the desk's; for a note of a municipality that is hers.

        Raises:
            UserError: it is not, or the desk refuses.
        """
        of = [one.municipality for one in self.desk.register.notes() if one.id == note]
        self.require(Action.HAND_IN, of, f"merknad {note}")
        self.desk.remove_note(note, actor=self.actor)

    def _own(self, number: str) -> None:
        entry = self.desk.register.delivery(number)
        self.require(Action.HAND_IN, entry.municipalities, entry.number)

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
        """The empty form of a survey and year, as .xlsx; there is none but in Norwegian."""
        from pipelines.contracts.excel_form import empty_form

        return empty_form(survey, year, norwegian(self.language))

    def receipt(self, number: str) -> Receipt:
        """The receipt of a delivery, with its findings.

        Raises:
            UserError: there is no such delivery, or it is not hers to see.
        """
        entry = self.desk.register.delivery(number)
        self.require(Action.SEE_DELIVERIES, entry.municipalities, entry.number)
        saw("så kvittering", entry.number)
        return self.engine.receipt(number)

    def part_name(self, part: PartEntry) -> str:
        """What a part is called: «1103 Stavanger, Rus, 2019»."""
        from pipelines.handin.part_names import part_name

        survey = self.engine.contracts.surveys[part.survey]
        return part_name(survey, part, self.desk.geography.names(part.year), self.language)

    def rule_words(self, entry: DeliveryEntry, rule: str) -> str:
        """What a rule that a delivery broke reacts to, by the form that it was made with."""
        from pipelines.handin.rule_words import rule_words

        survey = self.engine.contracts.surveys.get(entry.survey or "")
        form = survey.forms.get(entry.form or "") if survey else None
        return rule_words(form, rule, self.language)

    def survey_title(self, survey: str) -> str:
        """A survey's title; its id where it is no more."""
        found = self.engine.contracts.surveys.get(survey)
        return in_language(found.title, self.language) if found else survey

    @cached_property
    def surveys(self) -> tuple[Survey, ...]:
        """Every survey there is."""
        return tuple(self.engine.contracts.surveys.values())


def door(settings: Settings, language: str, holder: Holder) -> Door:
    """The engine and the desk of one installation, made once however many ask, for one visitor."""
    engine, desk = _opened(settings, _edition(settings))
    return Door(engine, replace(desk, language=language), holder, language)


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
