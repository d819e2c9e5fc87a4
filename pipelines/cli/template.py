"""`template`: the empty Excel form of a survey and year, written to a file."""

from __future__ import annotations

from pathlib import Path

from pipelines.cli.output import check_language, console, fail
from pipelines.contracts.excel_form import default_name, empty_form
from pipelines.contracts.model import Survey, in_language
from pipelines.contracts.repository import load_contracts
from pipelines.intake.recognise import year_spans
from pipelines.settings import Settings
from pipelines.texts import text


def write_template(survey_id: str, year: int, output: Path | None, language: str, *, force: bool) -> None:
    """Write the form of a survey and year; an existing file stands unless `force`.

    Args:
        output: the file, or an existing folder to put it in; None for the default name in this folder.
    """
    check_language(language)
    surveys = load_contracts(Settings().contracts).surveys
    if survey_id not in surveys:
        fail(text("skjema.ingen_undersokelse", language, survey=survey_id, known=", ".join(surveys)))
    survey = surveys[survey_id]
    if survey.form_of(year) is None:
        fail(_no_form(survey, year, language))
    path = output or Path(default_name(survey, year))
    if path.is_dir():
        path /= default_name(survey, year)
    if path.suffix.lower() != ".xlsx":
        fail(text("skjema.endelse", language, file=path.name))
    content = empty_form(survey, year, language)
    try:
        with path.open("wb" if force else "xb") as file:
            file.write(content)
    except FileExistsError:
        fail(text("skjema.finnes", language, file=path.name))
    except OSError:
        fail(text("skjema.ikke_skrevet", language, file=path.name))
    console.print(text("skjema.skrevet", language, file=str(path)), markup=False, soft_wrap=True)


def _no_form(survey: Survey, year: int, language: str) -> str:
    title, years = in_language(survey.title, language), year_spans(survey.years)
    if reason := survey.no_form.get(year):
        why = in_language(reason, language)
        return text("skjema.ingen_aar_grunn", language, survey=title, year=year, reason=why, years=years)
    return text("skjema.ingen_aar", language, survey=title, year=year, years=years)
