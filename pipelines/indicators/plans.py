"""Load the escalation plans, and find every mistake in them at once with its line and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pipelines.contracts.plan_file import Plan, PlanIndicator, Provenance, State
from pipelines.contracts.plan_money import Certainty
from pipelines.contracts.yaml_lines import Place, line_of, lines_in
from pipelines.indicators.catalogue import Catalogue, declared_at, load_catalogue
from pipelines.indicators.checked_file import Fault, read_checked, refuse_first
from pipelines.indicators.expressions import nearest
from pipelines.indicators.field_faults import field_fault
from pipelines.indicators.problem import CatalogueProblem
from pipelines.texts import text

FOLDER = "plans"
_SOURCE_FIELDS = frozenset({"source", "sources"})


@cache
def load_plans(contracts_folder: Path) -> Mapping[str, Plan]:
    """Every plan in `contracts_folder/plans`, by id.

    Raises:
        ContractError: one of them has a mistake; the message is the first.
    """
    plans, problems = _read_all(contracts_folder)
    refuse_first(problems, text("plan.kjor_lint"))
    return plans


def lint_plans(contracts_folder: Path) -> list[CatalogueProblem]:
    """Every mistake in the plans, and in what the catalogue says of them, by file and line."""
    plans, problems = _read_all(contracts_folder)
    catalogue = load_catalogue(contracts_folder)
    found = [*problems, *_catalogue_problems(contracts_folder, catalogue, plans)]
    return sorted(found, key=lambda p: (p.file, p.line or 0, p.message))


def read_plan(path: Path, known: frozenset[str]) -> Plan | list[CatalogueProblem]:
    """The plan in `path`, or what is wrong with it.

    Args:
        path: `<plan's id>.yaml`.
        known: ids of the catalogue's indicators.
    """
    return read_checked(
        path,
        FOLDER,
        Plan,
        lambda error: (tuple(error["loc"]), field_fault(Plan, error)),
        lambda plan: _faults(plan, path.stem, known),
    )


def _read_all(contracts_folder: Path) -> tuple[dict[str, Plan], list[CatalogueProblem]]:
    known = frozenset(i.id for indicators in load_catalogue(contracts_folder).values() for i in indicators)
    plans: dict[str, Plan] = {}
    problems: list[CatalogueProblem] = []
    for path in sorted((contracts_folder / FOLDER).glob("*.yaml")):
        read = read_plan(path, known)
        if isinstance(read, Plan):
            plans[read.id] = read
        else:
            problems += read
    return plans, problems


def _faults(plan: Plan, name: str, known: frozenset[str]) -> Iterator[Fault]:
    if plan.id != name:
        yield ("id",), text("plan.feil_filnavn", id=plan.id, name=name)
    if plan.period.last < plan.period.first:
        yield ("period",), text("plan.slutt_for_start")
    yield from _twice("goals", [str(g.number) for g in plan.goals])
    yield from _twice("indicators", [i.id for i in plan.indicators])
    goals = frozenset(str(g.number) for g in plan.goals)
    for position, indicator in enumerate(plan.indicators):
        for place, message in _indicator_faults(indicator, plan, goals, known):
            yield ("indicators", position, *place), f"{indicator.id}: {message}"
    for position, grant in enumerate(plan.money.grants if plan.money else ()):
        if grant.certainty is Certainty.SOURCED and grant.source is None:
            yield ("money", "grants", position), text("plan.uten_kilde")
    for place, source in _named_sources(plan.model_dump(), ()):
        if source not in plan.sources:
            yield place, text("plan.ukjent_kilde", source=source, near=nearest(source, plan.sources))


def _indicator_faults(
    indicator: PlanIndicator, plan: Plan, goals: frozenset[str], known: frozenset[str]
) -> Iterator[Fault]:
    if str(indicator.goal) not in goals:
        yield ("goal",), text("plan.ukjent_mal", goal=indicator.goal, goals=", ".join(sorted(goals)))
    for position, carrier in enumerate(indicator.carried_by):
        if carrier not in known:
            near = nearest(carrier, known)
            yield ("carried_by", position), text("plan.ukjent_indikator", indicator=carrier, near=near)
    if indicator.baseline is not None and indicator.baseline > plan.period.last:
        yield ("baseline",), text("plan.utgang_etter_slutt", baseline=indicator.baseline, last=plan.period.last)
    yield from _twice("values", [str(v.year) for v in indicator.values])
    if indicator.target and indicator.direction in (None, "none"):
        yield ("target",), text("plan.mal_uten_retning")
    if indicator.provenance is not Provenance.ASSUMED and not indicator.sources:
        yield ("provenance",), text("plan.uten_kilde")
    if indicator.provenance is Provenance.ASSUMED and indicator.state is not State.NOT_ESTABLISHED:
        yield ("state",), text("plan.antatt_er_ikke_etablert")


def _twice(field: str, names: list[str]) -> Iterator[Fault]:
    for position, name in enumerate(names):
        if name in names[:position]:
            yield (field, position), text("plan.to_ganger", name=name)


def _named_sources(value: Any, place: Place) -> Iterator[Fault]:
    """Every source that is named, but for the list of them at the top."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if place and key in _SOURCE_FIELDS:
                for source in [inner] if isinstance(inner, str) else inner or ():
                    yield (*place, key), source
            elif place or key != "sources":
                yield from _named_sources(inner, (*place, key))
    elif isinstance(value, list | tuple):
        for position, inner in enumerate(value):
            yield from _named_sources(inner, (*place, position))


def _catalogue_problems(
    contracts_folder: Path, catalogue: Catalogue, plans: Mapping[str, Plan]
) -> Iterator[CatalogueProblem]:
    """Goals that the catalogue's indicators name and no plan has. A plan that cannot be read has its own problems."""
    names = frozenset(p.stem for p in (contracts_folder / FOLDER).glob("*.yaml"))
    places = declared_at(contracts_folder)
    for survey, indicators in catalogue.items():
        path = contracts_folder / "surveys" / survey / "indicators.yaml"
        for indicator in indicators:
            for number, named in enumerate(indicator.plans):
                plan = plans.get(named.plan)
                if named.plan not in names:
                    message = text("plan.ukjent_plan", plan=named.plan, near=nearest(named.plan, names))
                elif plan and named.goal not in {g.number for g in plan.goals}:
                    goals = ", ".join(str(g.number) for g in plan.goals)
                    message = text("plan.ukjent_mal", goal=named.goal, goals=goals)
                else:
                    continue
                line = line_of((*places[indicator.id], "plans", number), lines_in(path))
                yield CatalogueProblem(f"{survey}/{path.name}", line, f"{indicator.id}: {message}")
