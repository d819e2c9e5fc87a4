"""Ferdig telte tall: figures typed in one by one, for one source, and handed in as a file made elsewhere would be."""

from __future__ import annotations

from datetime import date

import streamlit as st

from dashboards.components import markup
from dashboards.components.handin_door import Door
from dashboards.components.handin_fields import form_button
from dashboards.components.handin_shell import journey, problem, sentences
from dashboards.components.shell import html
from dashboards.components.trail import taken
from dashboards.view_models import handin_choices as choices
from dashboards.view_models.handin_address import Address
from dashboards.view_models.handin_figures import (
    FigureRow,
    added,
    figures_file,
    figures_table,
    file_name,
    once,
)
from dashboards.view_models.handin_journey import Stage
from dashboards.view_models.handin_receipt import DASH
from dashboards.views.levering_utfall import outcomes_and_receipts
from pipelines.contracts.model import Column, Form, Survey, in_language
from pipelines.texts import text

_KEY, _ROWS = "tall", "tall_rader"
INDICATOR, KIND, PLACE, UNIT = "indikator", "regiontype", "regionkode", "enhet"


def show(way: Door, at: Address) -> None:
    """Draw the task."""
    st.header(text("opplasting.oppgave_ferdige-tall", at.language), anchor=False)
    html(markup.paragraph(text("opplasting.tall_om", at.language), "body"))
    offered = choices.surveys(way.surveys, persons=False)
    for one in choices.stopped([s for s in way.surveys if s.id not in offered], at.language):
        html(markup.notice(one.survey, one.sentence))
    if not offered:
        problem(text("opplasting.ingen_skjema", at.language))
        return
    survey = next(iter(offered.values()))
    year = choices.default_year(choices.years(survey, date.today().year), date.today().year)
    form = survey.forms[survey.form_by_year[year]]
    form_button(way, survey, year, _KEY)
    files = journey(_KEY)
    if _ROWS not in st.session_state or files.stage is Stage.DELIVERED:
        st.session_state[_ROWS] = []
    if files.stage is not Stage.DELIVERED:
        source = _source(survey, form, at.language)
        _row(way, survey, form, source, at.language)
        if st.session_state[_ROWS]:
            _rows(way, survey, form, at.language)
    outcomes_and_receipts(way, files, _KEY, title=text("opplasting.tall_lever", at.language))


def _source(survey: Survey, form: Form, language: str) -> dict[str, str]:
    st.subheader(text("opplasting.tall_kilde", language), anchor=False)
    html(markup.paragraph(text("opplasting.tall_erstatter", language), "body"))
    titles = {column.name: in_language(column.title, language) for column in once(survey, form)}
    if rows := st.session_state[_ROWS]:
        # Settled by the first figure: what is handed in here is one source, which is replaced whole.
        said = {name: rows[0].get(name, "") for name in titles}
        html(markup.story((titles[name], value or DASH) for name, value in said.items()))
        return said
    said = {}
    for place, (name, title) in zip(st.columns([1.6, 1, 1.4]), titles.items(), strict=False):
        with place:
            said[name] = st.text_input(title, max_chars=120, key=f"{_KEY}_{name}")
    return said


def _row(way: Door, survey: Survey, form: Form, source: dict[str, str], language: str) -> None:
    st.subheader(text("opplasting.tall_nytt", language), anchor=False)
    row = dict(source)
    titles = choices.indicators(way.desk, survey.id)
    years = choices.years(survey, date.today().year)
    wide, narrow, right = st.columns([1.6, 1, 1.4])
    with wide:
        row[INDICATOR] = st.selectbox(
            in_language(form.by_name[INDICATOR].title, language),
            list(titles), format_func=lambda one: titles[one], key=f"{_KEY}_{INDICATOR}",
        )  # fmt: skip
    with narrow:
        year = st.selectbox(
            in_language(form.by_name[survey.year].title, language), years,
            index=years.index(choices.default_year(years, date.today().year)), key=f"{_KEY}_{survey.year}",
        )  # fmt: skip
        row[survey.year] = str(year)
    with right:
        row[KIND] = _coded(form.by_name[KIND], language, "", f"{_KEY}_{KIND}")
    unit = next((i.unit for i in way.desk.catalogue[survey.id] if i.id == row[INDICATOR]), None)
    with st.form(f"{_KEY}_ny", enter_to_submit=False):
        asked = [c for c in form.columns if c.name not in row]
        cells = [*st.columns(3), *st.columns(3), *st.columns(3), *st.columns(3)]
        for place, column in zip(cells, asked, strict=False):
            with place:
                row[column.name] = _field(way, column, (row[KIND], int(year)), unit, language)
        sent = st.form_submit_button(text("opplasting.tall_legg_til", language))
    if sent:
        with sentences(language):
            st.session_state[_ROWS] = added(st.session_state[_ROWS], row, form, language)
            journey(_KEY).start_over()
            st.rerun()


def _field(way: Door, column: Column, place: tuple[str, int], unit: str | None, language: str) -> str:
    kind, year = place
    # What says where a figure belongs stays for the next one; what says how much does not.
    key = f"{_KEY}_{column.name}" if column.required else f"{_KEY}_{column.name}_{len(st.session_state[_ROWS])}"
    if column.name == PLACE:
        places = choices.places(way.desk, kind, year)
        if places:
            return str(st.selectbox(
                in_language(column.title, language), list(places), format_func=lambda one: places[one],
                key=f"{_KEY}_{PLACE}_{kind}_{year}",
            ))  # fmt: skip
    if column.codes:
        return _coded(column, language, unit if column.name == UNIT and unit else "", key)
    default = column.example if column.example and column.type == "string" and column.name != PLACE else ""
    return st.text_input(in_language(column.title, language), value=default, max_chars=200, key=key)


def _coded(column: Column, language: str, default: str, key: str) -> str:
    labels = {c.value: in_language(c.label, language) for c in column.codes}
    options = list(labels) if column.required else ["", *labels]
    return str(st.selectbox(
        in_language(column.title, language),
        options,
        index=options.index(default) if default in options else 0,
        format_func=lambda one: labels.get(one, text("opplasting.ingen", language)),
        key=f"{key}_{default}",
    ))  # fmt: skip


def _rows(way: Door, survey: Survey, form: Form, language: str) -> None:
    rows: list[FigureRow] = st.session_state[_ROWS]
    titles = choices.indicators(way.desk, survey.id)
    html(markup.table(figures_table(rows, survey, form, titles, language)))
    content, name = figures_file(rows, form), file_name(survey, language)
    files = journey(_KEY)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button(text("opplasting.tall_kontroller", language), type="primary", key=f"{_KEY}_kontroller"):
            files.take(files.turn, lambda: way.uploads([(name, content)]))
        st.download_button(text("opplasting.tall_last_ned", language), taken(content, "tall skrevet på siden"),
                           file_name=name, mime="text/csv", on_click="ignore", key=f"{_KEY}_last_ned")  # fmt: skip
        number = st.selectbox(text("opplasting.tall_rad", language), range(1, len(rows) + 1), key=f"{_KEY}_fjern_nr")
        st.button(text("opplasting.tall_fjern", language), on_click=_remove, args=(number,), key=f"{_KEY}_fjern")
        st.button(text("opplasting.tall_tom", language), on_click=_remove, args=(None,), key=f"{_KEY}_tom")


def _remove(number: int | None) -> None:
    rows = st.session_state[_ROWS]
    st.session_state[_ROWS] = [] if number is None else [*rows[: number - 1], *rows[number:]]
    journey(_KEY).start_over()
