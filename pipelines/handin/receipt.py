"""The receipt of a delivery, made from the register and the accepted parts; the same now and whenever it is asked for.

Says what was received, what it replaced and changed, and the municipality's own figures. A part that has been replaced,
withdrawn or deleted since is said to be so, and no figure is shown of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.contracts.corrections import Correction, Corrections
from pipelines.contracts.model import Form, Survey
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy
from pipelines.handin.changes import RowChanges, row_changes
from pipelines.handin.figures import OwnFigure, own_figures
from pipelines.handin.harmonise import harmonise
from pipelines.indicators.catalogue import Catalogue
from pipelines.register import AcceptedPart, DeliveryEntry, PartEntry, PartState, Register


@dataclass(frozen=True)
class ReceiptPart:
    """One part of the delivery. `changes` is against the part it replaced; None where it replaced none.

    `waits`: its wave is published, and what has last happened to the part waits for a revision of it.
    """

    part: PartEntry
    changes: RowChanges | None
    waits: bool


@dataclass(frozen=True)
class MunicipalFigures:
    """Key figures of one municipality and wave: over all its current parts, and what they were before this delivery."""

    municipality: str
    year: int
    now: tuple[OwnFigure, ...]
    before: tuple[OwnFigure, ...]


@dataclass(frozen=True)
class Receipt:
    """What the municipality gets to keep."""

    delivery: DeliveryEntry
    parts: tuple[ReceiptPart, ...]
    figures: tuple[MunicipalFigures, ...]
    corrections: tuple[Correction, ...] = ()
    """Those that hold for the municipalities and waves of its current parts. The figures are without them."""


@dataclass(frozen=True)
class Receipts:
    """Makes receipts of one installation."""

    contracts: Contracts
    catalogue: Catalogue
    policy: Policy
    register: Register
    accepted: Path
    corrections: Corrections = field(default_factory=dict)

    def receipt(self, number: str) -> Receipt:
        """The receipt of delivery `number` («L000012»).

        Raises:
            UserError: no such delivery.
        """
        delivery = self.register.delivery(number)
        replaced = self.register.replaced_by(number)
        survey = self.contracts.surveys.get(delivery.survey or "")
        if survey is None:
            return Receipt(delivery, (), ())
        waiting = self._waiting(delivery.parts)
        parts = tuple(
            ReceiptPart(part, self._changes(survey, part, replaced), part.id in waiting) for part in delivery.parts
        )
        current = [part for part in delivery.parts if part.state is PartState.CURRENT]
        places = sorted({(part.municipality, part.year) for part in current if part.municipality is not None})
        figures = tuple(self._figures(survey, place, year, delivery, replaced) for place, year in places)
        waves = sorted({(part.year, part.municipality or "") for part in current})
        held = [(c, place) for year, place in waves for c in self.corrections.get((survey.id, year), ())]
        corrections = tuple(c for c, place in held if c.said.municipality in (None, place))
        return Receipt(delivery, parts, figures, corrections)

    def _waiting(self, parts: Sequence[PartEntry]) -> set[int]:
        """The ids of those that wait for a revision of their wave."""
        found = [self.register.waiting(survey, year) for survey, year in {(part.survey, part.year) for part in parts}]
        return {part.id for wave in found for part in (*wave.entering, *wave.leaving)}

    def _changes(self, survey: Survey, part: PartEntry, replaced: Sequence[PartEntry]) -> RowChanges | None:
        files = [self.accepted / old.path for old in replaced if old.replaces_key == part.replaces_key]
        own = self.accepted / part.path
        if not files or not all(path.is_file() for path in (*files, own)):
            return None
        return row_changes(pl.read_parquet(files), pl.read_parquet(own), survey.row_key)

    def _figures(
        self, survey: Survey, municipality: str, year: int, delivery: DeliveryEntry, replaced: Sequence[PartEntry]
    ) -> MunicipalFigures:
        current = self.register.current_parts(survey.id, year, municipality)
        own = {part.path for part in delivery.parts}
        gone = [old for old in replaced if (old.municipality, old.year) == (municipality, year)]
        gone = [old for old in gone if old.state is not PartState.DELETED]
        before: list[AcceptedPart] = [part for part in current if part.path not in own] + list(gone) if gone else []
        form = survey.form_of(year)
        if form is None:
            return MunicipalFigures(municipality, year, (), ())
        return MunicipalFigures(municipality, year, self._of(survey, form, current), self._of(survey, form, before))

    def _of(self, survey: Survey, form: Form, parts: Sequence[AcceptedPart]) -> tuple[OwnFigure, ...]:
        if not parts:
            return ()
        rows = harmonise(survey, self.accepted, parts)
        return own_figures(survey, form, self.catalogue.get(survey.id, ()), self.policy, rows)
