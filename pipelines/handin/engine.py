"""From files to reports, and for `deliver` to accepted parts: read all, check each form's files in one batch, accept.

Nothing of a file is kept before its checks are done. A part is refused by a FATAL or ERROR finding in it or in its
file as a whole; the other parts of the file are accepted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from pipelines.contracts.model import Finding, Form
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.geography import Geography, load_geography
from pipelines.handin.acceptance import accept, refused_parts
from pipelines.handin.mixture import mixtures
from pipelines.handin.overlap import overlaps
from pipelines.handin.report import FileReport, status_of
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.intake import Reading, Upload, read_upload
from pipelines.register import Delivery, Register, open_register
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
        self._contracts = contracts
        self._register = register
        self._accepted = accepted
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
        progress: Progress | None = None,
    ) -> list[FileReport]:
        """Check files and store nothing.

        Args:
            uploads: the files.
            survey: the survey's id, where it is known; else it is recognised.
            year: the wave's year, where it is known; else it is read.
            language: of the messages.
            progress: told as files are read and checked.

        Returns:
            One report per file, in the same order.
        """
        checked = self._check(uploads, survey, year, language, progress)
        for one in checked:
            self._meet_what_is_accepted(one, language)
        return [_report(one, refused_parts(one.reading, one.findings)) for one in checked]

    def deliver(
        self,
        uploads: Sequence[Upload],
        *,
        actor: str,
        survey: str | None = None,
        year: int | None = None,
        language: str = "nb",
        progress: Progress | None = None,
    ) -> list[FileReport]:
        """Check files, and accept every part without a refusing finding. Arguments as `check`, and who delivers."""
        checked = self._check(uploads, survey, year, language, progress)
        reports = []
        for done, one in enumerate(checked, start=1):
            # One by one, so that a file also meets those that stood before it in the same delivery.
            self._meet_what_is_accepted(one, language)
            refused = refused_parts(one.reading, one.findings)
            accepted = accept(self._accepted, one.reading, one.findings, refused)
            report = _report(one, refused)
            delivery = Delivery(
                actor=actor,
                file_name=report.file,
                file_sha256=one.reading.sha256,
                survey=report.survey,
                form=report.form,
                year=report.year,
                status=report.status.value,
                rows_read=report.rows_read,
                rows_accepted=report.rows_accepted,
                rows_refused=report.rows_refused,
            )
            number = self._register.record(delivery, accepted, one.findings)
            reports.append(replace(report, delivery=f"L{number:06d}"))
            if progress:
                progress("lagrer", done, len(checked))
        return reports

    def _check(
        self,
        uploads: Sequence[Upload],
        survey: str | None,
        year: int | None,
        language: str,
        progress: Progress | None,
    ) -> list[Checked]:
        checked: list[Checked] = []
        for done, upload in enumerate(uploads, start=1):
            reading = read_upload(upload, self._contracts, survey=survey, year=year, language=language)
            checked.append(Checked(reading, reading.findings))
            if progress:
                progress("leser", done, len(uploads))
        by_form: dict[tuple[str, str], list[int]] = defaultdict(list)
        for index, one in enumerate(checked):
            if one.reading.table is not None and one.reading.form is not None:
                by_form[one.reading.form.survey, one.reading.form.id].append(index)
        for done, (name, indexes) in enumerate(sorted(by_form.items()), start=1):
            self._validate(self._contracts.surveys[name[0]].forms[name[1]], indexes, checked, language)
            if progress:
                progress("kontrollerer", done, len(by_form))
        return checked

    def _meet_what_is_accepted(self, one: Checked, language: str) -> None:
        """Hold a file against the current parts: no mixing of example and real data, no person twice."""
        one.findings += mixtures(one.reading, self._register, language)
        # A part kept out replaces nothing, and what it would have replaced may overlap: until no more is found.
        while found := overlaps(
            one.reading, refused_parts(one.reading, one.findings), self._register, self._accepted, language
        ):
            one.findings += found

    def _validate(self, form: Form, indexes: list[int], checked: list[Checked], language: str) -> None:
        """Check the rows of all files with the same form in one batch, and hand each file its own findings."""
        tables = {index: table for index in indexes if (table := checked[index].reading.table) is not None}
        files = [index for index, table in tables.items() for _ in range(table.height)]
        # One piece of memory: a check of hundreds of small tables in a row costs several times as much.
        rows = pl.concat(tables.values(), rechunk=True).insert_column(0, pl.Series("fil", files, pl.Int32))
        year_column = self._contracts.surveys[form.survey].year
        outcome = validate(form, rows, self._lookups, year_column=year_column, language=language)
        found: dict[int, list[Finding]] = defaultdict(list)
        for finding in outcome.findings:
            found[finding.file].append(finding)
        not_run = tuple((n.rule, n.why) for n in outcome.not_run)
        for index in indexes:
            checked[index].findings += tuple(found[index])
            checked[index].not_run = not_run


def _report(checked: Checked, refused: frozenset[int]) -> FileReport:
    reading = checked.reading
    rows_refused = sum(p.rows for p in reading.parts if p.index in refused)
    accepted = sum(p.rows for p in reading.parts) - rows_refused
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
    )
