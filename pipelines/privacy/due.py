"""What the policy says is to be deleted now, and the deleting of it. Each deletion is in the trail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.handin.desk import Desk
from pipelines.handin.inbox import ANSWERED, ANSWERS
from pipelines.privacy.policy import Kept, Term, load_retention
from pipelines.register import DeliveryEntry, PartState, Person, Register
from pipelines.settings import Settings
from pipelines.texts import text


@dataclass(frozen=True, order=True)
class Due:
    """One thing whose time is out.

    Attributes:
        kept: what it is.
        since: when its time began.
        subject: a receipt number, a person's number, or the name of a file or folder that we have made.
    """

    kept: Kept
    since: datetime
    subject: str


@dataclass(frozen=True)
class Retention:
    """One installation's policy, and what it is about."""

    settings: Settings
    desk: Desk
    terms: Mapping[Kept, Term]

    @classmethod
    def of(cls, settings: Settings, language: str = "nb") -> Retention:
        """Of one installation."""
        return cls(settings, Desk.of(settings, language), load_retention(settings.contracts))

    def due(self, now: datetime) -> list[Due]:
        """What is to be deleted at `now`, by kind and age."""
        found = [*self._rows(), *self._names(now), *self._files(Kept.ANSWERS), *self._files(Kept.CANDIDATES)]
        return sorted(one for one in found if self._out(one, now))

    def delete(self, one: Due, *, actor: str) -> None:
        """Delete one thing that is due.

        Raises:
            UserError: it cannot be deleted; the message says why.
        """
        register = self.desk.register
        match one.kept:
            case Kept.ROWS | Kept.ROWS_WITHOUT_EFFECT:
                self.desk.delete(one.subject, actor=actor, reason=text("personvern.tiden_er_ute"))
            case Kept.NAMES:
                register.forget_name(register.person(one.subject), actor=actor)
            case _:
                path = self._folder(one.kept) / one.subject
                if path.is_dir():
                    shutil.rmtree(path)
                else:
                    path.unlink(missing_ok=True)
                # The answer's name holds a mark of the file's name, and a candidate's nothing of anybody.
                register.note(actor, f"slettet etter oppbevaringstid: {one.kept}", one.kept.value)

    def _out(self, one: Due, now: datetime) -> bool:
        length = self.terms[one.kept].length
        return length is not None and one.since + length <= now

    def _rows(self) -> Iterator[Due]:
        entries = {entry.number: entry for entry in self.desk.register.deliveries()}
        in_effect = {part.path for part in self.desk.register.parts_to_build()}
        for entry in entries.values():
            held = [part for part in entry.parts if part.state is not PartState.DELETED]
            survey = self.desk.contracts.surveys.get(entry.survey or "")
            if not held or (survey is not None and not survey.kind.of_persons):
                continue
            if any(part.state is PartState.CURRENT or part.path in in_effect for part in held):
                yield Due(Kept.ROWS, entry.received_at, entry.number)
            else:
                yield Due(Kept.ROWS_WITHOUT_EFFECT, _ended(entry, entries), entry.number)

    def _names(self, now: datetime) -> Iterator[Due]:
        for person in self.desk.register.people():
            if person.name is not None and not self.desk.register.standing_grants(person, now):
                yield Due(Kept.NAMES, _left(self.desk.register, person), person.number)

    def _files(self, kept: Kept) -> Iterator[Due]:
        folder = self._folder(kept)
        for path in folder.iterdir() if folder.is_dir() else ():
            # What says that a file has been answered holds nothing of it, and keeps it from being answered again.
            if path.suffix != ANSWERED and not path.name.startswith("."):
                yield Due(kept, datetime.fromtimestamp(path.stat().st_mtime, UTC), path.name)

    def _folder(self, kept: Kept) -> Path:
        return self.settings.inbox / ANSWERS if kept is Kept.ANSWERS else self.settings.candidates


def _ended(entry: DeliveryEntry, entries: Mapping[str, DeliveryEntry]) -> datetime:
    """When the last of a delivery's parts was replaced or withdrawn."""
    ends = [
        entries[by].received_at if (by := part.replaced_by) is not None and by in entries else part.withdrawn_at
        for part in entry.parts
    ]
    return max((end for end in ends if end is not None), default=entry.received_at)


def _left(register: Register, person: Person) -> datetime:
    """When somebody last held something, or was last here."""
    ends = [min(grant.until_at, grant.withdrawn_at or grant.until_at) for grant in register.grants(person=person)]
    return max([person.last_seen_at, *ends])
