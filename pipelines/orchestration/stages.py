"""What each stage does, as plain functions over one installation. No Dagster here; the assets only call these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from pipelines.access import person
from pipelines.contracts.corrections import Corrections, holding, read_corrections
from pipelines.contracts.model import Survey
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.release_policy import ReleasePolicy, load_release_policy
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.disclosure.panel import load_panel_policy, panel_table
from pipelines.disclosure.policy import Policy, load_policy
from pipelines.disclosure.pool import with_pools
from pipelines.disclosure.protect import protect
from pipelines.geography import Geography, load_geography
from pipelines.geography.coverage import WHO, CoveragePolicy, load_coverage_policy
from pipelines.handin.correction_faults import correction_faults
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.indicators.comparability import declared_breaks
from pipelines.published import Status
from pipelines.register import AcceptedPart, Register, open_register
from pipelines.release.audited import attack, attackable
from pipelines.release.build import build_candidate
from pipelines.release.candidate import Candidate
from pipelines.release.carried import with_carried
from pipelines.release.freeze import check_unchanged
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.warehouse.cube import build_cube
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.waves import count_wave, load_wave

SEPARATOR = "|"


def partition_key(survey: str, year: int) -> str:
    """How a wave is named as a partition: `survey|year`."""
    return f"{survey}{SEPARATOR}{year}"


@dataclass(frozen=True)
class Stages:
    """One installation's stages, in order: `load` each wave, `cube`, `protect`, `candidate`, `audit`, `adopt`."""

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

    @property
    def partitions(self) -> list[str]:
        """`survey|year` of every wave that has a form."""
        return [partition_key(survey.id, year) for survey, year in self.contracts.waves]

    def wave(self, partition: str) -> tuple[Survey, int]:
        """The survey and year that a partition key names."""
        survey, _, year = partition.rpartition(SEPARATOR)
        return self.contracts.surveys[survey], int(year)

    def parts(self, partition: str) -> list[AcceptedPart]:
        """The accepted parts that a wave is built of; none of one that is lost."""
        survey, year = self.wave(partition)
        return [] if (survey.id, year) in self.lost() else self.register.parts_to_build(survey.id, year)

    def all_parts(self) -> list[AcceptedPart]:
        """The accepted parts that every wave is built of."""
        lost = self.lost()
        return [part for part in self.register.parts_to_build() if (part.survey, part.year) not in lost]

    def lost(self) -> dict[tuple[str, int], Path]:
        """The waves that can no longer be built, with the release that their figures are carried on from."""
        return {wave: self.settings.releases / release for wave, release in self.register.lost_waves().items()}

    def declared(self) -> pl.DataFrame:
        """`undersokelse, aar, kommunenummer` of the municipalities that have declared that they do not map."""
        rows = [(one.survey, one.year, one.municipality) for one in self.register.declarations()]
        return pl.DataFrame(rows, schema={"undersokelse": pl.String, **WHO}, orient="row")

    def load(self, partitions: Sequence[str]) -> dict[str, tuple[int, int]]:
        """Rebuild waves from their accepted parts.

        Returns:
            Rows and counts by partition.
        """
        result = {}
        with open_warehouse(self.settings.warehouse) as connection:
            for partition in partitions:
                survey, year = self.wave(partition)
                corrections = self.corrections.get((survey.id, year), ())
                rows = load_wave(connection, survey, year, self.settings.accepted, self.parts(partition), corrections)
                counts = count_wave(connection, survey, year, self.catalogue.get(survey.id, ()))
                result[partition] = (rows, counts)
        return result

    def build_cube(self) -> int:
        """Rebuild the unprotected cube of all waves; returns its number of figures."""
        with open_warehouse(self.settings.warehouse) as connection:
            cube = build_cube(
                connection, self.contracts, self.geography, self.catalogue, self.coverage_policy, self.declared()
            )
            _store(connection, "kube", cube)
        return cube.height

    def protect(self) -> tuple[int, int]:
        """Protect the cube; returns the number of figures and how many of them are hidden."""
        with open_warehouse(self.settings.warehouse) as connection:
            unprotected: pl.DataFrame = connection.sql("FROM kube").pl()
            hidden = protect(unprotected, self.contracts, self.catalogue, self.policy, self.geography)
            cube = with_pools(hidden, self.contracts, self.catalogue, self.policy)
            _store(connection, "kube_vernet", cube)
            breaks = declared_breaks(self.contracts, self.catalogue)
            enough = load_panel_policy(self.settings.contracts)
            _store(connection, "panel", panel_table(unprotected, self.geography, self.catalogue, breaks, enough))
        return cube.height, cube.filter(pl.col("status") == Status.HIDDEN).height

    def protected_cube(self) -> pl.DataFrame:
        """The protected cube."""
        with open_warehouse(self.settings.warehouse) as connection:
            cube: pl.DataFrame = connection.sql("FROM kube_vernet").pl()
        return cube

    def panel(self) -> pl.DataFrame:
        """What may be told of the same municipalities in two waves."""
        with open_warehouse(self.settings.warehouse) as connection:
            table: pl.DataFrame = connection.sql("FROM panel").pl()
        return table

    def candidate(self) -> int:
        """Freeze the protected cube with its companions, before its audit; returns the number of figures."""
        cube = with_carried(self.protected_cube(), self.lost())
        build_candidate(
            self.settings.candidates,
            cube,
            self.panel(),
            contracts=self.contracts,
            geography=self.geography,
            catalogue=self.catalogue,
            policy=self.policy,
            coverage_policy=self.coverage_policy,
            declared=self.declared(),
            register=self.register,
            corrections=self.corrections,
        )
        return cube.height

    def audit(self) -> Mapping[str, Any]:
        """Attack the candidate, unless it and the attacker are as last time; returns what the manifest tells of it."""
        candidate = Candidate.of(self.settings.candidates)
        return candidate.audit(
            lambda folder, earlier: attack(folder, self.contracts, self.catalogue, self.geography, earlier),
            attackable(self.settings.releases, self.register, check_unchanged(candidate.folder)),
        )

    def adopt(self, run_id: str | None = None) -> str:
        """Freeze the audited candidate as a draft release; returns its id."""
        candidate = Candidate.of(self.settings.candidates)
        return candidate.to_draft(self.settings.releases, self.register, run_id=run_id, actor=person())


def _store(connection: duckdb.DuckDBPyConnection, table: str, frame: pl.DataFrame) -> None:
    connection.register("ny", frame)
    connection.execute(f"CREATE OR REPLACE TABLE {table} AS FROM ny")
    connection.unregister("ny")
