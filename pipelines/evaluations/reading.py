"""Load the evaluations, and find every mistake in them at once with its line and the nearest valid name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.contracts.evaluation_file import FOLDER, FORMATS, Deadline, Evaluation, Notice, OutputKind
from pipelines.contracts.plan_parts import Period
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.contracts.yaml_lines import Place
from pipelines.evaluations.clock import next_time
from pipelines.evaluations.places import place_names
from pipelines.geography import load_geography
from pipelines.indicators.checked_file import Fault, read_checked, refuse_first
from pipelines.indicators.expressions import nearest
from pipelines.indicators.field_faults import field_fault
from pipelines.indicators.plans import FOLDER as PLANS
from pipelines.indicators.problem import CatalogueProblem
from pipelines.texts import text

_OWN_WORDS = {"waves": "evaluering.ugyldige_bolger", "surveys": "evaluering.ugyldige_undersokelser"}
"""Fields that may be written in two ways: one sentence tells both."""


@dataclass(frozen=True)
class Known:
    """What an evaluation may name."""

    contracts: Contracts
    plans: frozenset[str]
    places: frozenset[str]

    @classmethod
    def of(cls, contracts_folder: Path) -> Known:
        """All that `contracts_folder` holds."""
        return cls(
            load_contracts(contracts_folder),
            frozenset(path.stem for path in (contracts_folder / PLANS).glob("*.yaml")),
            place_names(load_geography(contracts_folder / "reference")),
        )


def load_evaluations(contracts_folder: Path) -> Mapping[str, Evaluation]:
    """Every evaluation in `contracts_folder/evaluations`, by id; none where there is no such folder.

    Raises:
        ContractError: one of them has a mistake; the message is the first.
    """
    evaluations, problems = _read_all(contracts_folder)
    refuse_first(problems, text("evaluering.kjor_lint"))
    return evaluations


def lint_evaluations(contracts_folder: Path) -> list[CatalogueProblem]:
    """Every mistake in the evaluations, by file and line."""
    return sorted(_read_all(contracts_folder)[1], key=lambda p: (p.file, p.line or 0, p.message))


def _read_all(contracts_folder: Path) -> tuple[dict[str, Evaluation], list[CatalogueProblem]]:
    evaluations: dict[str, Evaluation] = {}
    problems: list[CatalogueProblem] = []
    paths = sorted((contracts_folder / FOLDER).glob("*.yaml"))
    known = Known.of(contracts_folder) if paths else None
    for path in paths:
        read = read_evaluation(path, known) if known else []
        if isinstance(read, Evaluation):
            evaluations[read.id] = read
        else:
            problems += read
    return evaluations, problems


def read_evaluation(path: Path, known: Known) -> Evaluation | list[CatalogueProblem]:
    """The evaluation in `path`, or what is wrong with it.

    Args:
        path: `<evaluation's id>.yaml`.
        known: what it may name.
    """
    return read_checked(path, FOLDER, Evaluation, _shape_fault, lambda e: _faults(e, path.stem, known))


def _shape_fault(error: Any) -> Fault:
    place: Place = tuple(error["loc"])
    field = place[0] if place else None
    if field in _OWN_WORDS and error["type"] != "missing":
        return (str(field),), text(_OWN_WORDS[str(field)])
    if place == ("approvers",) and error["type"] in {"missing", "too_short"}:
        return place, text("evaluering.uten_godkjenner")
    if place == ("cron",) and error["type"] == "string_pattern_mismatch":
        return place, text("evaluering.ugyldig_cron", cron=error["input"])
    return place, field_fault(Evaluation, error)


def _faults(evaluation: Evaluation, name: str, known: Known) -> Iterator[Fault]:
    if evaluation.id != name:
        yield ("id",), text("evaluering.feil_filnavn", id=evaluation.id, name=name)
    if evaluation.plan is not None and evaluation.plan not in known.plans:
        near = nearest(evaluation.plan, known.plans)
        yield ("plan",), text("plan.ukjent_plan", plan=evaluation.plan, near=near)
    yield from _wave_faults(evaluation, known.contracts)
    for position, place in enumerate(evaluation.regions):
        if place not in known.places:
            near = nearest(place, known.places)
            yield ("regions", position), text("evaluering.ukjent_sted", place=place, near=near)
    yield from _output_faults(evaluation)
    yield from _cron_faults(evaluation.cron)
    for position, notice in enumerate(evaluation.notices):
        yield from (((("notices", position, "to")), said) for said in _notice_faults(notice))
    yield from _deadline_faults(evaluation.deadlines)


def _wave_faults(evaluation: Evaluation, contracts: Contracts) -> Iterator[Fault]:
    asked = contracts.surveys if evaluation.surveys == "alle" else evaluation.surveys
    yield from _twice("surveys", list(asked))
    years: set[int] = set()
    for position, survey in enumerate(asked):
        found = contracts.surveys.get(survey)
        if found is None:
            near = nearest(survey, contracts.surveys)
            yield ("surveys", position), text("evaluering.ukjent_undersokelse", survey=survey, near=near)
            continue
        years.update(found.years)
        period = evaluation.waves
        if isinstance(period, Period) and evaluation.surveys != "alle":
            held = [year for year in found.years if period.first <= year <= period.last]
            if not held:
                names = {"survey": survey, "first": period.first, "last": period.last}
                yield ("waves",), text("evaluering.ingen_bolge", **names, known=", ".join(map(str, found.years)))
    if isinstance(evaluation.waves, Period) and evaluation.waves.last < evaluation.waves.first:
        yield ("waves",), text("evaluering.slutt_for_start")
    last = evaluation.waves.last if isinstance(evaluation.waves, Period) else max(years, default=None)
    if evaluation.baseline is not None and last is not None and evaluation.baseline > last:
        yield ("baseline",), text("evaluering.utgang_etter_siste", baseline=evaluation.baseline, last=last)


def _output_faults(evaluation: Evaluation) -> Iterator[Fault]:
    yield from _twice("outputs", [output.kind.value for output in evaluation.outputs])
    for position, output in enumerate(evaluation.outputs):
        if output.kind is OutputKind.STATUS and evaluation.plan is None:
            yield ("outputs", position), text("evaluering.status_uten_plan")
        allowed = FORMATS[output.kind]
        for wrong in (form for form in output.formats if form not in allowed):
            names = {"kind": output.kind, "format": wrong, "allowed": ", ".join(allowed)}
            yield ("outputs", position, "formats"), text("evaluering.feil_format", **names)


def _cron_faults(cron: str) -> Iterator[Fault]:
    try:
        if next_time(cron) is None:
            yield ("cron",), text("evaluering.aldri", cron=cron)
    except ValueError:
        yield ("cron",), text("evaluering.ugyldig_cron", cron=cron)


def _notice_faults(notice: Notice) -> Iterator[str]:
    if notice.by == "epost" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", notice.to):
        yield text("evaluering.ikke_epost", to=notice.to)
    if notice.by == "webhook" and not re.fullmatch(r"https://[^\s/@]+(/\S*)?", notice.to):
        yield text("evaluering.ikke_https")


def _deadline_faults(deadlines: Sequence[Deadline]) -> Iterator[Fault]:
    yield from _twice("deadlines", [deadline.id for deadline in deadlines])
    for position, deadline in enumerate(deadlines):
        month, day = map(int, deadline.day.split("-"))
        try:
            date(2023, month, day)  # a year without 29 February: a deadline is every year's
        except ValueError:
            yield ("deadlines", position, "day"), text("evaluering.ingen_dag", day=deadline.day)
        if deadline.remind and not deadline.delivery:
            yield ("deadlines", position, "remind"), text("evaluering.paaminnelse_uten_levering")
        if any(days < 1 for days in deadline.remind):
            yield ("deadlines", position, "remind"), text("evaluering.paaminnelse_for_sent")


def _twice(field: str, names: Sequence[str]) -> Iterator[Fault]:
    for position, name in enumerate(names):
        if name in names[:position]:
            yield (field, position), text("plan.to_ganger", name=name)
