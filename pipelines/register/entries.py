"""What is written to and read from the register, as frozen values. Nothing here touches a database.

Every moment is in UTC, with its zone. Receipt numbers (`L000012`) are what people see; the integer behind is the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PartState(StrEnum):
    """What has become of an accepted part. Only current parts are computed from."""

    CURRENT = "gjeldende"
    REPLACED = "erstattet"
    WITHDRAWN = "trukket"
    DELETED = "slettet"


@dataclass(frozen=True)
class Delivery:
    """One file handed in, as it is recorded. `file_name` and `contact` must be safe to keep (no identity number).

    `channel` is the door it came by: side, kommando, innboks or demo. `municipalities` are the codes recognised in the
    file, also when it was refused.
    """

    actor: str
    file_name: str
    file_sha256: str
    survey: str | None
    form: str | None
    year: int | None
    status: str
    rows_read: int
    rows_accepted: int
    rows_refused: int
    form_version: str | None = None
    rows_set_aside: int = 0
    channel: str = "kommando"
    municipalities: tuple[str, ...] = ()
    contact: str | None = None


@dataclass(frozen=True)
class AcceptedPart:
    """One accepted part. A later part with the same `survey` and `replaces_key` replaces it."""

    survey: str
    form: str
    form_version: str
    year: int
    municipality: str | None
    replaces_key: str
    path: str
    sha256: str
    rows: int
    synthetic: bool


@dataclass(frozen=True, kw_only=True)
class PartEntry(AcceptedPart):
    """An accepted part with its fate. `delivery` and `replaced_by` are receipt numbers."""

    id: int
    delivery: str
    state: PartState
    replaced_by: str | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Acknowledgement:
    """A warning that the person has looked at and explained. `reason` must be safe to keep."""

    rule: str
    reason: str


@dataclass(frozen=True)
class Statement:
    """What the person who hands in has confirmed: the legal basis, and that people were told they may opt out."""

    name: str
    legal_basis: bool
    informed: bool
    acknowledged: tuple[Acknowledgement, ...] = ()


@dataclass(frozen=True)
class FindingCount:
    """How often one rule was broken in one delivery. Neither rows nor values are kept."""

    rule: str
    column: str | None
    severity: str
    count: int


@dataclass(frozen=True)
class DeliveryOfWave:
    """One delivery that a wave is built of: where its parts in the wave are from, and the rules its file broke.

    The rules are the file's: a file with parts in several waves has them in each.
    """

    survey: str
    year: int
    form: str
    municipalities: frozenset[str]
    rules: frozenset[str]


@dataclass(frozen=True)
class Ending:
    """A withdrawal or a deletion: who, when and why."""

    actor: str
    at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class DeliveryEntry(Delivery):
    """A delivery with everything it left behind. `municipalities` are those recognised and those of its parts."""

    id: int
    number: str
    received_at: datetime
    statement: Statement | None
    counts: tuple[FindingCount, ...]
    parts: tuple[PartEntry, ...]
    withdrawn: Ending | None
    deleted: Ending | None


@dataclass(frozen=True)
class Declaration:
    """«Vi kartlegger ikke i år»: one municipality's word for one wave."""

    survey: str
    year: int
    municipality: str
    reason: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class FigureNote:
    """A municipality's own words about its figures of one wave; about one indicator, or all where it is None."""

    id: int
    survey: str
    year: int
    municipality: str
    indicator: str | None
    text: str
    actor: str
    at: datetime


@dataclass(frozen=True)
class ReleaseEntry:
    """A release as the register knows it; its content lies in its folder."""

    id: str
    status: str
    created_at: datetime
    published_at: datetime | None
    created_by: str | None


@dataclass(frozen=True)
class ReleaseStep:
    """One step of a release. `embargo` is when an approved one may be published at the earliest.

    `second_person` is whom an approver named as having read it too.
    """

    step: str
    before: str
    after: str
    actor: str
    at: datetime
    reason: str | None = None
    second_person: str | None = None
    embargo: datetime | None = None


@dataclass(frozen=True)
class Waiting:
    """What has happened to a closed wave and waits: parts that have come, and published ones that count no more."""

    entering: tuple[PartEntry, ...]
    leaving: tuple[PartEntry, ...]


@dataclass(frozen=True)
class WaveProblem:
    """A wave that keeps a release from being published.

    `gone`: rows in it have been withdrawn or deleted since; else it is closed and built of other parts than it may be.
    """

    survey: str
    year: int
    gone: bool


@dataclass(frozen=True)
class Revision:
    """A revision of a closed wave. `closed_at` is None while it is open; `release_id` took it in."""

    survey: str
    year: int
    reason: str
    actor: str
    at: datetime
    closed_at: datetime | None
    closed_by: str | None
    release_id: str | None


@dataclass(frozen=True)
class Person:
    """Somebody who has logged in. `name` is None where it has been deleted or never was told."""

    id: int
    issuer: str
    subject: str
    name: str | None
    first_seen_at: datetime
    last_seen_at: datetime

    @property
    def number(self) -> str:
        """What the trail calls her: `P0007`."""
        return f"P{self.id:04d}"


@dataclass(frozen=True, kw_only=True)
class Grant:
    """A role in an area, given to the person with this number."""

    id: int
    person: str
    role: str
    area: str
    from_at: datetime
    until_at: datetime
    reason: str
    given_by: str
    given_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None

    def stands(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return self.withdrawn_at is None and self.from_at <= at < self.until_at


@dataclass(frozen=True)
class Event:
    """One line of the trail: who did what to what. A delivery's subject is its receipt number."""

    actor: str
    action: str
    subject: str
    at: datetime
    reason: str | None
