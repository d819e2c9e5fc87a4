"""What chosen files come to: findings, suggestions, the statement to deliver with, and receipts; for every task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

import streamlit as st

from dashboards.components import handin_markup, markup
from dashboards.components.handin_door import Door
from dashboards.components.handin_shell import problem, sentences
from dashboards.components.shell import html
from dashboards.components.trail import taken
from dashboards.view_models.handin_findings import (
    Outcome,
    outcome,
    summary,
    warned,
    worst_first,
)
from dashboards.view_models.handin_journey import Journey, Stage
from dashboards.views.levering_forslag import suggestion_list
from dashboards.views.levering_kvittering import receipts, report_button
from dashboards.views.levering_utsagn import statement_form
from pipelines.contracts.model import SurveyKind
from pipelines.errors import UserError
from pipelines.texts import text

if TYPE_CHECKING:
    from pipelines.handin import FileReport, Substitution, Upload

EAGER = 2_000_000
"""Bytes of a file that is marked without being asked for; a larger one takes more than a few seconds."""


def outcomes_and_receipts(way: Door, files: Journey, key: str, *, title: str) -> None:
    """Draw how far the files have come.

    Args:
        files: the visitor's.
        key: begins the names of widgets, since several tasks show files.
        title: of what there is to confirm.
    """
    # A second click starts another run while the first one delivers: it waits in the check, and finds nothing left.
    outcomes = _checked(way, files) if files.stage is Stage.CHOSEN else []
    if outcomes:
        shown = _findings(way, outcomes, key)
        suggestion_list(way, files, outcomes, key)
        # Filled last: the findings can be read while her file is being marked.
        take_home = st.container(horizontal=True)
        _deliver(way, files, outcomes, (key, title))
        with take_home:
            _take_home(way, files, shown, key)
    if files.delivered:
        receipts(way, files, key)


def _checked(way: Door, files: Journey) -> list[Outcome]:
    counter = st.empty()

    def progress(_: str, done: int, of: int) -> None:
        if of > 1:
            counter.caption(text("opplasting.kontrollerer_antall", way.language, done=done, of=of))

    with st.spinner(text("opplasting.kontrollerer", way.language)):
        reports = files.reports(way.language, lambda uploads, accepted: way.check(uploads, accepted, progress))
    counter.empty()
    received = way.desk.register.received
    return [
        outcome(way.words(report), received(report.sha256) if report.sha256 else None, way.language)
        for report in reports
    ]


def _findings(way: Door, outcomes: Sequence[Outcome], key: str) -> Outcome:
    shown = worst_first(outcomes)[0]
    if len(outcomes) > 1:
        html(markup.table(summary(outcomes, way.survey_title, way.language)))
        ordered = worst_first(outcomes)
        index = st.selectbox(
            text("opplasting.vis_funn_i", way.language),
            range(len(ordered)),
            format_func=lambda i: ordered[i].report.file,
            key=f"{key}_vis",
        )
        shown = ordered[index]
    st.subheader(text("opplasting.resultat", way.language), anchor=False)
    html(
        markup.paragraph(shown.report.file, "kicker")
        + handin_markup.status(shown.report.status, shown.words.status)
        + markup.paragraph(shown.sentence, "lead")
        + handin_markup.findings(shown.words, *way.findings(shown.words, 4, handin_markup.SHOWN))
    )
    return shown


def _take_home(way: Door, files: Journey, shown: Outcome, key: str) -> None:
    report = shown.report
    if not report.findings:
        return
    reports = files.reports(way.language, way.check)
    if report not in reports:
        return  # delivered by another run in the meantime
    place = reports.index(report)
    stem = report.file.rpartition("/")[2].rpartition(".")[0] or "fil"
    if shown.may_be_given_back:
        _marked(way, files, (files.uploads[place], report), f"{stem}.funn.xlsx", f"{key}_merket_{place}")
    report_button(way, report, f"{stem}.funn.html", f"{key}_rapport_{place}")


def _marked(way: Door, files: Journey, file: tuple[Upload, FileReport], name: str, key: str) -> None:
    upload, report = file
    words = text("opplasting.hent_merket", way.language)
    if len(upload.content) > EAGER and not st.session_state.get(f"{key}_ja"):
        st.button(text("opplasting.lag_merket", way.language), key=f"{key}_ja_{files.turn}",
                  on_click=lambda: st.session_state.update({f"{key}_ja": True}))  # fmt: skip
        return
    try:
        with st.spinner(text("opplasting.lager_merket", way.language)):
            content = cast(bytes, files.made(("merket", key), lambda: way.marked(upload, report)))
    except UserError as error:
        html(markup.paragraph(str(error), "small"))
        return
    st.download_button(words, taken(content, "merket fil uten levering"), file_name=name, on_click="ignore", key=key)


def _deliver(way: Door, files: Journey, outcomes: Sequence[Outcome], named: tuple[str, str]) -> None:
    key, title = named
    wanted = [index for index, one in enumerate(outcomes) if one.deliverable]
    if not wanted:
        return
    st.header(title, anchor=False)
    if len(wanted) < len(outcomes):
        html(markup.paragraph(text("opplasting.noen_kan", way.language, n=len(wanted), of=len(outcomes)), "body"))
    surveys = way.engine.contracts.surveys
    figures = all(surveys[outcomes[i].report.survey or ""].kind is SurveyKind.FIGURES for i in wanted)
    warnings = warned(outcomes)
    said = statement_form(
        way, f"{key}_{files.turn}", warnings, kind="tall" if figures else "personer",
        submit=text("opplasting.lever", way.language, n=len(wanted)),
    )  # fmt: skip
    if said is None:
        return
    name, confirmed, reasons = said

    def send(
        uploads: Sequence[Upload], accepted: Sequence[Substitution], rules: tuple[str, ...]
    ) -> Sequence[FileReport]:
        given = [(rule, reasons[rule]) for rule in rules]
        return way.deliver(uploads, accepted, way.statement(name, confirmed=confirmed, reasons=given))

    with sentences(way.language):
        if missing := [w for w in warnings if not reasons[w.rule].strip()]:
            problem(text("opplasting.mangler_grunn", way.language, n=len(missing)))
            return
        # All of it, before anything is sent: of several files none shall go because another's reason cannot be kept.
        way.statement(name, confirmed=confirmed, reasons=list(reasons.items()))
        with st.spinner(text("opplasting.leverer", way.language)):
            files.deliver(wanted, send)
        st.rerun()
