"""Every mistake in a contracts folder, all at once, in words: for `opptrapp contract lint` and for the build.

The checks themselves stand in `lint_form` (one form), `lint_survey` (a survey and its forms) and `rules` (quality
rules). Indicators are linted by `indicators`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipelines.contracts.lint_form import form_document_problems, form_problems
from pipelines.contracts.lint_survey import survey_document_problems, survey_problems
from pipelines.contracts.model import Form
from pipelines.contracts.odcs import ContractError, read_form
from pipelines.contracts.problem import LintProblem
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.survey_file import read_survey
from pipelines.texts import text

__all__ = ["LintProblem", "lint"]


def lint(folder: Path) -> list[LintProblem]:
    """Every problem of the surveys under `folder/surveys`, in the order of files; empty when all is well.

    Nothing is raised: a file that cannot be read is itself a problem.
    """
    surveys = sorted(p for p in (folder / "surveys").glob("*") if p.is_dir()) if folder.is_dir() else []
    if not surveys:
        return [LintProblem(f"{folder.name}/surveys", "", text("contracts.no_surveys"))]
    return [problem for survey in surveys for problem in _survey(survey)]


def _survey(folder: Path) -> Iterator[LintProblem]:
    forms: list[Form] = []
    for path in sorted(folder.glob("*.odcs.yaml")):
        problems, form = _form(path, folder.name)
        yield from problems
        if form:
            forms.append(form)
    name = f"{folder.name}/survey.yaml"
    document, unreadable = _read(folder / "survey.yaml", name)
    if unreadable:
        yield unreadable
        return
    found = list(survey_document_problems(name, document, folder))
    yield from found
    try:
        survey = read_survey(folder)
    except ContractError as error:
        # Said already, more precisely, by the checks above or by those of the form.
        if not found and len(forms) == len(list(folder.glob("*.odcs.yaml"))):
            yield LintProblem(name, "", str(error))
        return
    yield from survey_problems(name, survey)


def _form(path: Path, survey: str) -> tuple[list[LintProblem], Form | None]:
    name = f"{survey}/{path.name}"
    document, unreadable = _read(path, name)
    if unreadable:
        return [unreadable], None
    problems = list(form_document_problems(name, document))
    try:
        form = read_form(path, survey)
    except ContractError as error:
        return problems or [LintProblem(name, "", str(error))], None
    return problems + list(form_problems(name, form)), form


def _read(path: Path, name: str) -> tuple[Any, LintProblem | None]:
    try:
        return read_strictly(path), None
    except ContractError as error:
        return None, LintProblem(name, "", str(error))
