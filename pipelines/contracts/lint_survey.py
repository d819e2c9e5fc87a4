"""What is wrong with `survey.yaml`, and with a survey's forms taken together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.contracts.model import Survey
from pipelines.contracts.problem import LintProblem
from pipelines.contracts.rules import nearest
from pipelines.contracts.survey_file import SurveyFile, years_of
from pipelines.texts import text


def survey_document_problems(file: str, document: Any, folder: Path) -> Iterator[LintProblem]:
    """Mistakes seen in `survey.yaml` as it stands: fields, years of forms, and forms that nobody uses."""
    try:
        SurveyFile.model_validate(document)
    except ValidationError as error:
        for e in error.errors():
            place = ".".join(map(str, e["loc"]))
            hint = nearest(e["loc"][-1], SurveyFile.model_fields) if e["type"] == "extra_forbidden" else ""
            yield LintProblem(file, place, text(_FIELD_TEXTS.get(e["type"], "contracts.field"), why=e["msg"]) + hint)
    if not isinstance(document, Mapping) or not isinstance(document.get("forms"), Mapping):
        return
    yield from _years(file, document)
    present = {p.name.removesuffix(".odcs.yaml") for p in folder.glob("*.odcs.yaml")}
    used = {str(f) for f in document["forms"].values()}
    for form in sorted(used - present):
        yield LintProblem(file, "forms", text("contracts.no_form_file", form=form) + nearest(form, present))
    for form in sorted(present - used):
        yield LintProblem(f"{folder.name}/{form}.odcs.yaml", "", text("contracts.form_unused"))


_FIELD_TEXTS = {"missing": "contracts.field_missing", "extra_forbidden": "contracts.field_unknown"}


def _years(file: str, document: Mapping[str, Any]) -> Iterator[LintProblem]:
    spans: dict[int, list[str]] = defaultdict(list)
    no_form = document.get("no_form")
    for span in [*document["forms"], *(no_form if isinstance(no_form, Mapping) else ())]:
        try:
            years = years_of(span)
        except ValueError:
            years = []
        if not years:
            yield LintProblem(file, "forms", text("contracts.years", span=span))
        for year in years:
            spans[year].append(str(span))
    overlaps = {tuple(s): year for year, s in sorted(spans.items(), reverse=True) if len(s) > 1}
    for names, first in overlaps.items():
        yield LintProblem(file, "forms", text("contracts.years_overlap", year=first, spans=", ".join(names)))


def survey_problems(file: str, survey: Survey) -> Iterator[LintProblem]:
    """Mistakes seen when `survey.yaml` and the forms are held together: columns, codes, legal basis."""
    yield from _columns(file, survey)
    yield from _nested_codes(survey)
    codes: dict[str, set[str]] = defaultdict(set)
    for form in survey.forms.values():
        for column in form.columns:
            codes[column.name] |= {c.code for c in column.codes}
    yield from _bases(file, survey, codes)
    legal = survey.legal_basis
    if legal and legal.column:
        known = codes[legal.column]
        yield from _unknown_codes(file, "legal_basis.units", sorted(legal.accepted), known)
        yield from _unknown_codes(file, "legal_basis.refused", sorted(legal.refused), known)
        for code in sorted(legal.accepted & legal.refused):
            yield LintProblem(file, "legal_basis", text("contracts.unit_both", code=code))
        for code in sorted(known - legal.accepted - legal.refused):
            yield LintProblem(file, "legal_basis", text("contracts.unit_undecided", code=code))


def _bases(file: str, survey: Survey, codes: Mapping[str, set[str]]) -> Iterator[LintProblem]:
    """Sums of base groups, and the base groups that breaks concern."""
    groups = survey.base_groups
    known = codes[groups.column] if groups else set()
    sums = groups.sums if groups else {}
    for name, parts in sums.items():
        yield from _unknown_codes(file, f"base_groups.sums.{name}", parts, known)
    for name in sorted(set(sums) - set(groups.titles if groups else ())):
        yield LintProblem(file, f"base_groups.titles.{name}", text("contracts.sum_without_title"))
    for name in sorted(set(sums) & known):
        yield LintProblem(file, f"base_groups.sums.{name}", text("contracts.sum_is_code"))
    for position, each in enumerate(survey.breaks):
        yield from _unknown_codes(file, f"breaks.{position}.bases", each.bases, {"alle", *sums, *known})


def _columns(file: str, survey: Survey) -> Iterator[LintProblem]:
    groups, legal = survey.base_groups, survey.legal_basis
    named = [("year", survey.year), ("municipality", survey.municipality), ("row_key", survey.row_key)]
    named += [("replaces", c) for c in survey.replaces]
    named += [("base_groups.column", groups.column)] if groups else []
    named += [("legal_basis.column", legal.column)] if legal else []
    named += [("sensitive", c) for c in sorted(survey.sensitive)]
    repeated = survey.repeated
    named += [("repeated", c) for c in (repeated.order, *repeated.columns)] if repeated else []
    for place, column in named:
        for form in survey.forms.values():
            if column and column not in form.by_name:
                message = text("contracts.column_not_in_form", name=column, form=form.id)
                yield LintProblem(file, place, message + nearest(column, form.by_name))


def _nested_codes(survey: Survey) -> Iterator[LintProblem]:
    """A column's codes in one form are those of the fullest form, or fewer: the series would break without a word."""
    for name in sorted({c.name for f in survey.forms.values() for c in f.columns}):
        having = {f.id: {c.code for c in f.by_name[name].codes} for f in survey.forms.values() if name in f.by_name}
        fullest = max(having, key=lambda form: len(having[form]))  # of equal ones the first, which began the series
        for form, own in having.items():
            for code in sorted(own - having[fullest]):
                message = text("contracts.codes_differ", code=code, other=fullest)
                yield LintProblem(f"{survey.id}/{form}.odcs.yaml", name, message + nearest(code, having[fullest] - own))


def _unknown_codes(file: str, place: str, codes: Iterable[str], known: set[str]) -> Iterator[LintProblem]:
    for code in codes:
        if code not in known:
            yield LintProblem(file, place, text("contracts.unknown_code", code=code) + nearest(code, known))
