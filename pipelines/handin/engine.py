"""From files to reports, and for `deliver` to accepted parts: read all, check each form's files in one batch, accept.

Nothing of a file is kept before its checks are done. A part is refused by a FATAL or ERROR finding in it or in its
file as a whole; the other parts of the file are accepted. Every door (page, command, inbox) goes through here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipelines.contracts.corrections import holding, read_corrections
from pipelines.contracts.model import Finding, Form
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.disclosure.policy import load_policy
from pipelines.geography import Geography, load_geography
from pipelines.handin.acceptance import accept, refused_parts
from pipelines.handin.accepted import remove_leftovers
from pipelines.handin.desk import check_statement
from pipelines.handin.earlier import previous_rows
from pipelines.handin.limits import check_rate, load_limits
from pipelines.handin.mixture import mixtures
from pipelines.handin.outside import within
from pipelines.handin.overlap import overlaps
from pipelines.handin.part_names import names_in_file
from pipelines.handin.readings import Reader
from pipelines.handin.receipt import Receipt, Receipts
from pipelines.handin.report import FileReport, status_of
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.intake import Reading, Substitution, Upload, unpacked
from pipelines.register import AcceptedPart, Delivery, Register, Statement, open_register, receipt_number
from pipelines.settings import Settings
from pipelines.validation import validate
from pipelines.validation.lookups import Suggesting

Progress = Callable[[str, int, int], None]
"""Called with a label, how many are done and how many there are."""


@dataclass
class Checked:
    """One file after reading and checking."""

    reading: Reading
    findings: tuple[Finding, ...]
    not_run: tuple[tuple[str, str], ...] = ()


class HandIn:
    """The engine with what it needs. `register` and `accepted` are written by `deliver` only."""

    def __init__(
        self, contracts: Contracts, geography: Geography, catalogue: Catalogue, register: Register, accepted: Path
    ) -> None:
        self.contracts = contracts
        self.register = register
        self._catalogue = catalogue
        self._accepted = accepted
        self._limits = load_limits(contracts.folder)
        self._clean = False
        reported = frozenset(i.id for indicators in catalogue.values() for i in indicators if i.reported)
        self._lookups: Mapping[str, Callable[[int], frozenset[str]]] = {
            "kommuner": Suggesting(geography.valid, geography.suggestion),
            "indikatorer": lambda _year: reported,
        }

    @classmethod
    def of(cls, settings: Settings) -> HandIn:
        """The engine of one installation."""
        return cls(
            load_contracts(settings.contracts),
            load_geography(settings.contracts / "reference"),
            load_catalogue(settings.contracts),
            open_register(settings.register_url),
            settings.accepted,
        )

    def check(
        self,
        uploads: Sequence[Upload],
        *,
        survey: str | None = None,
        year: int | None = None,
        language: str = "nb",
        accepted: Sequence[Substitution] = (),
        only: frozenset[str] | None = None,
        progress: Progress | None = None,
    ) -> list[FileReport]:
        """Check files and store nothing.

        Args:
            uploads: the files; an archive counts as the files in it.
            survey: the survey's id, where it is known; else it is recognised.
            year: the wave's year, where it is known; else it is read.
            language: of the messages.
            accepted: suggested readings of headers and codes that the user accepts.
            only: the municipalities whose rows a file may hold, by every code; None for all. A file with others' rows
                is refused before it is held against anything that was handed in before.
            progress: told as files are read and checked.

        Returns:
            One report per file, in the same order.
        """
        reader = Reader(self.contracts, self.register, survey, year, language, tuple(accepted))
        checked = self._check(reader, uploads, only, progress)
        for one in checked:
            self._meet_what_is_accepted(one, self.register, language)
        return [_report(one, refused_parts(one.reading, one.findings), language) for one in checked]

    def suggestions(
        self,
        uploads: Sequence[Upload],
        *,
        survey: str | None = None,
        year: int | None = None,
        language: str = "nb",
        progress: Progress | None = None,
    ) -> tuple[Substitution, ...]:
        """How headers and codes of these files could be read; arguments as `check`. Each is one to accept or not."""
        reader = Reader(self.contracts, self.register, survey, year, language)
        found: dict[Substitution, None] = {}
        for done, upload in enumerate(files := unpacked(uploads), start=1):
            found.update(dict.fromkeys(reader.read(upload).suggestions))
            if progress:
                progress("leser", done, len(files))
        return tuple(found)

    def deliver(
        self,
        uploads: Sequence[Upload],
        *,
        actor: str,
        channel: str = "kommando",
        statement: Statement | None = None,
        survey: str | None = None,
        year: int | None = None,
        language: str = "nb",
        accepted: Sequence[Substitution] = (),
        only: frozenset[str] | None = None,
        progress: Progress | None = None,
    ) -> list[FileReport]:
        """Check files, and accept every part without a refusing finding. The other arguments are those of `check`.

        Args:
            actor: who delivers.
            channel: the door it came through.
            statement: who confirms legal basis and information to the registered, and acknowledges warnings; without
                one the delivery is received unconfirmed, and can be confirmed later at the desk.

        Raises:
            UserError: a statement that confirms nothing or cannot be kept, or more files in an hour than the policy
                allows; nothing is received then.
        """
        check_rate(self._limits, self.register, actor, channel, language)
        if statement is not None:
            check_statement(statement, language)
        reader = Reader(self.contracts, self.register, survey, year, language, tuple(accepted))
        checked = self._check(reader, uploads, only, progress)
        reports = []
        self._clean_up_once()
        for done, one in enumerate(checked, start=1):
            # One by one, so that a file also meets those that stood before it in the same delivery; and in one
            # transaction each, so that nobody else's file comes between the check and the entry.
            with self.register.transaction() as register:
                self._meet_what_is_accepted(one, register, language)
                refused = refused_parts(one.reading, one.findings)
                stored = accept(self._accepted, one.reading, one.findings, refused)
                report = _report(one, refused, language)
                number = register.record(_delivery(report, actor, channel), stored, one.findings, statement)
                _remember(register, one.reading, stored, actor)
            reports.append(replace(report, delivery=receipt_number(number)))
            if progress:
                progress("lagrer", done, len(checked))
        return reports

    def receipt(self, number: str) -> Receipt:
        """The receipt of a delivery, with the municipality's own figures.

        Raises:
            UserError: no such delivery.
        """
        folder, accepted = self.contracts.folder, self._accepted
        corrections = holding(read_corrections(folder, accepted.with_name("corrections")))
        receipts = Receipts(self.contracts, self._catalogue, load_policy(folder), self.register, accepted, corrections)
        return receipts.receipt(number)

    def _clean_up_once(self) -> None:
        """Remove what a hand-in or a deletion that was killed has left on disk; once, when this engine first writes."""
        if not self._clean:
            with self.register.transaction() as register:
                remove_leftovers(self._accepted, register.paths())
            self._clean = True

    def _check(
        self, reader: Reader, uploads: Sequence[Upload], only: frozenset[str] | None, progress: Progress | None
    ) -> list[Checked]:
        checked: list[Checked] = []
        files = unpacked(uploads)
        for done, upload in enumerate(files, start=1):
            reading = within(reader.read(upload), only, reader.language)
            checked.append(Checked(reading, reading.findings))
            if progress:
                progress("leser", done, len(files))
        by_form: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, one in enumerate(checked):
            if one.reading.table is not None and one.reading.form is not None:
                by_form[one.reading.form.survey, one.reading.form.id].append(index)
        for done, (name, indexes) in enumerate(sorted(by_form.items()), start=1):
            self._validate(self.contracts.surveys[name[0]].forms[name[1]], indexes, checked, reader.language)
            if progress:
                progress("kontrollerer", done, len(by_form))
        return checked

    def _meet_what_is_accepted(self, one: Checked, register: Register, language: str) -> None:
        """Hold a file against the current parts: no mixing of example and real data, no person twice."""
        one.findings += mixtures(one.reading, register, language)
        # A part kept out replaces nothing, and what it would have replaced may overlap: until no more is found.
        while found := overlaps(
            one.reading, refused_parts(one.reading, one.findings), register, self._accepted, language
        ):
            one.findings += found

    def _validate(self, form: Form, indexes: list[int], checked: list[Checked], language: str) -> None:
        """Check the rows of all files with the same form in one batch, and hand each file its own findings."""
        survey = self.contracts.surveys[form.survey]
        tables = {index: table for index in indexes if (table := checked[index].reading.table) is not None}
        files = [index for index, table in tables.items() for _ in range(table.height)]
        # One piece of memory: a check of hundreds of small tables in a row costs several times as much.
        rows = pl.concat(tables.values(), rechunk=True).insert_column(0, pl.Series("fil", files, pl.Int32))
        parts = {(index, part.index): part for index in indexes for part in checked[index].reading.parts}
        outcome = validate(
            form,
            rows,
            self._lookups,
            year_column=survey.year,
            previous=previous_rows(survey, parts, self.register),
            language=language,
        )
        found: dict[int, list[Finding]] = defaultdict(list)
        for finding in outcome.findings:
            found[finding.file].append(finding)
        for index in indexes:
            checked[index].findings += tuple(found[index])
            applying = (n for n in outcome.not_run if n.file in (None, index))
            checked[index].not_run = tuple(dict.fromkeys((n.rule, n.why) for n in applying))


def _report(checked: Checked, refused: frozenset[int], language: str) -> FileReport:
    reading = checked.reading
    rows_refused = sum(p.rows for p in reading.parts if p.index in refused)
    accepted = sum(p.rows for p in reading.parts) - rows_refused
    survey, form = reading.survey, reading.form
    named = names_in_file(survey, form.id, reading.parts, language) if survey and form else ()
    years = {p.year for p in reading.parts if p.year is not None}
    return FileReport(
        file=reading.name,
        survey=reading.survey.id if reading.survey else None,
        form=reading.form.id if reading.form else None,
        year=years.pop() if len(years) == 1 else None,
        status=status_of(checked.findings, readable=reading.readable),
        rows_read=reading.rows_read,
        rows_accepted=accepted,
        rows_set_aside=0,
        rows_refused=reading.rows_read - accepted,
        findings=checked.findings,
        not_run=checked.not_run,
        delivery=None,
        sha256=reading.sha256,
        form_version=reading.form.version if reading.form else None,
        municipalities=tuple(sorted({p.municipality for p in reading.parts if p.municipality})),
        suggestions=reading.suggestions,
        sheet=reading.sheet,
        header_row=reading.header_row,
        parts=named,
    )


def _delivery(report: FileReport, actor: str, channel: str) -> Delivery:
    return Delivery(
        actor=actor,
        file_name=report.file,
        file_sha256=report.sha256,
        survey=report.survey,
        form=report.form,
        form_version=report.form_version,
        year=report.year,
        status=report.status.value,
        rows_read=report.rows_read,
        rows_accepted=report.rows_accepted,
        rows_set_aside=report.rows_set_aside,
        rows_refused=report.rows_refused,
        channel=channel,
        municipalities=report.municipalities,
    )


def _remember(register: Register, reading: Reading, stored: Sequence[AcceptedPart], actor: str) -> None:
    """Keep what was accepted of suggestions for the municipalities whose rows were accepted with it."""
    if reading.survey is None or reading.form is None or not reading.applied:
        return
    entries = [substitution.as_dict() for substitution in reading.applied]
    for municipality in sorted({part.municipality for part in stored if part.municipality}):
        register.remember_mapping(reading.survey.id, reading.form.id, municipality, entries, actor=actor)
