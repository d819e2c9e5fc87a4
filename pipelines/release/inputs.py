"""All that one installation's figures and releases are made from, read once. Opens no warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.contracts.corrections import Corrections, holding, read_corrections
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.release_policy import ReleasePolicy, load_release_policy
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.disclosure.policy import Policy, load_policy
from pipelines.geography import Geography, load_geography
from pipelines.geography.coverage import WHO, CoveragePolicy, load_coverage_policy
from pipelines.handin.correction_faults import correction_faults
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.register import AcceptedPart, Register, open_register
from pipelines.release.corrections import marks
from pipelines.release.origin import Basis
from pipelines.settings import Settings
from pipelines.texts import text


@dataclass(frozen=True)
class Inputs:
    """One installation's contracts, policies, reference tables and register."""

    settings: Settings

    @cached_property
    def contracts(self) -> Contracts:
        """The surveys."""
        return load_contracts(self.settings.contracts)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators."""
        return load_catalogue(self.settings.contracts)

    @cached_property
    def geography(self) -> Geography:
        """The reference tables."""
        return load_geography(self.settings.contracts / "reference")

    @cached_property
    def coverage_policy(self) -> CoveragePolicy:
        """How much coverage a firm figure needs."""
        return load_coverage_policy(self.settings.contracts)

    @cached_property
    def policy(self) -> Policy:
        """The disclosure policy."""
        return load_policy(self.settings.contracts)

    @cached_property
    def release_policy(self) -> ReleasePolicy:
        """How a release goes from draft to the pages."""
        return load_release_policy(self.settings.contracts)

    @cached_property
    def corrections(self) -> Corrections:
        """The corrections that hold, by wave.

        Raises:
            ContractError: one of them is not in order.
        """
        found = read_corrections(self.settings.contracts, self.settings.corrections)
        faults = correction_faults(found, self.contracts)
        if faults:
            file, place, said = faults[0]
            raise ContractError(text("rettelse.feil", file=file, place=place, why=said))
        return holding(found)

    @cached_property
    def register(self) -> Register:
        """The register."""
        return open_register(self.settings.register_url)

    def all_parts(self) -> list[AcceptedPart]:
        """The accepted parts that every wave is built of."""
        lost = self.lost()
        return [part for part in self.register.parts_to_build() if (part.survey, part.year) not in lost]

    def lost(self) -> dict[tuple[str, int], Path]:
        """The waves that can no longer be built, with the release that their figures are carried on from."""
        return {wave: self.settings.releases / release for wave, release in self.register.lost_waves().items()}

    def standing(self) -> set[tuple[str, int]]:
        """The closed waves that no revision is let into."""
        revised = {(one.survey, one.year) for one in self.register.revisions() if one.closed_at is None}
        return self.register.closed_waves().keys() - revised

    def on_the_pages(self) -> Path | None:
        """The folder of the published release."""
        release = self.register.published()
        return None if release is None else self.settings.releases / release

    def declared(self) -> pl.DataFrame:
        """`undersokelse, aar, kommunenummer` of the municipalities that have declared that they do not map."""
        rows = [(one.survey, one.year, one.municipality) for one in self.register.declarations()]
        return pl.DataFrame(rows, schema={"undersokelse": pl.String, **WHO}, orient="row")

    def basis(self) -> Basis:
        """What a release built now would say that its figures come from."""
        return Basis(
            self.contracts,
            self.catalogue,
            self.geography,
            self.policy,
            self.coverage_policy,
            self.register.parts_to_build(),
            self.declared(),
            marks(self.corrections),
        )
