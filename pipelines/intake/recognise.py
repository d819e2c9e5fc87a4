"""Which survey, form and years a file is of, from its headers and its year column. Refuses what does not fit.

Finding the header row is `headers`'; which columns are there is `columns`'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import polars as pl

from pipelines.contracts.model import Severity, Survey
from pipelines.contracts.repository import Contracts
from pipelines.intake.headers import Candidate, HeaderRow, candidates, header_rows, normalise, shown_header
from pipelines.intake.identity import mask
from pipelines.intake.likeness import loose
from pipelines.intake.model import Sheet
from pipelines.intake.rules import FileRule, Problem, Refused

SHOWN_YEARS = 5


@dataclass(frozen=True)
class Data:
    """The rows below the headers: blanks stripped, empty cells null, wholly empty rows gone; `rad` first."""

    header: HeaderRow
    rows: pl.DataFrame

    def column(self, header: str) -> pl.Series | None:
        """The cells under `header` (as compared), or None."""
        for position, cell in enumerate(self.header.cells):
            if normalise(cell) == header:
                return self.rows[str(position)]
        return None


def rows_below(header: HeaderRow) -> Data:
    """The data of the sheet that `header` stands in."""
    # Not as one lazy query: its optimiser repeats the stripping inside the filter, at twenty times the cost.
    # In sequence: most files are small, and to share their columns among threads costs more than the work.
    stripped = header.sheet.cells.slice(header.index + 1).select_seq(pl.all().str.strip_chars())
    cells = stripped.select_seq(pl.when(pl.all() != "").then(pl.all()))
    rows = cells.insert_column(0, header.sheet.rows.slice(header.index + 1).alias("rad"))
    return Data(header, rows.filter(pl.concat_str(pl.exclude("rad"), ignore_nulls=True) != ""))


def known_survey(contracts: Contracts, survey: str | None) -> None:
    """Refuse a survey that the contracts do not have."""
    if survey is not None and survey not in contracts.surveys:
        values = {"navn": mask(survey)[:40], "kjente": tuple(contracts.surveys)}
        raise Refused(Problem(FileRule.SURVEY_UNKNOWN, values=values))


def find_data(
    sheets: Sequence[Sheet],
    every: Sequence[HeaderRow],
    contracts: Contracts,
    survey: str | None,
    renamed: Mapping[str, str],
) -> tuple[Data, list[Problem]]:
    """The one sheet with data of `survey`, or of any survey, and what is to be said of hidden sheets.

    Args:
        sheets: of the file.
        every: the header rows in them that fit a form of any survey.
        contracts: the surveys.
        survey: the one it must be of, or None.
        renamed: header as compared -> the form's header that it is accepted to mean.

    Raises:
        Refused: no header row, headers of another survey, several sheets with data, or no rows.
    """
    found = every if survey is None else header_rows(sheets, candidates(contracts, survey), renamed)
    if not found:
        raise Refused(_no_headers(every, contracts, survey))
    filled = [data for data in map(rows_below, found) if data.rows.height]
    if not filled:
        raise Refused(Problem(FileRule.NO_ROWS))
    best = min(filled, key=lambda data: data.header.sheet.hidden)
    surveys = {c.survey.id for c in best.header.candidates}
    others = [d for d in filled if d is not best and surveys & {c.survey.id for c in d.header.candidates}]
    if rivals := [d for d in others if d.header.sheet.hidden == best.header.sheet.hidden]:
        raise Refused(Problem(FileRule.SHEETS, values={"ark": _sheet_names((best, *rivals))}))
    hidden = [(best, "lest")] if best.header.sheet.hidden else [(d, "skjult") for d in others]
    return best, [
        Problem(FileRule.SHEETS, Severity.WARNING, variant, {"ark": _sheet_names([d])}) for d, variant in hidden
    ]


def _sheet_names(found: Iterable[Data]) -> tuple[str, ...]:
    return tuple(shown_header(data.header.sheet.name) or "…" for data in found)


def _no_headers(every: Sequence[HeaderRow], contracts: Contracts, survey: str | None) -> Problem:
    if survey is None:
        titles = tuple(s.title["nb"] for s in contracts.surveys.values())
        return Problem(FileRule.HEADERS, values={"undersokelser": titles})
    given = contracts.surveys[survey].title
    if every:
        values = {"annen": every[0].candidates[0].survey.title, "gitt": given}
        return Problem(FileRule.SURVEY_OTHER, values=values)
    return Problem(FileRule.HEADERS, variant="undersokelse", values={"undersokelse": given})


def whole_years(values: pl.Series) -> list[int]:
    """The four-digit years among the texts, each once, in order; anything else is validation's to find."""
    return sorted(int(y) for y in set(values.to_list()) if y and len(y) == 4 and y.isascii() and y.isdigit())


def choose_form(data: Data, year: int | None, today: date) -> tuple[Candidate, list[int]]:
    """The form the file was made with, and the years in it (the given one where it names none).

    Raises:
        Refused: the survey is stopped; the year is unknown, contradicts `year`, or uses another form.
    """
    tied = data.header.candidates
    years = {c: _years_of(data, c) for c in tied}
    chosen = next((c for c in tied if _fits(c, years[c] or _as_list(year))), tied[0])
    survey = chosen.survey
    if survey.stop and survey.stop.since <= today:
        values = {"undersokelse": survey.title, "dato": f"{survey.stop.since:%d.%m.%Y}", "grunn": survey.stop.reason}
        raise Refused(Problem(FileRule.STOPPED, values=values))
    found = years[chosen]
    if year is not None and any(y != year for y in found):
        other = next(y for y in found if y != year)
        raise Refused(Problem(FileRule.YEAR_OTHER, values={"fant": other, "gitt": year}, column=_year_header(chosen)))
    written = data.column(normalise(_year_header(chosen)))
    if not found and year is None and written is not None:
        values = {"kolonne": _year_header(chosen)}
        raise Refused(Problem(FileRule.YEAR_UNKNOWN, variant=_how_written(written), values=values))
    years_of_file = found or _as_list(year)
    wrong = [y for y in years_of_file if survey.form_of(y) != chosen.form]
    if wrong and len(wrong) == len(years_of_file):
        raise Refused(*(year_problem(chosen, y, Severity.FATAL) for y in wrong[:SHOWN_YEARS]))
    return chosen, years_of_file


def year_problem(chosen: Candidate, year: int, severity: Severity) -> Problem:
    """What is wrong with rows of `year` in a file made with `chosen`: another form's year, or a year without one."""
    survey, expected = chosen.survey, chosen.survey.form_of(year)
    if expected is not None:
        values = {"fant": chosen.form.id, "aar": year, "ventet": expected.id}
        return Problem(FileRule.FORM_OTHER, severity, values=values)
    if year in survey.no_form:
        values = {"undersokelse": survey.title, "aar": year, "grunn": survey.no_form[year]}
        return Problem(FileRule.YEAR_NO_FORM, severity, "grunn", values)
    values = {"undersokelse": survey.title, "aar": year, "aarene": year_spans(survey.years)}
    return Problem(FileRule.YEAR_NO_FORM, severity, values=values)


def year_spans(years: Iterable[int]) -> str:
    """2015, 2016, 2017, 2019 -> «2015–2017, 2019»."""
    spans = []
    for _, group in groupby(enumerate(sorted(years)), key=lambda pair: pair[1] - pair[0]):
        run = [y for _, y in group]
        spans.append(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}")
    return ", ".join(spans)


def _how_written(years: pl.Series) -> str:
    """How a column without a plain year is written, where that is known: with decimals, or turned into dates."""
    filled = years.drop_nulls()
    if filled.len() and filled.str.contains(r"^\d{4}[.,]0+$").all():
        return "desimaler"
    return "dato" if filled.len() and filled.str.contains(r"^\d{4}-\d\d-\d\d").all() else ""


def _years_of(data: Data, candidate: Candidate) -> list[int]:
    header = normalise(_year_header(candidate))
    values = data.column(header)
    if values is None:
        # Under another of its names, too, the year tells which form it is; the name is `columns`' to speak of.
        called = (
            i for i, cell in enumerate(data.header.cells) if candidate.also_called.get(loose(cell or "")) == header
        )
        values = next((data.rows[str(position)] for position in called), None)
    return [] if values is None else whole_years(values)


def _year_header(candidate: Candidate) -> str:
    return candidate.form.by_name[candidate.survey.year].header


def _fits(candidate: Candidate, years: list[int]) -> bool:
    return bool(years) and all(candidate.survey.form_of(y) == candidate.form for y in years)


def _as_list(year: int | None) -> list[int]:
    return [] if year is None else [year]


def survey_of(data: Data) -> Survey:
    """The survey whose headers the file has."""
    return data.header.candidates[0].survey
