"""Read one uploaded file, from bytes to a table in parts. The one way into this package.

The order is the safety: size and type, then limits, then a parser, then identity numbers in every cell, and only
then is anything of the content put into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from pipelines.contracts.model import Form, Severity, Survey
from pipelines.contracts.repository import Contracts
from pipelines.intake import identity_scan
from pipelines.intake.columns import place, undeclared
from pipelines.intake.csv_reader import ragged
from pipelines.intake.headers import Candidate, HeaderRow, candidates, header_rows
from pipelines.intake.mapping import Substitution
from pipelines.intake.merged import merged_cells
from pipelines.intake.model import Part, Reading, Sheet, Upload
from pipelines.intake.names import shown_name
from pipelines.intake.no_data import take_out
from pipelines.intake.opening import open_file
from pipelines.intake.parts import split
from pipelines.intake.persons import check_persons
from pipelines.intake.preflight import preflight
from pipelines.intake.recode import accepted_problems, applied_headers, recode, renamed
from pipelines.intake.recognise import (
    Data,
    choose_form,
    find_data,
    known_survey,
    rows_below,
    survey_of,
    year_problem,
)
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.intake.units import check_units


@dataclass(frozen=True)
class _Given:
    """What the user said about the file, and the day."""

    survey: str | None
    year: int | None
    today: date
    accepted: Sequence[Substitution]


@dataclass
class _Progress:
    """What is known of the file so far; what is known when it is refused stands in the reading."""

    survey: Survey | None = None
    form: Form | None = None
    rows_read: int = 0
    table: pl.DataFrame | None = None
    parts: tuple[Part, ...] = ()
    problems: list[Problem] = field(default_factory=list)
    sheet: str | None = None
    header_row: int | None = None
    suggestions: tuple[Substitution, ...] = ()
    applied: tuple[Substitution, ...] = ()


def read_upload(
    upload: Upload,
    contracts: Contracts,
    *,
    survey: str | None = None,
    year: int | None = None,
    language: str = "nb",
    today: date | None = None,
    accepted: Sequence[Substitution] = (),
) -> Reading:
    """Read one file. Never raises for anything in the file.

    Args:
        upload: the file's name and bytes.
        contracts: the surveys it may belong to.
        survey: its id, when known; else it is recognised by the headers.
        year: the wave's year, when known; it must agree with the year column.
        language: of the findings' sentences.
        today: decides whether a stop of collection has begun; today's date unless given.
        accepted: suggestions of an earlier reading that somebody accepts; those that fit nothing here do nothing.

    Returns:
        The reading. Its `table` is None when a FATAL finding refuses the file whole.
    """
    so_far = _Progress()
    try:
        so_far.problems += identity_scan.of_name(upload.name) or upload.problems
        if so_far.problems:
            raise Refused
        _read(upload, contracts, _Given(survey, year, today or date.today(), accepted), so_far)
    except Refused as refused:
        so_far.problems += refused.problems
        so_far.table, so_far.parts, so_far.applied = None, (), ()
    return Reading(
        name=shown_name(upload),
        sha256=upload.sha256,
        survey=so_far.survey,
        form=so_far.form,
        table=so_far.table,
        parts=so_far.parts,
        findings=tuple(p.finding(language) for p in so_far.problems),
        rows_read=so_far.rows_read,
        sheet=so_far.sheet,
        header_row=so_far.header_row,
        suggestions=so_far.suggestions,
        applied=so_far.applied,
    )


def _read(upload: Upload, contracts: Contracts, given: _Given, so_far: _Progress) -> None:
    """Fill `so_far` step by step; a `Refused` on the way leaves it at what was known."""
    known_survey(contracts, given.survey)
    kind = preflight(upload.name, upload.content)
    forms = candidates(contracts)
    opened = open_file(kind, upload.content, forms)
    agreed = renamed(given.accepted, forms)
    headers = header_rows(opened.sheets, forms, agreed)
    try:
        so_far.problems += _doubtful_numbers(opened.sheets, opened.labels, headers)
        data, hidden = find_data(opened.sheets, headers, contracts, given.survey, agreed)
    except Refused:
        so_far.rows_read = rows_below(headers[0]).rows.height if headers else 0
        raise
    so_far.survey, so_far.rows_read = survey_of(data), data.rows.height
    so_far.sheet = data.header.sheet.name or None
    so_far.header_row = int(data.header.sheet.rows[data.header.index])
    chosen, years = choose_form(data, given.year, given.today)
    so_far.survey, so_far.form = chosen.survey, chosen.form
    data, table = _table(data, chosen, max(years, default=given.today.year), given, so_far)
    left_out = {p.row for p in so_far.problems if p.rule is FileRule.NO_DATA}
    so_far.problems += hidden
    so_far.problems += [p for p in opened.problems if p.row is None or p.row not in left_out]
    so_far.problems += ragged(data.header.sheet, data.header.index, data.rows["rad"])
    so_far.problems += merged_cells(data)
    so_far.table, so_far.parts = split(table, chosen.survey, chosen.form)
    wrong = [y for y in years if chosen.survey.form_of(y) != chosen.form]
    so_far.problems += [
        year_problem(chosen, part.year, Severity.ERROR).of_part(part.index)
        for part in so_far.parts
        if part.year in wrong and part.year is not None
    ]


def _table(data: Data, chosen: Candidate, wave: int, given: _Given, so_far: _Progress) -> tuple[Data, pl.DataFrame]:
    """The rows that are data, and the declared columns of them with what was accepted put to use."""
    columns = place(data, chosen)
    data, left_out = take_out(data, columns)
    so_far.rows_read = data.rows.height
    check_persons(data, chosen, wave)
    if not data.rows.height:
        raise Refused(*left_out, Problem(FileRule.NO_ROWS))
    table, applied, suggested = recode(columns.table(data), chosen.form, given.accepted)
    check_units(table, chosen.survey, chosen.form)
    so_far.suggestions = (*columns.suggestions, *suggested)
    near = columns.problems()
    if any(p.severity is Severity.FATAL for p in near):
        raise Refused(*near, *left_out)
    so_far.applied = (*applied_headers(data.header, chosen), *applied)
    so_far.problems += [*near, *undeclared(data, columns), *left_out, *accepted_problems(so_far.applied, chosen.form)]
    return data, columns.kept(table)


def _doubtful_numbers(sheets: Sequence[Sheet], labels: Sequence[str], headers: Sequence[HeaderRow]) -> list[Problem]:
    """The warnings about numbers that may be identity numbers.

    Raises:
        Refused: the file holds some that are.
    """
    problems = identity_scan.scan(sheets, headers[0] if headers else None, labels)
    if any(p.severity is Severity.FATAL for p in problems):
        raise Refused(*problems)
    return problems
