"""What a municipality does besides handing in: confirm, withdraw, have deleted, say that it does not map, explain.

Everything leaves a trace in the register, with who and why. What people write is screened: an identity number in a
reason or a note is refused, and is not repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.contracts.model import Survey, SurveyKind, in_language
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.errors import UserError
from pipelines.geography import Geography, load_geography
from pipelines.handin.accepted import findings_beside
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from pipelines.intake.identity import find
from pipelines.register import AcceptedPart, Register, Statement, open_register
from pipelines.settings import Settings
from pipelines.texts import text

LONGEST = 300
"""Characters of a reason or a note."""


class DeskError(UserError):
    """What is asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True)
class Desk:
    """One installation's desk. Every method records who did it (`actor`); messages are in `language`."""

    contracts: Contracts
    geography: Geography
    catalogue: Catalogue
    register: Register
    accepted: Path
    warehouse: Path
    language: str = "nb"

    @classmethod
    def of(cls, settings: Settings, language: str = "nb") -> Desk:
        """The desk of one installation."""
        return cls(
            load_contracts(settings.contracts),
            load_geography(settings.contracts / "reference"),
            load_catalogue(settings.contracts),
            open_register(settings.register_url),
            settings.accepted,
            settings.warehouse,
            language,
        )

    def confirm(self, number: str, statement: Statement, *, actor: str) -> None:
        """Add to a delivery that somebody stands behind it.

        Raises:
            UserError: no such delivery; no name; legal basis or information to the registered not confirmed.
        """
        check_statement(statement, self.language)
        self.register.confirm(number, statement, actor=actor, language=self.language)

    def withdraw(self, number: str, *, actor: str, reason: str) -> list[AcceptedPart]:
        """Take a delivery back; what it had replaced does not return. Returns the parts that are no longer current.

        Raises:
            UserError: no such delivery, nothing left to withdraw, or a reason that cannot be kept.
        """
        return self.register.withdraw(number, actor=actor, reason=self._said(reason), language=self.language)

    def delete(self, number: str, *, actor: str, reason: str) -> int:
        """Delete every row of a delivery for good; number, time and who remain. Returns how many files were removed.

        Safe to repeat: what an interruption left on disk goes the next time. The warehouse may hold the rows as well,
        and is removed with them; the next run makes it again without them.

        Raises:
            UserError: no such delivery, or a reason that cannot be kept.
        """
        said = self._said(reason)
        # In one transaction: a hand-in of the same content must not come to need a file that is about to go.
        with self.register.transaction() as register:
            paths = [
                self.accepted / path
                for path in register.mark_deleted(number, actor=actor, reason=said, language=self.language)
            ]
            held = [path for path in paths if path.exists()]
            for path in paths:
                findings_beside(path).unlink(missing_ok=True)
                path.unlink(missing_ok=True)
        for path in (self.warehouse, self.warehouse.with_name(f"{self.warehouse.name}.wal")):
            path.unlink(missing_ok=True)
        return len(held)

    def declare_not_mapping(self, survey_id: str, year: int, municipality: str, *, actor: str, reason: str) -> None:
        """Enter that a municipality does not take part in a wave, so that its absence is not read as a delay.

        Raises:
            UserError: unknown survey, year or municipality; it has delivered already; or a reason that cannot be kept.
        """
        survey = self._wave(survey_id, year, municipality)
        if survey.kind is SurveyKind.FIGURES:
            raise DeskError(text("levering.ikke_kartlegging", self.language, survey=self._title(survey)))
        said = self._said(reason)
        self.register.declare_not_mapping(
            survey.id, year, municipality, reason=said, actor=actor, language=self.language
        )

    def revoke_declaration(self, survey_id: str, year: int, municipality: str, *, actor: str) -> None:
        """Take back that a municipality does not take part.

        Raises:
            UserError: unknown survey, year or municipality, or nothing was declared.
        """
        self._wave(survey_id, year, municipality)
        self.register.revoke_declaration(survey_id, year, municipality, actor=actor, language=self.language)

    def add_note(
        self, survey_id: str, year: int, municipality: str, indicator: str | None, note: str, *, actor: str
    ) -> int:
        """Put a municipality's own words beside its figure, or all its figures of a wave. Returns the note's id.

        Raises:
            UserError: unknown survey, year, municipality or indicator, or words that cannot be kept.
        """
        survey = self._wave(survey_id, year, municipality)
        if indicator is not None and indicator not in {i.id for i in self.catalogue.get(survey.id, ())}:
            raise DeskError(text("levering.ukjent_indikator", self.language, indicator=indicator[:40]))
        said = self._said(note)
        return self.register.add_note(survey.id, year, municipality, text=said, actor=actor, indicator=indicator)

    def remove_note(self, note: int, *, actor: str) -> None:
        """Take a note away; later releases are without it.

        Raises:
            UserError: no such note.
        """
        self.register.remove_note(note, actor=actor, language=self.language)

    def _wave(self, survey_id: str, year: int, municipality: str) -> Survey:
        survey = self.contracts.surveys.get(survey_id)
        if survey is None:
            known = ", ".join(self.contracts.surveys)
            raise DeskError(text("levering.ukjent_undersokelse", self.language, survey=survey_id[:40], known=known))
        if survey.form_of(year) is None:
            raise DeskError(text("levering.ukjent_aar", self.language, survey=self._title(survey), year=year))
        if municipality not in self.geography.valid(year):
            raise DeskError(text("levering.ukjent_kommune", self.language, code=municipality[:10], year=year))
        return survey

    def _title(self, survey: Survey) -> str:
        return in_language(survey.title, self.language)

    def _said(self, words: str) -> str:
        return kept_words(words, self.language)


def check_statement(statement: Statement, language: str = "nb") -> None:
    """Refuse a statement that confirms nothing, or that cannot be kept.

    Raises:
        DeskError: the name or a reason is missing or holds an identity number; legal basis or information to the
            registered is not confirmed.
    """
    kept_words(statement.name, language)
    if not (statement.legal_basis and statement.informed):
        raise DeskError(text("levering.maa_bekreftes", language))
    for acknowledged in statement.acknowledged:
        kept_words(acknowledged.reason, language)


def kept_words(words: str, language: str = "nb") -> str:
    """`words` on one line, when they may be kept.

    Raises:
        DeskError: empty, too long, or with an identity number, which is not repeated.
    """
    said = " ".join(words.split())
    if not said:
        raise DeskError(text("levering.uten_ord", language))
    if len(said) > LONGEST:
        raise DeskError(text("levering.for_langt", language, n=LONGEST))
    if find(said) is not None:
        raise DeskError(text("levering.identitetsnummer", language))
    return said
