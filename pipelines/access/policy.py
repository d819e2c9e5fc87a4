"""Who may do what, from `policies/access.yaml`: roles, what each state, step and page asks for, how long things last.

What belongs here: reading the file, and that nothing is left out of it. What it means for somebody is in
`permissions`, `states` and `visibility`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from pipelines.access.area import AreaKind
from pipelines.contracts.model import Texts
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.policy_file import read_policy
from pipelines.contracts.release_policy import Point, State, Step
from pipelines.contracts.survey_file import TextsFile

FILE = "policies/access.yaml"


class Action(StrEnum):
    """All that can be allowed. Where an action is asked for, it is asked for by one of these names."""

    SEE_FIGURES = "se_tall"
    HAND_IN = "lever"
    SEE_DELIVERIES = "se_leveringer"
    SEE_DRAFTS = "se_utkast"
    SEE_RUNS = "se_kjoringer"
    STEER_RUNS = "styr_kjoringer"
    SUBMIT = "send_utkast"
    DECIDE = "avgjor_utkast"
    STEER_GRANTS = "styr_tilganger"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _RoleFile(_Strict):
    title: TextsFile
    areas: list[AreaKind] = Field(min_length=1)
    actions: list[Action] = Field(min_length=1)


class _DraftsFile(_Strict):
    points: list[Point]
    land: bool


class _GrantsFile(_Strict):
    longest_days: int = Field(ge=1)


class _SessionFile(_Strict):
    hours: int = Field(ge=1, le=24)
    clock_skew_seconds: int = Field(ge=0, le=300)


class _PolicyFile(_Strict):
    roles: dict[str, _RoleFile] = Field(min_length=1)
    states: dict[State, Action]
    drafts: _DraftsFile
    steps: dict[Step, Action]
    pages: dict[str, list[Action]]
    grants: _GrantsFile
    session: _SessionFile


@dataclass(frozen=True)
class Role:
    """What a role may do, and how wide areas it may be given in."""

    title: Texts
    areas: frozenset[AreaKind]
    actions: frozenset[Action]


@dataclass(frozen=True)
class AccessPolicy:
    """The file as the rest of the code sees it.

    Attributes:
        roles: by name.
        states: the action that a release's state asks for, to be seen.
        draft_points: what is shown of a draft's checklist to whoever sees drafts of a part of the land.
        draft_land: whether she is shown its figures of the land too.
        steps: the action that a step asks for.
        pages: the actions of which a page asks for one.
        longest_grant: how long a grant may last.
        session: how long a login lasts.
        clock_skew: how far clocks may differ.
    """

    roles: Mapping[str, Role]
    states: Mapping[State, Action]
    draft_points: frozenset[Point]
    draft_land: bool
    steps: Mapping[Step, Action]
    pages: Mapping[str, frozenset[Action]]
    longest_grant: timedelta
    session: timedelta
    clock_skew: timedelta


def load_access_policy(contracts_folder: Path) -> AccessPolicy:
    """Read `policies/access.yaml`.

    Raises:
        ContractError: the file cannot be used; a role, action, state or step is unknown or left out; or somebody could
            give herself a role that decides.
    """
    file = read_policy(contracts_folder, FILE, _PolicyFile)
    _require_all(file)
    _require_floor(file)
    return AccessPolicy(
        roles={
            name: Role(said.title.as_texts(), frozenset(said.areas), frozenset(said.actions))
            for name, said in file.roles.items()
        },
        states=file.states,
        draft_points=frozenset(file.drafts.points),
        draft_land=file.drafts.land,
        steps=file.steps,
        pages={name: frozenset(actions) for name, actions in file.pages.items()},
        longest_grant=timedelta(days=file.grants.longest_days),
        session=timedelta(hours=file.session.hours),
        clock_skew=timedelta(seconds=file.session.clock_skew_seconds),
    )


def _require_all(file: _PolicyFile) -> None:
    """Refuse a file that leaves a state or a step out, or an action that nobody has."""
    given = {action for role in file.roles.values() for action in role.actions}
    missing: dict[str, list[str]] = {
        "states": [state.value for state in State if state not in file.states],
        "steps": [step.value for step in Step if step not in file.steps],
        "roles": [action.value for action in Action if action not in given],
    }
    for place, names in missing.items():
        if names:
            raise ContractError(f"{FILE}: {place} mangler {', '.join(names)}. Skriv dem inn.")


_OF_PERSONS = frozenset({Action.HAND_IN, Action.SEE_DELIVERIES})
_ALONE = ({Action.SUBMIT, Action.DECIDE}, {Action.STEER_GRANTS, Action.DECIDE})
"""What no one role may hold together: to make and to decide, to let in and to decide."""


def _require_floor(file: _PolicyFile) -> None:
    for name, role in file.roles.items():
        if _OF_PERSONS & set(role.actions) and set(role.areas) != {AreaKind.MUNICIPALITY}:
            raise ContractError(f"{FILE}: {name} kan levere eller se leveringer, og kan bare gis for én kommune.")
        for both in _ALONE:
            if both <= set(role.actions):
                raise ContractError(f"{FILE}: {name} kan ikke ha både {' og '.join(sorted(both))}. Del rollen.")
    for state in (State.DRAFT, State.SUBMITTED, State.APPROVED, State.WITHDRAWN):
        if file.states[state] is Action.SEE_FIGURES:
            raise ContractError(f"{FILE}: {state} er ikke offentlig, og kan ikke vises for alle med se_tall.")
