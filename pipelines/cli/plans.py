"""`plan lint|list|show`."""

from __future__ import annotations

from pipelines.cli.contracts import print_problems, print_rows
from pipelines.cli.output import console, fail, print_json, table
from pipelines.contracts.plan_file import Plan
from pipelines.indicators.expressions import nearest
from pipelines.indicators.plans import lint_plans, load_plans
from pipelines.settings import Settings
from pipelines.texts import text


def lint(*, as_json: bool) -> None:
    """Print every mistake in the plans; exit 2 if there is any."""
    found = lint_plans(Settings().contracts)
    print_problems([(p.file, "" if p.line is None else str(p.line), p.message) for p in found], as_json=as_json)


def list_plans(*, as_json: bool) -> None:
    """Every plan with its years and how much is in it."""
    rows = [
        (p.id, p.title.nb, f"{p.period.first}–{p.period.last}", str(len(p.goals)), str(len(p.indicators)))
        for p in load_plans(Settings().contracts).values()
    ]
    headings = ("id", "tittel", "aar", "antall_mal", "antall_indikatorer")
    print_rows(text("plan.planer"), headings, rows, as_json=as_json, domain="plan")


def show(plan_id: str, language: str, *, as_json: bool) -> None:
    """One plan: its goals, and the indicators of each with source system, state and provenance."""
    plans = load_plans(Settings().contracts)
    plan = plans.get(plan_id)
    if plan is None:
        fail(text("plan.ukjent", language, plan=plan_id, near=nearest(plan_id, plans)))
    if as_json:
        print_json(plan.model_dump(mode="json"))
    else:
        _print(plan, language)


def _print(plan: Plan, language: str) -> None:
    console.print(f"{plan.title.said(language)} ({plan.document})", markup=False, soft_wrap=True)
    headings = [
        text(f"plan.{k}", language) for k in ("id", "indikator", "system", "utgangsaar", "tilstand", "herkomst")
    ]
    for goal in plan.goals:
        rows = [
            (
                i.id,
                i.title.said(language),
                i.system or "",
                str(i.baseline or ""),
                text(f"plan.tilstand_{i.state}", language),
                i.provenance.value,
            )
            for i in plan.indicators
            if i.goal == goal.number
        ]
        console.print()
        table(f"{text('plan.mal', language, n=goal.number)}: {goal.title.said(language)}", headings, rows)
    if plan.money:
        console.print()
        console.print(plan.money.warning.said(language), markup=False, soft_wrap=True)
