"""How a release goes from draft to the pages, from `policies/release.yaml`: states, steps, checklist, who approves.

What belongs here: reading the file, and that it hangs together. What the guards ask is in `pipelines.release.guards`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipelines.contracts.model import SurveyKind, Texts
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.policy_file import read_policy
from pipelines.contracts.survey_file import TextsFile

FILE = "policies/release.yaml"


class State(StrEnum):
    """Where a release is on its way. A state that is not here is refused wherever it is met."""

    DRAFT = "utkast"
    SUBMITTED = "til_godkjenning"
    APPROVED = "godkjent"
    PUBLISHED = "publisert"
    REPLACED = "erstattet"
    WITHDRAWN = "trukket"


class Step(StrEnum):
    """What is done to a release."""

    SUBMIT = "send"
    APPROVE = "godkjenn"
    REJECT = "avvis"
    PUBLISH = "publiser"
    REPLACE = "erstatt"
    WITHDRAW = "trekk"
    ROLL_BACK = "tilbake"


class Point(StrEnum):
    """What the checklist looks at."""

    AUDIT = "revisjon"
    BOUNDS = "grenser"
    MIXED = "blandet"
    WAVES = "bolger"
    CONFIRMED = "bekreftet"
    WARNINGS = "advarsler"
    COVERAGE = "dekning"
    NOTES = "merknader"
    PUBLISHED = "publisert"


class Weight(StrEnum):
    """When a point of the checklist that is not in order stops the release."""

    STOPS = "stanser"
    STOPS_REAL = "stanser_ekte"
    ADVISES = "raader"


class Least(BaseModel):
    """How many must enter a closed wave together."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    municipalities: int = Field(ge=2)
    persons: int = Field(ge=1)


class _StepFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    command: str | None = None
    source: list[State] = Field(alias="from", min_length=1)
    to: State
    guards: list[str]
    reason: bool = False


class _Approval(BaseModel):
    model_config = ConfigDict(extra="forbid")
    single_user: bool


class _PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    first: State
    states: dict[State, TextsFile]
    steps: dict[Step, _StepFile]
    checklist: dict[Point, Weight]
    approval: _Approval
    revision: dict[SurveyKind, Least | None]


@dataclass(frozen=True)
class Transition:
    """One step: from which states, to which, what is asked first, and whether a reason must be given."""

    command: str | None
    source: frozenset[State]
    to: State
    guards: tuple[str, ...]
    needs_reason: bool


@dataclass(frozen=True)
class ReleasePolicy:
    """The file as the rest of the code sees it."""

    first: State
    titles: Mapping[State, Texts]
    steps: Mapping[Step, Transition]
    checklist: Mapping[Point, Weight]
    single_user: bool
    revision: Mapping[SurveyKind, Least | None]

    def stops(self, point: Point, *, harmless: bool) -> bool:
        """Whether a release stops at `point` when it is not in order.

        Args:
            point: of the checklist.
            harmless: whether the release holds nothing but example rows and figures that are public already.
        """
        weight = self.checklist[point]
        return weight is Weight.STOPS or (weight is Weight.STOPS_REAL and not harmless)


def load_release_policy(contracts_folder: Path) -> ReleasePolicy:
    """Read `policies/release.yaml`.

    Raises:
        ContractError: the file cannot be used; a state, a step or a point is unknown or not mentioned; a state that no
            step leads to; or it is weaker than no file may be.
    """
    file = read_policy(contracts_folder, FILE, _PolicyFile)
    steps = {
        step: Transition(said.command, frozenset(said.source), said.to, tuple(said.guards), said.reason)
        for step, said in file.steps.items()
    }
    _require_all(file, {file.first, *(transition.to for transition in steps.values())})
    titles = {state: said.as_texts() for state, said in file.states.items()}
    policy = ReleasePolicy(file.first, titles, steps, file.checklist, file.approval.single_user, file.revision)
    _require_floor(policy)
    return policy


# What no file may leave out, however few people work here (decision 0021).
_ONLY_TO = {State.PUBLISHED: {Step.PUBLISH, Step.ROLL_BACK}, State.APPROVED: {Step.APPROVE}}
_ONLY_FROM = {Step.APPROVE: {State.SUBMITTED}, Step.PUBLISH: {State.APPROVED}, Step.ROLL_BACK: {State.REPLACED}}
_ASKED = {
    Step.SUBMIT: {"uendret", "kjent_forfatter", "sjekkliste", "endringer_sett"},
    Step.APPROVE: {"uendret", "en_annen", "sjekkliste", "endringer_sett"},
    Step.PUBLISH: {"uendret", "godkjenning_gjelder", "tiden_er_inne", "sjekkliste", "endringer_sett"},
    Step.ROLL_BACK: {"uendret"},
}
_STOPS_REAL_DATA = (Point.AUDIT, Point.BOUNDS, Point.MIXED, Point.WAVES, Point.CONFIRMED)


def _require_floor(policy: ReleasePolicy) -> None:
    """Refuse a file that would let something unaudited, unapproved or unseen onto the pages.

    Raises:
        ContractError: it is weaker than the floor; the message has the place.
    """
    for step, transition in policy.steps.items():
        if step not in _ONLY_TO.get(transition.to, {step}):
            raise ContractError(f"{FILE}: steget {step} kan ikke føre til {transition.to}.")
        if wrong := sorted(transition.source - _ONLY_FROM.get(step, transition.source)):
            raise ContractError(f"{FILE}: steget {step} kan ikke tas fra {', '.join(wrong)}.")
        if missing := sorted(_ASKED.get(step, set()) - set(transition.guards)):
            raise ContractError(f"{FILE}: steget {step} må spørre om {', '.join(missing)}.")
    for point in _STOPS_REAL_DATA:
        if not policy.stops(point, harmless=False):
            raise ContractError(f"{FILE}: {point} må stanse virkelige data. Skriv stanser_ekte eller stanser.")
    for kind, least in policy.revision.items():
        if kind.of_persons and least is None:
            raise ContractError(f"{FILE}: revision må ha tall for {kind}, der en rad er en person.")


def _require_all(file: _PolicyFile, reached: set[State]) -> None:
    """Refuse a file that leaves anything out: what is not mentioned would go unasked."""
    wanted: tuple[tuple[str, Iterable[StrEnum], Collection[StrEnum]], ...] = (
        ("states", State, file.states),
        ("steps", Step, file.steps),
        ("checklist", Point, file.checklist),
        ("revision", SurveyKind, file.revision),
    )
    for place, names, said in wanted:
        if missing := [name.value for name in names if name not in said]:
            raise ContractError(f"{FILE}: {place} mangler {', '.join(missing)}. Skriv dem inn.")
    if lost := [state.value for state in State if state not in reached]:
        raise ContractError(f"{FILE}: ingen av stegene fører til {', '.join(lost)}. Skriv et steg som gjør det.")
