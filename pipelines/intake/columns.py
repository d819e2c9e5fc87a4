"""The declared columns of a recognised file, by our names; findings on missing, double and undeclared ones."""

from __future__ import annotations

from collections import Counter

import polars as pl

from pipelines.contracts.model import Severity, SurveyKind
from pipelines.intake.headers import Candidate, normalise, shown_header
from pipelines.intake.recognise import Data
from pipelines.intake.rules import FileRule, Problem, Refused

PERSON_HEADERS = frozenset(
    map(
        normalise,
        (
            *("navn", "fornavn", "etternavn", "mellomnavn", "fullt navn", "brukernavn", "pasientnavn"),
            *("fødselsnummer", "fødselsnr", "fødselsnr.", "fodselsnummer", "fodselsnr", "fnr", "personnummer"),
            *("personnr", "personnr.", "d-nummer", "dnr", "dnummer", "identitetsnummer", "fødselsdato", "fodselsdato"),
            *("adresse", "gateadresse", "telefon", "telefonnummer", "telefonnr", "mobil", "mobilnummer"),
            *("e-post", "epost", "e-postadresse", "email", "e-mail", "journalnummer", "pasientnummer"),
        ),
    )
)
"""Undeclared columns with these headers would tell who a person is, whatever stands in them."""


def declared_table(data: Data, form: Candidate) -> pl.DataFrame:
    """`rad` and every column of the form by our name, as text; a column that is not in the file is all null.

    Raises:
        Refused: a required column is missing, or a declared one stands there twice.
    """
    headers = [normalise(cell) for cell in data.header.cells]
    twice = [h for h, n in Counter(headers).items() if n > 1 and h in form.names]
    if twice:
        values = {"kolonner": _declared(form, twice), "n": len(twice)}
        raise Refused(Problem(FileRule.COLUMN_TWICE, values=values))
    missing = [h for h in form.names if h in form.required and h not in headers]
    if missing:
        values = {"skjema": form.form.title, "kolonner": _declared(form, missing), "n": len(missing)}
        raise Refused(Problem(FileRule.COLUMN_MISSING, values=values))
    return data.rows.select_seq(
        "rad",
        *(
            (pl.col(str(headers.index(h))) if h in headers else pl.lit(None, pl.String)).alias(name)
            for h, name in form.names.items()
        ),
    )


def undeclared(data: Data, form: Candidate) -> list[Problem]:
    """A warning that names the columns that were not kept.

    Raises:
        Refused: one of them would tell who a person is; nothing of the file may be kept.
    """
    left = [
        (cell, data.rows[str(position)])
        for position, cell in enumerate(data.header.cells[: data.header.width])
        if normalise(cell) not in form.names
    ]
    persons = [shown_header(cell) or "" for cell, _ in left if normalise(cell) in PERSON_HEADERS]
    if persons and form.survey.kind is not SurveyKind.FIGURES:
        values = {"kolonner": tuple(persons), "n": len(persons)}
        raise Refused(Problem(FileRule.PERSON_COLUMN, values=values))
    named = [shown_header(cell) for cell, values in left if normalise(cell) or values.null_count() < len(values)]
    names = tuple(name for name in named if name)
    unnamed = len(named) - len(names)
    problems = []
    if names:
        problems.append(_warning("", {"kolonner": names, "n": len(names)}))
    if unnamed:
        problems.append(_warning("uten-navn", {"n": unnamed}))
    return problems


def _warning(variant: str, values: dict[str, object]) -> Problem:
    return Problem(FileRule.COLUMN_UNDECLARED, Severity.WARNING, variant, values)


def _declared(form: Candidate, headers: list[str]) -> tuple[str, ...]:
    """The headers as the form writes them."""
    return tuple(form.form.by_name[form.names[h]].header for h in headers)
