"""Columns outside the form that tell who persons are: one of them, and nothing of the file is kept.

What in a column tells is `traces`'; identity numbers are looked for in every cell by `identity_scan`.
"""

from __future__ import annotations

import re

import polars as pl

from pipelines.contracts.model import Form, SurveyKind
from pipelines.intake.headers import Candidate, normalise, shown_header
from pipelines.intake.recognise import Data
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.intake.traces import trace_in

_HEADERS = frozenset(
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

_IN_HEADERS = re.compile(
    r"\b(for|etter)na(v|m)n\b|\bf(ø|o|oe)dsels(nr|nummer|dato)\b|\bfnr\b|\bperson(nr|nummer)\b"
    r"|\bna(v|m)n (på|til) (bruker|brukar|person|pasient|klient|tjenestemottaker|tenestemottakar|pårørende)"
)
"""The same within longer headers: «Brukers fornavn», «Fødselsnr (11 siffer)»."""


def is_person_header(header: str | None) -> bool:
    """Whether a column of this name would tell who persons are, whatever stands in it."""
    compared = normalise(header)
    return compared in _HEADERS or _IN_HEADERS.search(compared) is not None


def check_persons(data: Data, form: Candidate, wave: int) -> None:
    """Refuse the file when a column whose header is not the form's tells who persons are.

    A header that is accepted to mean one of the form's is judged like any other: what was accepted for one file says
    nothing of what stands in the next.

    Raises:
        Refused: with the headers, or the headers and how many cells, never a cell; nothing of the file may be kept.
    """
    kind = form.survey.kind
    others = [
        (position, header)
        for position, header in enumerate(data.header.written[: data.header.width])
        if normalise(header) not in form.names
    ]
    named = tuple(shown_header(header) or "…" for _, header in others if is_person_header(header))
    if named and kind is not SurveyKind.FIGURES:
        raise Refused(Problem(FileRule.PERSON_COLUMN, values={"kolonner": named, "n": len(named)}))
    known = known_words(form.form)
    problems = []
    for position, header in others:
        found = trace_in(header, data.rows[str(position)], kind=kind, known=known, wave=wave)
        if found:
            shown = shown_header(header)
            values = {"kolonne": shown or position + 1, "n": found[1]}
            variant = found[0] if shown else f"{found[0]}.uten-navn"
            problems.append(Problem(FileRule.PERSON_COLUMN, variant=variant, values=values, column=shown))
    if problems:
        raise Refused(*problems)


def known_words(form: Form) -> pl.Series:
    """Codes and labels of the form in small letters: they tell nothing about anybody, wherever they stand."""
    words = (w for c in form.columns for k in c.codes for w in (k.value, k.code, *k.label.values()))
    return pl.Series(sorted({w.lower() for w in words}), dtype=pl.String)
