"""The parts of a plan's report: its goals, what is new, what cannot be told, money, and what its evaluation says."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.contracts.plan_file import PlanIndicator
from pipelines.published import Release
from pipelines.published import plan_words as words
from pipelines.published.plan_words import Standing
from pipelines.reports.courses import course
from pipelines.reports.document import Block, Chart, Charts, Grid, Manner, Paragraph, Section, Terms
from pipelines.reports.subject import Subject, paragraphs
from pipelines.texts.numbers import SIGN_MISSING
from pipelines.told import choices
from pipelines.told.golden_rule import golden_rule, golden_summary
from pipelines.told.plan_goals import Goal, PlanLine
from pipelines.told.plan_money import plan_money
from pipelines.told.plan_registry import registry, verdicts
from pipelines.told.table import Cell, Column, Table

_LINE = (("indikator", False, 4.4), ("utgangspunkt", True, 1.5), ("siste", True, 1.5), ("endring", True, 2.1),
         ("status", False, 2.3))  # fmt: skip


def summary(subject: Subject) -> tuple[Block, ...]:
    """How many indicators stand how, in all and goal by goal."""
    view = subject.plan_view
    columns = tuple(Column(subject.word(f"kol_{key}"), numeric=False) for key in ("mal", "slik_staar_det"))
    rows = tuple((Cell(goal.title), Cell(goal.summary)) for goal in view.goals)
    return (Paragraph(view.summary), Grid(Table("", columns, rows), (3, 3)))


def goals(subject: Subject) -> tuple[Section, ...]:
    """A section for each goal."""
    return tuple(
        Section(goal.title, tuple(_goal(subject, goal)))
        for goal in subject.plan_view.goals
    )  # fmt: skip


def _goal(subject: Subject, goal: Goal) -> Iterator[Block]:
    yield Paragraph(goal.wording, Manner.SMALL)
    yield Paragraph(goal.summary)
    if goal.lines:
        yield _table(subject, goal)
    charts = tuple(chart for line in goal.lines if (chart := _chart(subject, line)) is not None)
    if charts:
        yield Charts(charts)
    yield from paragraphs(goal.named, Manner.SMALL)


def _table(subject: Subject, goal: Goal) -> Grid:
    columns = tuple(Column(subject.word(f"kol_{key}"), numeric) for key, numeric, _ in _LINE)
    rows = tuple(
        (_named(subject, line), *(line.cells[key] for key, _, _ in _LINE[1:]))
        for line in goal.lines
    )  # fmt: skip
    return Grid(Table(goal.title, columns, rows), tuple(width for _, _, width in _LINE))


def _named(subject: Subject, line: PlanLine) -> Cell:
    """The indicator with what a page has columns for: target, which way is better, source."""
    cell, cells = line.cells["indikator"], line.cells
    way = line.indicator.direction
    better = subject.word(f"bedre_{way}") if way in ("higher", "lower") else ""
    wanted = subject.word("maltall", target=cells["maltall"].text) if cells["maltall"].text else ""
    source = subject.word("kilde", source=cells["kilde"].text) if cells["kilde"].text else ""
    notes = " ".join(part for part in (cell.note, wanted, better, source) if part)
    return Cell(cell.text, note=notes or None)


def _chart(subject: Subject, line: PlanLine) -> Chart | None:
    if line.row is None or line.row.baeres_av is None:
        return None
    indicator = subject.release.indicator.get(line.row.baeres_av)
    if indicator is None:
        return None
    wanted = line.indicator.target
    return course(
        subject,
        indicator,
        line.row.basisgruppe,
        title=line.indicator.title.said(subject.language),
        source=line.cells["kilde"].text,
        target=wanted.value if wanted is not None and not wanted.change else None,
    )


def money(subject: Subject) -> tuple[Block, ...]:
    """What is known of grants beside the goal; nothing where the plan names no sum."""
    found = plan_money(subject.of_plan, subject.language)
    if found is None:
        return ()
    grids = [Grid(found.grants, (0.7, 3.5, 0.9, 2, 2.2), captioned=True)]
    if found.purposes is not None:
        grids.append(Grid(found.purposes, (4, 1, 2.4), captioned=True))
    readings = (Terms(found.readings),) if found.readings else ()
    return (Paragraph(found.summary), Paragraph(found.warning, Manner.NOTICE), *grids, *readings)


def golden(subject: Subject) -> tuple[Block, ...]:
    """What each source says of the rule; nothing where the plan does not build on it."""
    plan = subject.of_plan
    if plan.golden_rule is None:
        return ()
    tables = golden_rule(plan, plan.golden_rule, subject.language)
    grids = (Grid(one, (0.8, *(1.3,) * (len(one.columns) - 2), 2.4), captioned=True) for one in tables)
    return (Paragraph(golden_summary(plan, plan.golden_rule, subject.language)), *grids)


def evaluation(subject: Subject) -> tuple[Block, ...]:
    """What the plan's evaluation concludes, in its own words; nothing where none has been read."""
    found = verdicts(subject.of_plan, subject.language)
    return (Terms(tuple(found)),) if found else ()


def not_updated(subject: Subject) -> tuple[Block, ...]:
    """The indicators without a verdict, by reason, and how far the registry is established."""
    reasons: dict[str, list[str]] = {}
    for indicator, how in _stands(subject.release, subject):
        if how.kind in words.JUDGED:
            continue
        reason = how.why or how.words
        reasons.setdefault(f"{reason[:1].upper()}{reason[1:]}", []).append(indicator.title.said(subject.language))
    columns = tuple(
        Column(subject.word(f"kol_{key}"), numeric) for key, numeric in (("hvorfor", False), ("antall", True),
                                                                         ("indikatorer", False))
    )  # fmt: skip
    rows = tuple((Cell(why), Cell(str(len(names))), Cell("; ".join(names))) for why, names in reasons.items())
    known = registry(subject.of_plan, subject.language)
    grids: list[Block] = [Grid(Table("", columns, rows), (2.2, 0.7, 5))] if rows else []
    if known.versions is not None:
        grids.append(Grid(known.versions, (1.8, 1.6, 1.1, 1.1, 3.4), captioned=True))
    return (*grids[:1], Paragraph(known.summary), *grids[1:])


def status_changes(subject: Subject) -> tuple[Block, ...]:
    """The indicators that stand otherwise, or have another latest value, than in the release before."""
    before = subject.before
    if before is None or subject.of_plan.id not in before.plans.by_id:
        return (Paragraph(subject.word("uten_forrige")),)
    earlier = {indicator.id: (how, _latest(before, subject, indicator)) for indicator, how in _stands(before, subject)}
    rows = []
    for indicator, how in _stands(subject.release, subject):
        now = (how, _latest(subject.release, subject, indicator))
        then = earlier.get(indicator.id)
        if then is not None and then != now:
            rows.append((Cell(indicator.title.said(subject.language)), _stood(*then), _stood(*now)))
    if not rows:
        return (Paragraph(subject.word("samme_status", release=before.id)),)
    columns = tuple(Column(subject.word(f"kol_{key}"), numeric=False) for key in ("indikator", "for", "naa"))
    return (
        Paragraph(subject.word("ny_status", n=len(rows), release=before.id)),
        Grid(Table("", columns, tuple(rows)), (3, 2, 2)),
    )


def _stood(how: Standing, latest: str) -> Cell:
    return Cell(how.words, note=latest, sign=how.sign)


def _stands(release: Release, subject: Subject) -> Iterator[tuple[PlanIndicator, Standing]]:
    """Each indicator of the plan with how it stands in the place in `release`."""
    plan = subject.of_plan
    land = release.plans.status(plan.id, choices.land(release))
    own = release.plans.status(plan.id, subject.region)
    for one in plan.indicators:
        yield one, words.standing(own.get(one.id), land.get(one.id), subject.language)


def _latest(release: Release, subject: Subject, indicator: PlanIndicator) -> str:
    row = release.plans.status(subject.of_plan.id, subject.region).get(indicator.id)
    if row is None or row.siste_verdi is None:
        return SIGN_MISSING
    return f"{words.value(row.siste_verdi, row, indicator, subject.language)} ({row.siste_aar})"
