"""An escalation plan's goals in one place: how each stands in one line, and its indicators as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.contracts.plan_file import Plan, PlanGoal, PlanIndicator, Provenance
from pipelines.published import PlanStatus, Region, Release
from pipelines.published import plan_words as words
from pipelines.published.plan_words import SIGNS, Standing
from pipelines.texts import text
from pipelines.texts.borrowed import norwegian, sentence
from pipelines.texts.numbers import SIGN_MISSING
from pipelines.told import choices
from pipelines.told.table import Cell, Column, Lead, Table, nowhere

_COLUMNS = (("indikator", False), ("maltall", True), ("utgangspunkt", True), ("siste", True), ("endring", True),
            ("bedre", False), ("status", False), ("kilde", False))  # fmt: skip
_NOT_ESTABLISHED = "ikke_etablert"


@dataclass(frozen=True)
class PlanLine:
    """One indicator as it is told: what the release says of it, and the cells of its line by column."""

    indicator: PlanIndicator
    row: PlanStatus | None
    how: Standing
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Goal:
    """A goal with its indicators in one place; those a line would say nothing of are only named, by reason."""

    number: int
    title: str
    wording: str
    summary: str
    lines: tuple[PlanLine, ...]
    table: Table
    standings: tuple[Standing, ...]
    named: tuple[str, ...]

    @property
    def anchor(self) -> str:
        """Where on the page it is."""
        return f"maal-{self.number}"


@dataclass(frozen=True)
class PlanView:
    """A plan in one place: all its goals, and how many indicators stand how."""

    plan: Plan
    summary: str
    overview: Table
    goals: tuple[Goal, ...]


@dataclass(frozen=True)
class _There:
    """What every line is written from: the plan's rows in one place, and where titles lead."""

    release: Release
    plan: Plan
    rows: Mapping[str, PlanStatus]
    land: Mapping[str, PlanStatus]
    leads: Mapping[str, str | None]
    language: str


def plan_view(release: Release, plan: Plan, region: Region, lead: Lead = nowhere, language: str = "nb") -> PlanView:
    """The plan's goals in `region`.

    Args:
        lead: where the title of an indicator leads.
    """
    shown = choices.indicators(release)
    leads = {one.id: _lead(one, shown, lead) for one in plan.indicators}
    own, land = (release.plans.status(plan.id, place) for place in (region, choices.land(release)))
    there = _There(release, plan, own, land, leads, language)
    goals = tuple(_goal(goal, there) for goal in plan.goals)
    every = [standing for goal in goals for standing in goal.standings]
    said = {"place": choices.name_of(region, language), "parts": words.tally(every, language)}
    summary = text("planstatus.sammendrag", language, n=len(every), **said)
    return PlanView(plan, summary, _overview(goals, language), goals)


def _goal(goal: PlanGoal, there: _There) -> Goal:
    language = there.language
    indicators = [one for one in there.plan.indicators if one.goal == goal.number]
    standings = tuple(words.standing(there.rows.get(one.id), there.land.get(one.id), language) for one in indicators)
    pairs = list(zip(indicators, standings, strict=True))
    lines = tuple(_line(one, how, there) for one, how in pairs if not _only_named(one, how))
    columns = tuple(Column(text(f"planstatus.kol_{key}", language), numeric) for key, numeric in _COLUMNS)
    title = words.goal_title(goal, language)
    exact = "ordrett" if norwegian(language) in goal.exact else "gjengitt"
    return Goal(
        number=goal.number,
        title=title,
        wording=text(f"planstatus.ordlyd_{exact}", language, sources=words.named(there.plan, goal.sources)),
        summary=text("planstatus.oppsummert", language, n=len(standings), parts=words.tally(standings, language)),
        lines=lines,
        table=Table(title, columns, tuple(_in_order(line) for line in lines)).without_empty_columns(),
        standings=standings,
        named=tuple(filter(None, (_names(kind, pairs, language) for kind in (words.ELSEWHERE, _NOT_ESTABLISHED)))),
    )


def _only_named(indicator: PlanIndicator, how: Standing) -> bool:
    """Whether a line of it would be empty: figures for the country alone, or nothing but a belief that it exists."""
    believed = how.kind == _NOT_ESTABLISHED and indicator.provenance is Provenance.ASSUMED
    return believed or how.kind == words.ELSEWHERE


def _names(kind: str, pairs: Sequence[tuple[PlanIndicator, Standing]], language: str) -> str:
    names = [f"{one.title.said(language)} ({one.system})" if one.system else one.title.said(language)
             for one, how in pairs if how.kind == kind and _only_named(one, how)]  # fmt: skip
    return text(f"planstatus.bare_nevnt_{kind}", language, names="; ".join(names)) if names else ""


def _in_order(line: PlanLine) -> tuple[Cell, ...]:
    return tuple(line.cells[key] for key, _ in _COLUMNS)


def _line(indicator: PlanIndicator, how: Standing, there: _There) -> PlanLine:
    row, language = there.rows.get(indicator.id), there.language
    base = there.release.label("basisgruppe", indicator.base, language).lower() if indicator.base else ""
    of = ", ".join(part for part in (indicator.system, base) if part)
    breaks = there.release.breaks_of(row.baeres_av, row.basisgruppe) if row and row.baeres_av else []
    notes = [sentence(said) for said in words.notes(row, indicator, breaks, language)]
    cells = {
        "indikator": Cell(
            indicator.title.said(language),
            note=" ".join([*([f"{of}."] if of else []), *notes]) or None,
            link=there.leads[indicator.id],
        ),
        "maltall": Cell(words.target(indicator, language)),
        "utgangspunkt": _value(row, row.utgangsverdi if row else None, indicator.baseline, indicator, language),
        "siste": _value(row, row.siste_verdi if row else None, row.siste_aar if row else None, indicator, language),
        "endring": _change(row, indicator, language),
        "bedre": Cell(words.better(indicator, language)),
        "status": Cell(how.words, note=how.why or None, sign=how.sign, missing=how.kind not in words.JUDGED),
        "kilde": Cell(words.source(row, there.plan, indicator, language)),
    }
    return PlanLine(indicator, row, how, cells)


def _value(row: PlanStatus | None, of: float | None, year: int | None, indicator: PlanIndicator, language: str) -> Cell:
    note = str(year) if year else None
    if row is None or of is None:
        return Cell(SIGN_MISSING, note=note, missing=True)
    return Cell(words.value(of, row, indicator, language), note=note)


def _change(row: PlanStatus | None, indicator: PlanIndicator, language: str) -> Cell:
    if row is None:
        return Cell("")
    return Cell(words.change(row, indicator, language), note=words.change_interval(row, indicator, language) or None)


def _lead(indicator: PlanIndicator, shown: Mapping[str, str], lead: Lead) -> str | None:
    """Where its course is seen: at the indicator we compute, where there is one."""
    carrier = next((one for one in reversed(indicator.carried_by) if one in shown), None)
    return None if carrier is None else lead(carrier, indicator.base or "alle")


def _overview(goals: Sequence[Goal], language: str) -> Table:
    """How many indicators of each goal stand how; standings that none has are left out."""
    kinds = [kind for kind in SIGNS if any(one.kind == kind for goal in goals for one in goal.standings)]
    columns = [Column(text("planstatus.kol_mal", language), numeric=False),
               *(Column(f"{SIGNS[kind]} {text(f'planstatus.status_{kind}', language)}") for kind in kinds)]  # fmt: skip
    rows = tuple(
        (Cell(goal.title, link=f"#{goal.anchor}"),
         *(Cell(str(n) if (n := sum(one.kind == kind for one in goal.standings)) else "–") for kind in kinds))
        for goal in goals
    )  # fmt: skip
    return Table(text("planstatus.oversikt", language), tuple(columns), rows)
