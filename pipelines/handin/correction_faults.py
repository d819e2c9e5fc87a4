"""What is wrong with a correction before anything is run: what it names, where it stands, and what its reason tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipelines.contracts.corrections import Correction, Value
from pipelines.contracts.model import Column, Form, Survey
from pipelines.contracts.repository import Contracts
from pipelines.contracts.rules import nearest
from pipelines.disclosure.words import tells_number
from pipelines.texts import text


def correction_faults(corrections: Sequence[Correction], contracts: Contracts) -> list[tuple[str, str, str]]:
    """Every fault of every correction that holds: its file, the field, and what is wrong. No value is repeated."""
    return [(c.name, place, said) for c in corrections if c.holds for place, said in _faults(c, contracts.surveys)]


def _faults(correction: Correction, surveys: Mapping[str, Survey]) -> Iterator[tuple[str, str]]:
    said = correction.said
    survey = surveys.get(said.survey)
    if survey is None:
        yield "survey", text("rettelse.ukjent_undersokelse", near=nearest(said.survey, surveys))
        return
    form = survey.form_of(said.year)
    if form is None:
        yield "year", text("rettelse.ikke_noe_skjema")
        return
    yield from _place(correction, survey)
    if (survey.municipality is None) != (said.municipality is None):
        yield "municipality", text("rettelse.kommune" if survey.municipality else "rettelse.ingen_kommune")
    for name, value in said.where.items():
        yield from _named("where", name, value, form)
    if said.column in {*survey.part_key, survey.municipality, survey.row_key}:
        yield "column", text("rettelse.nokkel", column=said.column)
        return
    if said.column not in form.by_name:
        yield "column", text("rettelse.ukjent_kolonne", column=said.column, near=nearest(said.column, form.by_name))
        return
    for place, value in (("old", said.old), ("new", said.new)):
        yield from _named(place, said.column, value, form)
    if said.old == said.new:
        yield "new", text("rettelse.likt")


def _place(correction: Correction, survey: Survey) -> Iterator[tuple[str, str]]:
    """A correction of persons lies beside the data, and its published reason tells nothing of how many they are."""
    if not survey.kind.of_persons:
        return
    if not correction.private:
        yield "", text("rettelse.personer")
    if any(tells_number(words) for words in correction.said.reason.as_texts().values()):
        yield "reason", text("rettelse.grunn_med_tall")


def _named(place: str, name: str, value: Value, form: Form) -> Iterator[tuple[str, str]]:
    column = form.by_name.get(name)
    if column is None:
        yield place, text("rettelse.ukjent_kolonne", column=name, near=nearest(name, form.by_name))
    elif value is not None and not _possible(column, value):
        yield place, text("rettelse.ulovlig_verdi", column=name)


def _possible(column: Column, value: Value) -> bool:
    if column.codes:
        return value in column.harmonised.values()
    if column.type == "string":
        return isinstance(value, str)
    return isinstance(value, int) or (column.type == "number" and isinstance(value, float))
