"""What a run would do if it started now: held against the newest release, before anything is built.

It is the difference between what a release built now would say that it comes from and what the newest one says, and so
the very difference that the finished run's draft will show. Opens no warehouse and builds nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pipelines.contracts.evaluation_file import Evaluation
from pipelines.contracts.release_policy import State
from pipelines.evaluations.clock import OSLO
from pipelines.evaluations.scope import Wave, followed
from pipelines.register import PartEntry, ReleaseEntry
from pipelines.release.causes import ORIGIN, Difference, differences
from pipelines.release.freeze import ReleaseError, check_unchanged
from pipelines.release.inputs import Inputs
from pipelines.release.origin import origin

DECLARED = "erklaringer"


@dataclass(frozen=True)
class WaveChange:
    """A wave that would be built of something else than in the newest release.

    Attributes:
        survey: its survey.
        year: its year.
        found: what differs.
        entering: receipt numbers of the deliveries whose parts are new in it.
        leaving: receipt numbers of those whose parts are replaced or withdrawn.
        municipalities: numbers of the municipalities whose parts are new or gone; none for figures without one.
        rows: how many rows it would be built of.
    """

    survey: str
    year: int
    found: tuple[Difference, ...]
    entering: tuple[str, ...]
    leaving: tuple[str, ...]
    municipalities: tuple[str, ...]
    rows: int


@dataclass(frozen=True)
class RunPlan:
    """What a run would do.

    Attributes:
        since: the release that it is held against; None where there is none, and everything is new.
        waves: those that would change, by survey and year.
        general: what else differs: surveys, indicators, places, program, and years that get rows without figures.
        notes: whether municipalities' notes have been added or removed since.
        explained: whether the release says what it comes from; if not, nothing can be told but that it is built again.
    """

    since: str | None
    waves: tuple[WaveChange, ...]
    general: tuple[Difference, ...]
    notes: bool
    explained: bool = True

    @property
    def nothing(self) -> bool:
        """Whether the draft would be the newest release again, as far as figures and notes go."""
        return self.since is not None and self.explained and not (self.waves or self.general or self.notes)

    def concerning(self, waves: Iterable[Wave]) -> RunPlan:
        """The plan as far as it concerns these waves; what holds for all is kept."""
        asked = set(waves)
        surveys = {survey for survey, _ in asked}
        return RunPlan(
            self.since,
            tuple(wave for wave in self.waves if (wave.survey, wave.year) in asked),
            tuple(found for found in self.general if found.survey is None or found.survey in surveys),
            self.notes,
            self.explained,
        )


def run_plan(inputs: Inputs, evaluation: Evaluation | None = None) -> RunPlan:
    """What a run would do now, or as much of it as `evaluation` follows.

    Raises:
        UserError: the contracts, or something else that figures come from, cannot be used.
    """
    plan = _whole(inputs)
    if evaluation is None:
        return plan
    closed = inputs.register.closed_waves()
    return plan.concerning(followed(evaluation, inputs.contracts, closed, datetime.now(OSLO).year))


def _whole(inputs: Inputs) -> RunPlan:
    basis = inputs.basis()
    newest = _newest(inputs)
    if newest is None:
        return _everything(inputs)
    entry, manifest = newest
    if ORIGIN not in manifest:
        return RunPlan(entry.id, (), (), notes=False, explained=False)
    found = differences(manifest, {ORIGIN: origin(basis)})
    before, now = inputs.register.parts_of(entry.id), {part.path for part in basis.parts}
    entering, leaving = _by_wave(inputs, now - before), _by_wave(inputs, before - now)
    rows = _rows(inputs)
    of_waves, general = defaultdict[Wave, list[Difference]](list), []
    for one in found:
        wave = (one.survey or "", one.year or 0)
        if rows[wave] or leaving[wave] or one.what == DECLARED:
            of_waves[wave].append(one)
        else:
            general.append(one)
    waves = [
        _change(wave, tuple(of_waves[wave]), entering[wave], leaving[wave], rows[wave]) for wave in sorted(of_waves)
    ]
    noted = [e for e in inputs.register.events() if e.at > entry.created_at and e.action.startswith("merknad ")]
    return RunPlan(entry.id, tuple(waves), tuple(general), notes=bool(noted))


def _newest(inputs: Inputs) -> tuple[ReleaseEntry, dict[str, object]] | None:
    """The release built last that is whole and has not been withdrawn, with its manifest."""
    for entry in inputs.register.releases():
        if entry.status != State.WITHDRAWN:
            try:
                return entry, check_unchanged(inputs.settings.releases / entry.id)
            except ReleaseError:
                continue
    return None


def _everything(inputs: Inputs) -> RunPlan:
    entering = _by_wave(inputs, {part.path for part in inputs.register.parts_to_build()})
    rows = _rows(inputs)
    waves = [_change(wave, (), entering[wave], [], rows[wave]) for wave in sorted(entering)]
    return RunPlan(None, tuple(waves), (), notes=False)


def _by_wave(inputs: Inputs, paths: Iterable[str]) -> defaultdict[Wave, list[PartEntry]]:
    found: defaultdict[Wave, list[PartEntry]] = defaultdict(list)
    for part in inputs.register.entries_of(paths):
        found[part.survey, part.year].append(part)
    return found


def _rows(inputs: Inputs) -> defaultdict[Wave, int]:
    rows: defaultdict[Wave, int] = defaultdict(int)
    for part in inputs.register.parts_to_build():
        rows[part.survey, part.year] += part.rows
    return rows


def _change(
    wave: Wave, found: tuple[Difference, ...], entering: list[PartEntry], leaving: list[PartEntry], rows: int
) -> WaveChange:
    places = {part.municipality for part in (*entering, *leaving) if part.municipality}
    return WaveChange(
        *wave,
        found,
        tuple(sorted({part.delivery for part in entering})),
        tuple(sorted({part.delivery for part in leaving})),
        tuple(sorted(places)),
        rows,
    )
