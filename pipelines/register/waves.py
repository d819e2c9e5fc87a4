"""Open and closed waves: what a wave is built of, and the revisions that let later parts into one that is published.

A wave is open until it is first published, and is built of its current parts. From then on it is closed: what is handed
in, withdrawn or deleted later is entered like anything else, and waits for a revision. How many must enter together is
not asked here (`pipelines.release.revision`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, insert, or_, select, update

from pipelines.errors import UserError
from pipelines.register import tables
from pipelines.register.database import Store
from pipelines.register.entries import (
    AcceptedPart,
    DeliveryOfWave,
    PartEntry,
    PartState,
    Revision,
    Waiting,
    WaveProblem,
)
from pipelines.register.parts import part_entry
from pipelines.register.trail import add_event
from pipelines.texts import text

_parts, _closed, _frozen = tables.parts, tables.closed_waves, tables.closed_parts
_revisions, _let_in = tables.revisions, tables.revision_parts
_OPEN = _revisions.c.closed_at.is_(None)
_GONE = {PartState.DELETED, PartState.WITHDRAWN}


class Waves(Store):
    """The part of the register that knows what a wave is built of."""

    def parts_to_build(self, survey: str | None = None, year: int | None = None) -> list[AcceptedPart]:
        """The parts that waves are built of, those of a closed one that are deleted too (see `lost_waves`).

        Ordered by survey, year, municipality and key.
        """
        asked = ((_parts.c.survey, survey), (_parts.c.year, year))
        with self._reading() as connection:
            rows = _rows(connection, _built(), *(column == value for column, value in asked if value is not None))
        return [_accepted(part) for part in rows]

    def deliveries_to_build(self) -> list[DeliveryOfWave]:
        """The deliveries that waves are built of, with the rules broken in them, by survey, year and number."""
        counts = tables.finding_counts
        names = (_parts.c.survey, _parts.c.year, _parts.c.delivery_id, _parts.c.form)
        parts = select(*names, _parts.c.municipality).where(_built()).distinct().order_by(*names)
        found = select(counts.c.delivery_id, counts.c.rule).where(
            counts.c.delivery_id.in_(select(_parts.c.delivery_id).where(_built()))
        )
        places: dict[tuple[str, int, int, str], set[str]] = defaultdict(set)
        rules: dict[int, set[str]] = defaultdict(set)
        with self._reading() as connection:
            for *delivery, municipality in connection.execute(parts):
                places[tuple(delivery)].update(filter(None, [municipality]))
            for number, rule in connection.execute(found.distinct()):
                rules[number].add(rule)
        return [
            DeliveryOfWave(survey, year, form, frozenset(municipalities), frozenset(rules[number]))
            for (survey, year, number, form), municipalities in places.items()
        ]

    def lost_waves(self) -> dict[tuple[str, int], str]:
        """The closed waves that cannot be built any more, since rows of them are deleted; with the release as above."""
        with self._reading() as connection:
            deleted = _rows(connection, _built(), _parts.c.state == PartState.DELETED)
            closed = self.closed_waves()
        return {wave: closed[wave] for wave in sorted({(part.survey, part.year) for part in deleted})}

    def closed_waves(self) -> dict[tuple[str, int], str]:
        """(survey, year) of every closed wave, with the release that last changed it."""
        with self._reading() as connection:
            rows = connection.execute(select(_closed.c.survey, _closed.c.year, _closed.c.release_id))
            return {(survey, year): release for survey, year, release in rows}

    def waiting(self, survey: str, year: int) -> Waiting:
        """What has come and gone since a closed wave was published; nothing of an open one."""
        frozen = _parts.c.id.in_(select(_frozen.c.part_id))
        of_wave = and_(_parts.c.survey == survey, _parts.c.year == year, _is_closed())
        with self._reading() as connection:
            entering = _rows(connection, of_wave, _parts.c.state == PartState.CURRENT, ~frozen)
            leaving = _rows(connection, of_wave, _parts.c.state != PartState.CURRENT, frozen)
        return Waiting(tuple(entering), tuple(leaving))

    def wave_problems(self, release: str) -> list[WaveProblem]:
        """Why `release` may not be published as far as its waves go; the waves in order, each once."""
        held = select(tables.release_parts.c.path).where(tables.release_parts.c.release_id == release)
        with self._reading() as connection:
            of_release = _rows(connection, _parts.c.path.in_(held))
            closed = self.closed_waves()
            built = _rows(connection, _built(), _is_closed())
        states: dict[tuple[str, int, str], set[PartState]] = defaultdict(set)
        for part in of_release:
            states[part.survey, part.year, part.path].add(part.state)
        paths: dict[tuple[str, int], set[str]] = defaultdict(set)
        for part in built:
            paths[part.survey, part.year].add(part.path)
        problems = []
        for survey, year in sorted({(part.survey, part.year) for part in of_release}):
            mine = {path: found for (s, y, path), found in states.items() if (s, y) == (survey, year)}
            # What a closed wave has published stands, whatever has become of the rows since.
            lost: set[PartState] = set() if (survey, year) in closed else _GONE
            if any(found <= lost for found in mine.values()):
                problems.append(WaveProblem(survey, year, gone=True))
            elif (survey, year) in closed and mine.keys() != paths[survey, year]:
                problems.append(WaveProblem(survey, year, gone=False))
        return problems

    def close_waves(self, release: str, actor: str, surveys: Collection[str]) -> None:
        """Close the waves of `release`, which is being published, with the parts it holds; end their revisions.

        Args:
            release: its id.
            actor: who publishes it.
            surveys: those whose waves are closed.
        """
        now = datetime.now(UTC)
        held = select(tables.release_parts.c.path).where(tables.release_parts.c.release_id == release)
        with self._writing() as connection:
            waves: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
            of_release = _rows(connection, _parts.c.path.in_(held), _parts.c.survey.in_(surveys))
            for part in sorted(of_release, key=lambda part: part.id):
                # The same content handed in twice is one part: the later one stands for both.
                waves[part.survey, part.year][part.path] = part.id
            known = self.closed_waves()
            for (survey, year), parts in sorted(waves.items()):
                of_wave = {"survey": survey, "year": year}
                if (survey, year) in known:
                    own = select(_parts.c.id).filter_by(**of_wave)
                    connection.execute(delete(_frozen).where(_frozen.c.part_id.in_(own)))
                else:
                    row = of_wave | {"release_id": release, "at": now}
                    connection.execute(insert(_closed), row)
                    add_event(connection, actor, f"bølge stengt: {release}", f"{survey}/{year}")
                connection.execute(insert(_frozen), [{"part_id": part} for part in sorted(parts.values())])
                ended = update(_revisions).filter_by(**of_wave).where(_OPEN)
                change = {"closed_at": now, "closed_by": actor, "release_id": release}
                if connection.execute(ended.values(change)).rowcount:
                    changed = update(_closed).filter_by(**of_wave)
                    connection.execute(changed.values(release_id=release))
                    add_event(connection, actor, f"revisjon publisert: {release}", f"{survey}/{year}")

    def open_revision(self, survey: str, year: int, *, actor: str, reason: str) -> None:
        """Let what is current now into a closed wave; what comes later waits for the next revision.

        Raises:
            UserError: the wave is not closed, or a revision of it is open.
        """
        of_wave = {"survey": survey, "year": year}
        with self._writing() as connection:
            if (survey, year) not in self.closed_waves():
                raise UserError(text("register.bolge_apen", undersokelse=survey, aar=year))
            if connection.execute(select(_revisions.c.id).filter_by(**of_wave).where(_OPEN)).first() is not None:
                raise UserError(text("register.revisjon_apen", undersokelse=survey, aar=year))
            row = of_wave | {"reason": reason, "actor": actor, "at": datetime.now(UTC)}
            key = connection.execute(insert(_revisions).values(row).returning(_revisions.c.id)).scalar_one()
            current = select(_parts.c.id).filter_by(**of_wave).where(_parts.c.state == PartState.CURRENT)
            members = [{"revision_id": key, "part_id": part} for part in connection.execute(current).scalars()]
            if members:
                connection.execute(insert(_let_in), members)
            add_event(connection, actor, "revisjon åpnet", f"{survey}/{year}", reason)

    def close_revision(self, survey: str, year: int, *, actor: str, reason: str) -> None:
        """End an open revision without publishing it: the wave is built as it was published again.

        Raises:
            UserError: none is open.
        """
        ended = update(_revisions).filter_by(survey=survey, year=year).where(_OPEN)
        with self._writing() as connection:
            if not connection.execute(ended.values(closed_at=datetime.now(UTC), closed_by=actor)).rowcount:
                raise UserError(text("register.ingen_revisjon", undersokelse=survey, aar=year))
            add_event(connection, actor, "revisjon lukket", f"{survey}/{year}", reason)

    def revisions(self) -> list[Revision]:
        """Every revision, newest first."""
        query = select(*(_revisions.c[name] for name in Revision.__dataclass_fields__))
        with self._reading() as connection:
            return [Revision(**row) for row in connection.execute(query.order_by(_revisions.c.id.desc())).mappings()]


def _is_closed() -> ColumnElement[bool]:
    return exists().where(_closed.c.survey == _parts.c.survey, _closed.c.year == _parts.c.year)


def _built() -> ColumnElement[bool]:
    """The parts that their waves are built of."""
    revised = exists().where(_revisions.c.survey == _parts.c.survey, _revisions.c.year == _parts.c.year, _OPEN)
    let_in = select(_let_in.c.part_id).join(_revisions, _let_in.c.revision_id == _revisions.c.id).where(_OPEN)
    return or_(
        and_(~_is_closed(), _parts.c.state == PartState.CURRENT),
        and_(_is_closed(), ~revised, _parts.c.id.in_(select(_frozen.c.part_id))),
        and_(revised, _parts.c.id.in_(let_in)),
    )


def _rows(connection: Connection, *conditions: ColumnElement[bool]) -> list[PartEntry]:
    order = (_parts.c.survey, _parts.c.year, _parts.c.municipality, _parts.c.replaces_key, _parts.c.sha256)
    query = select(_parts).where(*conditions).order_by(*order)
    return [part_entry(row) for row in connection.execute(query).mappings()]


def _accepted(part: PartEntry) -> AcceptedPart:
    return AcceptedPart(**{name: getattr(part, name) for name in AcceptedPart.__dataclass_fields__})
