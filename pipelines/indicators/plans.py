"""Load the escalation plans, and find every mistake in them at once with its line and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.plan_file import Plan, PlanIndicator, Provenance, State
from pipelines.contracts.plan_money import Certainty
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.yaml_lines import Place, line_of, lines_in
from pipelines.indicators.catalogue import Catalogue, declared_at, load_catalogue
from pipelines.indicators.expressions import nearest
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
    if problems:
        first = problems[0]
        raise ContractError(f"{first.file}:{first.line or ''}: {first.message} {text('plan.kjor_lint')}")
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
    file = f"{FOLDER}/{path.name}"
    try:
        content = read_strictly(path)
    except ContractError as error:
        return [CatalogueProblem(file, None, str(error))]
    try:
        plan = Plan.model_validate(content)
    except ValidationError as error:
        faults = [(tuple(e["loc"]), _field_fault(e)) for e in error.errors()]
    else:
        faults = [*_faults(plan, path.stem, known)]
        if not faults:
            return plan
    lines = lines_in(path)
    return [CatalogueProblem(file, line_of(place, lines), message) for place, message in faults]


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


def _field_fault(error: Any) -> str:
    place = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return text("plan.mangler", place=place)
    if error["type"] == "string_too_short":
        return text("plan.tom", place=place)
    if error["type"] == "extra_forbidden":
        return text("plan.ukjent_felt", place=place, near=nearest(str(error["loc"][-1]), _fields_at(error["loc"])))
    if error["type"] in {"enum", "literal_error"}:
        allowed = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        near = nearest(str(error["input"]), frozenset(allowed.split(", ")))
        return text("plan.ugyldig_verdi", place=place, value=error["input"], allowed=allowed, near=near)
    return text("plan.ugyldig", place=place, why=error["msg"])


def _fields_at(place: Place) -> frozenset[str]:
    """The fields that may stand where the unknown one of `place` does."""
    model: Any = Plan
    for step in place[:-1]:
        if isinstance(step, str):
            model = _model_in(model.model_fields[step].annotation)
    return frozenset(model.model_fields)


def _model_in(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for m in map(_model_in, getattr(annotation, "__args__", ())) if m is not None), None)


def _faults(plan: Plan, name: str, known: frozenset[str]) -> Iterator[tuple[Place, str]]:
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
) -> Iterator[tuple[Place, str]]:
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


def _twice(field: str, names: list[str]) -> Iterator[tuple[Place, str]]:
    for position, name in enumerate(names):
        if name in names[:position]:
            yield (field, position), text("plan.to_ganger", name=name)


def _named_sources(value: Any, place: Place) -> Iterator[tuple[Place, str]]:
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
