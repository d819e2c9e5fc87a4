"""Revisions: what waits to get into a wave that is published, and whether enough of it would enter together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.release_policy import Least, load_release_policy
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.handin.changes import row_changes
from pipelines.handin.desk import kept_words
from pipelines.register import PartEntry, PartState, Register, Revision, open_register
from pipelines.release.freeze import ReleaseError
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number


@dataclass(frozen=True)
class Pending:
    """What waits for a revision of a closed wave.

    Attributes:
        survey: the wave's survey.
        year: its year.
        release: the release that last changed it.
        municipalities: in how many something has changed; figures without a municipality count by their source.
        persons: rows that are new, gone or changed; of rows that are deleted only as many as the numbers differ by.
        least: how many must enter together.
        revision: the one that is open.
    """

    survey: str
    year: int
    release: str
    municipalities: int
    persons: int
    least: Least
    revision: Revision | None

    @property
    def enough(self) -> bool:
        """Whether so many would enter that nobody can be told from the difference."""
        return self.municipalities >= self.least.municipalities and self.persons >= self.least.persons

    def words(self) -> str:
        """How it stands, in a sentence."""
        if self.revision is not None:
            return text("revisjon.er_apen")
        if not self.municipalities:
            return text("revisjon.ingenting")
        places = number(self.municipalities)
        if self.enough:
            return text("revisjon.kan_apnes", kommuner=places, personer=number(self.persons))
        # How many persons they are is not told: it is a small number, and a refused run has the sentence in its log.
        limits = {"minst_kommuner": self.least.municipalities, "minst_personer": self.least.persons}
        return text("revisjon.for_faa", kommuner=places, **limits)


@dataclass(frozen=True)
class Revisions:
    """One installation's closed waves."""

    contracts: Contracts
    register: Register
    accepted: Path

    @classmethod
    def of(cls, settings: Settings) -> Revisions:
        """The closed waves of one installation."""
        return cls(load_contracts(settings.contracts), open_register(settings.register_url), settings.accepted)

    def pending(self) -> list[Pending]:
        """Every closed wave that can be revised, and what waits for it, ordered by survey and year."""
        closed = sorted(self.register.closed_waves())
        return [self.of_wave(survey, year) for survey, year in closed if self._least_of(survey) is not None]

    def of_wave(self, survey: str, year: int) -> Pending:
        """What waits for one wave.

        Raises:
            ReleaseError: it is not closed.
        """
        release = self.register.closed_waves().get((survey, year))
        least = self._least_of(survey)
        if release is None or least is None:
            raise ReleaseError(text("register.bolge_apen", undersokelse=survey[:40], aar=year))
        waiting = self.register.waiting(survey, year)
        changed = list(self._changed(self.contracts.surveys[survey], waiting.entering, waiting.leaving))
        opened = [r for r in self.register.revisions() if (r.survey, r.year) == (survey, year) and r.closed_at is None]
        return Pending(
            survey,
            year,
            release,
            municipalities=len({place for place, _ in changed}),
            persons=sum(persons for _, persons in changed),
            least=least,
            revision=opened[0] if opened else None,
        )

    def open(self, survey: str, year: int, *, actor: str, reason: str) -> Pending:
        """Let what waits into a wave; the next run builds with it, and its publication ends the revision.

        Returns:
            What entered.

        Raises:
            UserError: the wave is open, a revision of it is, too few would enter, or a reason that cannot be kept.
        """
        said = kept_words(reason)
        with self.register.transaction() as register:
            found = self.of_wave(survey, year)
            if found.revision is None and not found.enough:
                raise ReleaseError(text("revisjon.kan_ikke", undersokelse=survey, aar=year, hvorfor=found.words()))
            register.open_revision(survey, year, actor=actor, reason=said)
        return found

    def close(self, survey: str, year: int, *, actor: str, reason: str) -> None:
        """End a revision without publishing it.

        Raises:
            UserError: none is open, or a reason that cannot be kept.
        """
        self.register.close_revision(survey, year, actor=actor, reason=kept_words(reason))

    @cached_property
    def _least(self) -> Mapping[SurveyKind, Least | None]:
        return load_release_policy(self.contracts.folder).revision

    def _least_of(self, survey: str) -> Least | None:
        """How many must enter together; None for a survey that is not known or whose waves are not closed."""
        declared = self.contracts.surveys.get(survey)
        return self._least[declared.kind] if declared is not None else None

    def _changed(
        self, survey: Survey, entering: Sequence[PartEntry], leaving: Sequence[PartEntry]
    ) -> Iterator[tuple[str, int]]:
        """The places where something has changed, with how many rows; a place may come several times."""
        by_key: dict[str, tuple[list[PartEntry], list[PartEntry]]] = defaultdict(lambda: ([], []))
        for side, parts in enumerate((entering, leaving)):
            for part in parts:
                by_key[part.replaces_key][side].append(part)
        for key, (new, old) in by_key.items():
            if rows := self._rows_changed(survey, new, old):
                yield (new or old)[0].municipality or key, rows

    def _rows_changed(self, survey: Survey, new: Sequence[PartEntry], old: Sequence[PartEntry]) -> int:
        counts = [sum(part.rows for part in parts) for parts in (new, old)]
        if not new or not old:
            return sum(counts)
        if any(part.state is PartState.DELETED for part in old):
            return abs(counts[0] - counts[1])
        before, after = (pl.read_parquet([self.accepted / part.path for part in parts]) for parts in (old, new))
        changes = row_changes(before, after, survey.row_key)
        return changes.added + changes.removed + changes.changed
