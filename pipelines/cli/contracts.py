"""`contract lint|list` and `indicator lint|list`."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from pipelines.cli.output import ERRORS, console, print_json, table
from pipelines.contracts.lint import lint
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.geography.check import problems
from pipelines.indicators.catalogue import lint_catalogue, load_catalogue
from pipelines.settings import Settings
from pipelines.texts import text


def lint_contracts(*, as_json: bool) -> None:
    """Print every mistake in the contracts; exit 2 if there is any."""
    folder = Settings().contracts
    found = [(p.file, str(p.place), p.message) for p in lint(folder)]
    found += [(f"reference/{file}", "", message) for file, message in problems(load_geography(folder / "reference"))]
    print_problems(found, as_json=as_json)


def lint_indicators(*, as_json: bool) -> None:
    """Print every mistake in the catalogue; exit 2 if there is any."""
    problems = lint_catalogue(load_contracts(Settings().contracts))
    print_problems([(p.file, "" if p.line is None else str(p.line), p.message) for p in problems], as_json=as_json)


def list_contracts(*, as_json: bool) -> None:
    """Surveys with their forms and years."""
    surveys = load_contracts(Settings().contracts).surveys.values()
    rows = [
        (
            s.id,
            s.title["nb"],
            form.id,
            form.version,
            ", ".join(str(y) for y, f in sorted(s.form_by_year.items()) if f == form.id),
        )
        for s in surveys
        for form in s.forms.values()
    ]
    headings = ("undersokelse", "tittel", "skjema", "versjon", "aar")
    print_rows(text("cli.kontrakter"), headings, rows, as_json=as_json)


def list_indicators(*, as_json: bool) -> None:
    """Every indicator with its survey, kind and unit."""
    catalogue = load_catalogue(Settings().contracts)
    rows = [(i.id, survey, i.title.nb, i.kind.value, i.unit) for survey, found in catalogue.items() for i in found]
    print_rows(text("cli.indikatorer"), ("indikator", "undersokelse", "tittel", "type", "enhet"), rows, as_json=as_json)


def print_rows(
    title: str, headings: Sequence[str], rows: Sequence[tuple[str, ...]], *, as_json: bool, domain: str = "cli"
) -> None:
    """Print rows as a table whose headings are texts of `domain`, or as JSON with `headings` as keys."""
    if as_json:
        print_json([dict(zip(headings, row, strict=True)) for row in rows])
    else:
        table(title, [text(f"{domain}.{h}") for h in headings], rows)


def print_problems(problems: Sequence[tuple[str, str, str]], *, as_json: bool) -> None:
    """Print mistakes (file, place, message) and end the program: with 0 if there is none, else 2."""
    if as_json:
        print_json([{"file": file, "place": place, "message": message} for file, place, message in problems])
    elif problems:
        for file, place, message in problems:
            console.print(f"{file}{':' + place if place else ''}: {message}", markup=False, soft_wrap=True)
        console.print(text("cli.lint_funn", n=len(problems)))
    else:
        console.print(text("cli.lint_ok"))
    sys.exit(ERRORS if problems else 0)
