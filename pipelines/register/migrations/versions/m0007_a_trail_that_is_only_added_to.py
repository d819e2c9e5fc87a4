"""Lines of the trail are chained, and the database itself refuses to change or remove one."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from pipelines.register.chain import START, digest

revision = "0007"
down_revision = "0006"

_REFUSED = "the trail is only added to"
# What replaces a row in SQLite removes the old one without asking the trigger of removals.
_SQLITE = (
    f"CREATE TRIGGER events_no_update BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    f"CREATE TRIGGER events_no_delete BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
    "CREATE TRIGGER events_no_replace BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id) "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END",
)
_POSTGRESQL = (
    "CREATE FUNCTION events_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$",
    "CREATE TRIGGER events_no_change BEFORE UPDATE OR DELETE ON events FOR EACH ROW "
    "EXECUTE FUNCTION events_only_added_to()",
    "CREATE TRIGGER events_no_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT "
    "EXECUTE FUNCTION events_only_added_to()",
    "REVOKE UPDATE, DELETE, TRUNCATE ON events FROM PUBLIC",
)


def upgrade() -> None:
    """Chain the lines there are, from the oldest; whatever happened to them before this cannot be told."""
    op.add_column("events", sa.Column("digest", sa.String(64), nullable=False, server_default=""))
    connection, before = op.get_bind(), START
    rows = connection.execute(sa.text("SELECT id, at, actor, action, subject, reason FROM events ORDER BY id")).all()
    for id_, at, actor, action, subject, reason in rows:
        before = digest(before, _moment(at), actor, action, subject, reason)
        connection.execute(sa.text("UPDATE events SET digest = :d WHERE id = :i"), {"d": before, "i": id_})
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _moment(at: str | datetime) -> datetime:
    said = datetime.fromisoformat(at) if isinstance(at, str) else at
    return said if said.tzinfo else said.replace(tzinfo=UTC)
