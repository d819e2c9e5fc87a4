"""Opptrappingsplanen: a plan's goals and what the figures say of each, its money, the golden rule, its registry."""

from __future__ import annotations

from functools import partial

import streamlit as st

from dashboards.components import markup
from dashboards.components.chart_frame import actions
from dashboards.components.money_chart import money_chart, money_swatch
from dashboards.components.patterns import image
from dashboards.components.report_downloads import STATUS, report_downloads
from dashboards.components.selectors import pick
from dashboards.components.shell import chart, colours, current_view, html
from dashboards.components.trail import taken
from dashboards.theme import Palette
from dashboards.url_state import PLAN, REGION, View
from dashboards.view_models.exhibit import Exhibit, lasting
from dashboards.view_models.leads import leads
from dashboards.view_models.plan_download import file_name, plan_file
from pipelines.contracts.plan_file import Plan
from pipelines.contracts.report_file import ReportKind
from pipelines.published import VIEW_2024, Region, Release
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told import choices
from pipelines.told.golden_rule import golden_rule, golden_summary
from pipelines.told.plan_goals import Goal, PlanView, plan_view
from pipelines.told.plan_money import Firmness, firmness_words, plan_money
from pipelines.told.plan_registry import registry, verdicts

NAMES = (PLAN, REGION)


def show(release: Release, language: str = "nb") -> None:
    """Draw the page."""
    if not release.plans.by_id:
        st.title(text("dashboard.nav_opptrappingsplanen", language), anchor=False)
        html(markup.empty([text("planstatus.ingen_planer", language)]))
        return
    view = current_view(release, NAMES, language)
    release = release.in_view(VIEW_2024)
    region = release.region.get(view.region, choices.land(release))
    plan = release.plans.by_id[view.plan]
    st.title(plan.title.said(language), anchor=False)
    html(markup.paragraph(text("planstatus.dokument", language, document=plan.document), "kicker"))
    _selectors(release, view, plan, region, language)
    shown = plan_view(release, plan, region, leads("indikator", view, region), language)
    html(markup.paragraph(shown.summary, "lead"))
    html(markup.paragraph(text("planstatus.regel", language), "small"))
    html(markup.table(shown.overview, caption_hidden=True))
    said = verdicts(plan, language)
    html(markup.paragraph(text("planstatus.evalueringen", language), "subtitle") + markup.story(said) if said else "")
    for goal in shown.goals:
        _goal(goal)
    _download(release, shown, region, language)
    _money(release, view, plan, language)
    _golden_rule(plan, language)
    _registry(plan, language)


def _selectors(release: Release, view: View, plan: Plan, region: Region, language: str) -> None:
    there = release.plans.places(plan.id) | {region.key}
    places = {key: label for key, label in choices.regions(release, language).items() if key in there}
    left, middle, _ = st.columns([2, 1.6, 1.4])
    with left:
        pick(release, view, PLAN, choices.plans(release, language), NAMES, language)
    with middle:
        pick(release, view, REGION, places, NAMES, language)


def _goal(goal: Goal) -> None:
    st.header(goal.title, anchor=goal.anchor)
    html(markup.paragraph(goal.summary, "body") + markup.paragraph(goal.wording, "small"))
    html(markup.table(goal.table, caption_hidden=True) if goal.table.rows else "")
    html("".join(markup.paragraph(said, "small") for said in goal.named))


def _download(release: Release, shown: PlanView, region: Region, language: str) -> None:
    st.download_button(
        text("planstatus.last_ned", language),
        taken(plan_file(shown, region, release.id, language), f"{release.id}/{file_name(shown, region)}"),
        file_name=file_name(shown, region),
        mime="text/csv",
        on_click="ignore",
        key="plan_last_ned",
    )
    report_downloads(release, STATUS, ReportKind.PLAN, region, language, shown.plan.id)


def _money(release: Release, view: View, plan: Plan, language: str) -> None:
    money = plan_money(plan, language)
    if money is None:
        return
    st.header(text("planstatus.penger", language), anchor="penger")
    html(markup.paragraph(money.summary, "lead"))
    html(markup.notice(text("planstatus.obs", language), money.warning))
    if money.pieces:
        looks = [one for one in Firmness if any(piece.firmness is one for piece in money.pieces)]
        source = text("planstatus.penger_kilde", language, release=release.id)
        title = f"{plan.title.said(language)}. {text('planstatus.penger', language)}"
        shown = Exhibit(
            title=title, summary=f"{money.summary} {money.warning}", notes=(), source=source, table=money.grants,
            figures=(), sentence=plain(f"{money.summary} {money.warning} {source}"),
            name=f"{plan.id}_penger_{release.id}",
        )  # fmt: skip
        draw = partial(money_chart, money, language=language)

        def legend(tints: Palette) -> list[tuple[str, str]]:
            return [(money_swatch(one, tints), firmness_words(one, language)) for one in looks]

        entries = [(image(drawn), words) for drawn, words in legend(colours())]
        html(markup.legend(text("planstatus.penger_tegn", language), entries))
        chart(draw(colours()), shown.summary, "penger")
        html(markup.paragraph(source, "source"))
        actions(release, shown, draw, "penger", lasting(view, release, NAMES), language, legend=legend)
        html(markup.table(money.grants))
    if money.readings:
        html(markup.paragraph(text("planstatus.lesninger", language), "subtitle") + markup.story(money.readings))
    html(markup.table(money.purposes) if money.purposes else "")


def _golden_rule(plan: Plan, language: str) -> None:
    rule = plan.golden_rule
    if rule is None:
        return
    st.header(text("planstatus.gylne_regel", language), anchor="gylne-regel")
    html(markup.paragraph(rule.definition.said(language), "lead"))
    html(markup.notice(text("planstatus.obs", language), rule.warning.said(language)))
    html(markup.paragraph(golden_summary(plan, rule, language), "body"))
    html("".join(markup.table(table) for table in golden_rule(plan, rule, language)))


def _registry(plan: Plan, language: str) -> None:
    shown = registry(plan, language)
    st.header(text("planstatus.register", language), anchor="register")
    html(markup.paragraph(shown.summary, "body"))
    html(markup.table(shown.versions, caption_hidden=True) if shown.versions else "")
