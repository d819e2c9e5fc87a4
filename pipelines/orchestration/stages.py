"""What each stage does, as plain functions over one installation. No Dagster here; the assets only call these.

A stage whose result is already made by the same as now is not made again: a run when nothing has changed does nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from pipelines.access import person
from pipelines.contracts.model import Survey
from pipelines.disclosure.memory import Memory
from pipelines.disclosure.panel import load_panel_policy, panel_table
from pipelines.disclosure.pool import with_pools
from pipelines.disclosure.protect import protect
from pipelines.errors import UserError
from pipelines.indicators.comparability import declared_breaks
from pipelines.orchestration.marks import Marks
from pipelines.published import Status
from pipelines.register import AcceptedPart
from pipelines.release.audited import attack, attackable
from pipelines.release.build import build_candidate
from pipelines.release.candidate import Candidate, discard
from pipelines.release.carried import published_figures, with_carried
from pipelines.release.freeze import check_unchanged
from pipelines.release.inputs import Inputs
from pipelines.texts import text
from pipelines.warehouse.cube import build_cube
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.engine import Engine, engine_of
from pipelines.warehouse.made import forget, made_by, making, marks_of, remember, remembered
from pipelines.warehouse.rounded import with_rounded
from pipelines.warehouse.waves import count_wave, load_wave

SEPARATOR = "|"
CUBE, PROTECTED, PANEL = "kube", "kube_vernet", "panel"


def partition_key(survey: str, year: int) -> str:
    """How a wave is named as a partition: `survey|year`."""
    return f"{survey}{SEPARATOR}{year}"


@dataclass(frozen=True)
class Stages(Inputs):
    """One installation's stages, in order: `load` each wave, `cube`, `protect`, `candidate`, `audit`, `adopt`."""

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

    def load(self, partitions: Sequence[str]) -> dict[str, int]:
        """Rebuild from their accepted parts the waves that have changed, and those asked for where not all are.

        Whichever are asked for, none is left that has changed: a release is of one state.

        Args:
            partitions: waves. All of them is «what has changed»; some of them is «these again».

        Returns:
            The number of counts by partition, of those asked for and those rebuilt.
        """
        marks, result = self._wave_marks(), {}
        again = set() if set(partitions) == set(self.partitions) else set(partitions)
        with open_warehouse(self.settings.warehouse) as connection, engine_of(self.settings) as engine:
            for partition, mark in marks.items():
                numbers = None if partition in again else made_by(connection, partition, mark)
                rebuilt = numbers is None
                if numbers is None:
                    with making(connection, partition, mark) as noted:
                        numbers = (self._load_wave(connection, partition, engine),)
                        noted.extend(numbers)
                if rebuilt or partition in partitions:
                    result[partition] = numbers[-1]
        return result

    def _load_wave(self, connection: duckdb.DuckDBPyConnection, partition: str, engine: Engine) -> int:
        survey, year = self.wave(partition)
        corrections = self.corrections.get((survey.id, year), ())
        load_wave(connection, survey, year, self.settings.accepted, self.parts(partition), corrections)
        return count_wave(connection, survey, year, self.catalogue.get(survey.id, ()), engine)

    def build_cube(self) -> int:
        """Rebuild the unprotected cube of all waves; returns its number of figures."""
        with open_warehouse(self.settings.warehouse) as connection:
            mark = Marks(self).cube(marks_of(connection, self.partitions))
            if (numbers := made_by(connection, CUBE, mark)) is not None:
                return numbers[0]
            cube = build_cube(
                connection, self.contracts, self.geography, self.catalogue, self.coverage_policy, self.declared()
            )
            with making(connection, CUBE, mark) as noted:
                _store(connection, CUBE, cube)
                noted.append(cube.height)
        return cube.height

    def protect(self) -> tuple[int, int]:
        """Protect the cube; returns the number of figures and how many of them are hidden."""
        with open_warehouse(self.settings.warehouse) as connection:
            marks = Marks(self)
            mark = marks.protected(marks_of(connection, [CUBE]))
            if (numbers := made_by(connection, PROTECTED, mark)) is not None:
                return numbers[0], numbers[1]
            counted: pl.DataFrame = connection.sql(f"FROM {CUBE}").pl()
            unprotected = with_rounded(connection, counted, self.contracts, self.catalogue, self.policy, self.geography)
            memory = Memory(marks.program, remembered(connection))
            published = published_figures(self.on_the_pages(), self.standing())
            hidden = protect(
                unprotected, self.contracts, self.catalogue, self.policy, self.geography, memory, published
            )
            cube = with_pools(hidden, self.contracts, self.catalogue, self.policy)
            breaks = declared_breaks(self.contracts, self.catalogue)
            enough = load_panel_policy(self.settings.contracts)
            panel = panel_table(unprotected, self.geography, self.catalogue, breaks, enough)
            figures, unseen = cube.height, cube.filter(pl.col("status") == Status.HIDDEN).height
            with making(connection, PROTECTED, mark) as noted:
                _store(connection, PROTECTED, cube)
                _store(connection, PANEL, panel)
                remember(connection, memory.used)
                noted.extend((figures, unseen))
        return figures, unseen

    def cube(self) -> pl.DataFrame | None:
        """The cube before anything is hidden in it; None where none has been made."""
        with open_warehouse(self.settings.warehouse) as connection:
            made = connection.execute("FROM duckdb_tables() WHERE table_name = ?", [CUBE]).fetchall()
            cube: pl.DataFrame | None = connection.sql(f"FROM {CUBE}").pl() if made else None
        return cube

    def protected_cube(self) -> pl.DataFrame:
        """The protected cube."""
        with open_warehouse(self.settings.warehouse) as connection:
            cube: pl.DataFrame = connection.sql(f"FROM {PROTECTED}").pl()
        return cube

    def panel(self) -> pl.DataFrame:
        """What may be told of the same municipalities in two waves."""
        with open_warehouse(self.settings.warehouse) as connection:
            table: pl.DataFrame = connection.sql(f"FROM {PANEL}").pl()
        return table

    def distrust(self) -> None:
        """Make everything again next time: something was not as it should be."""
        with open_warehouse(self.settings.warehouse) as connection:
            forget(connection)
        discard(self.settings.candidates)

    def _wave_marks(self) -> dict[str, str]:
        marks, parts = Marks(self), defaultdict[str, list[AcceptedPart]](list)
        for part in self.all_parts():
            parts[partition_key(part.survey, part.year)].append(part)
        return {key: marks.wave(*self.wave(key), parts[key]) for key in self.partitions}

    def candidate(self) -> int:
        """Freeze the protected cube with its companions, before its audit; returns the number of figures.

        Raises:
            UserError: something was handed in or withdrawn since the waves were loaded.
        """
        with open_warehouse(self.settings.warehouse) as connection:
            loaded, protected = marks_of(connection, self.partitions), marks_of(connection, [PROTECTED])
            if loaded != self._wave_marks():
                raise UserError(text("kjoring.endret_underveis"))
            cube: pl.DataFrame = connection.sql(f"FROM {PROTECTED}").pl()
        mark = Marks(self).candidate(protected)
        cube = with_carried(cube, self.lost())
        if Candidate.made_by(self.settings.candidates, mark):
            return cube.height
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
            mark=mark,
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
