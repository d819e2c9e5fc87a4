"""Opptrappingsplanen: a plan's goals and what the figures say of each, its money, the golden rule, its registry."""

from __future__ import annotations

import streamlit as st

from dashboards.components import markup
from dashboards.components.money_chart import money_chart, money_swatch
from dashboards.components.selectors import pick
from dashboards.components.shell import chart, colours, current_view, html
from dashboards.url_state import PLAN, REGION, View
from dashboards.view_models import choices
from dashboards.view_models.golden_rule import golden_rule, golden_summary
from dashboards.view_models.plan_download import file_name, plan_file
from dashboards.view_models.plan_goals import Goal, PlanView, plan_view
from dashboards.view_models.plan_money import Firmness, firmness_words, plan_money
from dashboards.view_models.plan_registry import registry, verdicts
from pipelines.contracts.plan_file import Plan
from pipelines.published import VIEW_2024, Region, Release
from pipelines.texts import text

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
    shown = plan_view(release, plan, region, view, "indikator", language)
    html(markup.paragraph(shown.summary, "lead"))
    html(markup.paragraph(text("planstatus.regel", language), "small"))
    html(markup.table(shown.overview, caption_hidden=True))
    said = verdicts(plan, language)
    html(markup.paragraph(text("planstatus.evalueringen", language), "subtitle") + markup.story(said) if said else "")
    for goal in shown.goals:
        _goal(goal)
    _download(release, shown, region, language)
    _money(release, plan, language)
    _golden_rule(plan, language)
    _registry(plan, language)


def _selectors(release: Release, view: View, plan: Plan, region: Region, language: str) -> None:
    there = release.plans.places(plan.id) | {region.key}
    places = {key: label for key, label in choices.regions(release).items() if key in there}
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
        plan_file(shown, region, release.id, language),
        file_name=file_name(shown, region),
        mime="text/csv",
        on_click="ignore",
        key="plan_last_ned",
    )


def _money(release: Release, plan: Plan, language: str) -> None:
    money = plan_money(plan, language)
    if money is None:
        return
    st.header(text("planstatus.penger", language), anchor="penger")
    html(markup.paragraph(money.summary, "lead"))
    html(markup.notice(text("planstatus.obs", language), money.warning))
    if money.pieces:
        looks = [one for one in Firmness if any(piece.firmness is one for piece in money.pieces)]
        entries = [(money_swatch(one, colours()), firmness_words(one, language)) for one in looks]
        html(markup.legend(text("planstatus.penger_tegn", language), entries))
        chart(money_chart(money, colours(), language), f"{money.summary} {money.warning}", "penger")
        html(markup.paragraph(text("planstatus.penger_kilde", language, release=release.id), "source"))
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
