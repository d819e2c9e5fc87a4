"""Accepted substitutions put to use, and the texts in coded columns for which one can be suggested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.contracts.model import Form, Severity
from pipelines.contracts.spelling import Spelled, Spellings
from pipelines.intake.headers import Candidate, HeaderRow, normalise, whole_header
from pipelines.intake.mapping import Kind, Substitution
from pipelines.intake.persons import is_person_header
from pipelines.intake.rules import FileRule, Problem


def renamed(accepted: Sequence[Substitution], forms: Sequence[Candidate]) -> dict[str, str]:
    """Header as compared -> the form's header that it is accepted to mean.

    One that says that persons stand below it, or whose meaning no form has, is left as it is.
    """
    headers = {(c.name, c.header) for form in forms for c in form.form.columns}
    return {
        normalise(s.found): s.means
        for s in accepted
        if s.kind is Kind.HEADER and (s.column, s.means) in headers and not is_person_header(s.found)
    }


def applied_headers(header: HeaderRow, form: Candidate) -> tuple[Substitution, ...]:
    """The headers that were read as one of the form's."""
    pairs = zip(header.written, header.cells, strict=True)
    return tuple(
        Substitution(Kind.HEADER, form.names[normalise(read)], whole_header(written, form) or "…", read or "")
        for written, read in pairs
        if written != read and normalise(read) in form.names
    )


def recode(
    table: pl.DataFrame, form: Form, accepted: Sequence[Substitution]
) -> tuple[pl.DataFrame, tuple[Substitution, ...], tuple[Substitution, ...]]:
    """The table with accepted spellings as codes, the substitutions that took effect, and those to suggest.

    A suggestion is made only of a spelling that the contract gives exactly one code, so it holds nothing of the file
    that the contract does not say itself.
    """
    agreed = {s for s in accepted if s.kind is Kind.CODE}
    applied: list[Substitution] = []
    suggested: list[Substitution] = []
    coded = [column for column in form.columns if column.codes]
    # One query for all columns: most files have nothing odd, and hundreds of them are read at a time.
    odd = table.select_seq(
        pl.col(c.name).filter(~pl.col(c.name).is_in([*c.harmonised])).unique().implode() for c in coded
    )
    for column, texts in zip(coded, odd.row(0), strict=True):
        if not texts:
            continue
        spellings = Spellings(column)
        found = {text: spelled for text in texts if (spelled := spellings.of(text))}
        by_text = {text: _substitution(column.name, spelled) for text, spelled in found.items()}
        changes = {text: s.means for text, s in by_text.items() if s in agreed}
        if changes:
            table = table.with_columns(pl.col(column.name).replace(changes))
        in_order = _ordered(by_text, {c.value: i for i, c in enumerate(column.codes)})
        applied += [s for s in in_order if s in agreed]
        suggested += [s for s in in_order if s not in agreed]
    return table, tuple(applied), tuple(suggested)


def _substitution(column: str, spelled: Spelled) -> Substitution:
    return Substitution(Kind.CODE, column, spelled.written, spelled.code.value)


def _ordered(by_text: Mapping[str, Substitution], order: Mapping[str, int]) -> list[Substitution]:
    return sorted(set(by_text.values()), key=lambda s: (order[s.means], s.found))


def accepted_problems(applied: Sequence[Substitution], form: Form) -> list[Problem]:
    """That headers and codes were read otherwise than they stand, one for each column."""
    problems = []
    for column in form.columns:
        header = next((s for s in applied if s.kind is Kind.HEADER and s.column == column.name), None)
        if header:
            values = {"fant": header.found, "mente": column.header}
            problems.append(_said("overskrift", values, column.header))
        codes = [s for s in applied if s.kind is Kind.CODE and s.column == column.name]
        if codes:
            pairs = tuple(f"{s.found} → {s.means}" for s in codes)
            problems.append(_said("kode", {"kolonne": column.header, "par": pairs, "n": len(codes)}, column.header))
    return problems


def _said(variant: str, values: Mapping[str, object], column: str) -> Problem:
    return Problem(FileRule.ACCEPTED, Severity.INFO, variant, values, column=column)
