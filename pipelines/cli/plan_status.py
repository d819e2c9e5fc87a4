"""`plan status`: what a release says of a plan's goals in one place, in the words of the page Opptrappingsplanen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from pipelines.cli.installation import installation
from pipelines.cli.output import console, fail, print_json, table
from pipelines.contracts.plan_file import Plan, PlanIndicator
from pipelines.indicators.expressions import nearest
from pipelines.published import PlanStatus, Region, Release, open_current, open_release
from pipelines.published import plan_words as words
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING

LAND = "land-0"
_COLUMNS = ("indikator", "utgangspunkt", "siste", "endring", "bedre", "maltall", "status", "kilde")
_TARGET = _COLUMNS.index("maltall")


def status(plan_id: str, release_id: str | None, place: str, language: str, *, as_json: bool) -> None:
    """Print how each indicator of the plan stands, goal by goal.

    Args:
        plan_id: the plan's id.
        release_id: the release; None for the published one.
        place: a region's key, such as `fylke-50`.
        language: nb or nn.
        as_json: print `planstatus`' rows instead.
    """
    release = _opened(release_id, language)
    plan = release.plans.by_id.get(plan_id)
    if plan is None:
        near = nearest(plan_id, release.plans.by_id)
        fail(text("planstatus.ukjent_plan", language, plan=plan_id, release=release.id, near=near))
    region = release.region.get(place)
    if region is None or place not in release.plans.places(plan_id) | {LAND}:
        fail(text("planstatus.ukjent_sted", language, place=place, near=nearest(place, release.plans.places(plan_id))))
    rows = release.plans.status(plan_id, region)
    if as_json:
        print_json([asdict(row) for row in rows.values()])
    else:
        _print(release, plan, region, rows, language)


def _opened(release_id: str | None, language: str) -> Release:
    releases = installation().releases
    release = open_current(releases) if release_id is None else open_release(releases, release_id)
    if release is None:
        fail(text("planstatus.ingen_utgivelse", language))
    return release


def _print(release: Release, plan: Plan, region: Region, rows: dict[str, PlanStatus], language: str) -> None:
    land = rows if region.key == LAND else release.plans.status(plan.id, release.region[LAND])
    stands = {one.id: words.standing(rows.get(one.id), land.get(one.id), language) for one in plan.indicators}
    console.print(f"{plan.title.said(language)}, {region.navn} ({release.id})", markup=False, soft_wrap=True)
    headings = [text(f"planstatus.kol_{key}", language) for key in _COLUMNS]
    for goal in plan.goals:
        of_goal = [one for one in plan.indicators if one.goal == goal.number]
        lines = [_line(plan, one, rows.get(one.id), stands[one.id], language) for one in of_goal]
        kept = [i for i in range(len(_COLUMNS)) if i != _TARGET or any(line[i] for line in lines)]
        cells = [[line[i] for i in kept] for line in lines]
        console.print()
        table(words.goal_title(goal, language), [headings[i] for i in kept], cells, right=(1, 2, 3))
    console.print()
    said = words.tally(list(stands.values()), language)
    summary = text("planstatus.sammendrag", language, place=region.navn, n=len(stands), parts=said)
    _say([summary, text("planstatus.regel", language), *([plan.money.warning.said(language)] if plan.money else [])])


def _say(paragraphs: Iterable[str]) -> None:
    for paragraph in paragraphs:
        console.print(paragraph, markup=False, soft_wrap=True)


def _line(
    plan: Plan, indicator: PlanIndicator, row: PlanStatus | None, how: words.Standing, language: str
) -> tuple[str, ...]:
    start = _dated(row.utgangsverdi, row.utgangsaar, row, indicator, language) if row else SIGN_MISSING
    latest = _dated(row.siste_verdi, row.siste_aar, row, indicator, language) if row else SIGN_MISSING
    change = words.change(row, indicator, language) if row else ""
    interval = words.change_interval(row, indicator, language) if row else ""
    return (
        indicator.title.said(language),
        start,
        latest,
        f"{change} ({interval})" if interval else change,
        words.better(indicator, language),
        words.target(indicator, language),
        f"{how.said}: {how.why}" if how.why else how.said,
        words.source(row, plan, indicator, language),
    )


def _dated(value: float | None, year: int | None, row: PlanStatus, indicator: PlanIndicator, language: str) -> str:
    if value is None:
        return SIGN_MISSING
    return f"{words.value(value, row, indicator, language)} ({year})"
