"""Steps of releases, who saw changes, long audits, closed waves and their revisions; reasons in the trail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

PUBLISHED = sa.text("status = 'publisert'")
OPEN = sa.text("closed_at IS NULL")


def upgrade() -> None:
    """Make what is new. Of releases from before this, only the last one published still is; nobody is their author."""
    op.add_column("events", sa.Column("reason", sa.String))
    _releases()
    _closed_waves()


def _releases() -> None:
    op.add_column("releases", sa.Column("created_by", sa.String))
    op.execute(
        "UPDATE releases SET status = 'erstattet' WHERE status = 'publisert' AND EXISTS (SELECT 1 FROM releases AS "
        "later WHERE later.status = 'publisert' AND (later.published_at > releases.published_at OR "
        "(later.published_at = releases.published_at AND later.id > releases.id)))"
    )
    op.create_index(
        "releases_one_published", "releases", ["status"],
        unique=True, sqlite_where=PUBLISHED, postgresql_where=PUBLISHED,
    )  # fmt: skip
    op.create_table(
        "release_steps",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("before", sa.String, nullable=False),
        sa.Column("after", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String),
        sa.Column("second_person", sa.String),
        sa.Column("embargo", sa.DateTime(timezone=True)),
    )
    op.create_index("release_steps_release", "release_steps", ["release_id"])
    op.create_table(
        "changes_seen",
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("against", sa.String, sa.ForeignKey("releases.id"), primary_key=True),
        sa.Column("actor", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "bounds_jobs",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("passed", sa.Boolean, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("bounds_jobs_release", "bounds_jobs", ["release_id"])


def _closed_waves() -> None:
    op.create_table(
        "closed_waves",
        sa.Column("survey", sa.String, primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "closed_parts",
        sa.Column("part_id", sa.Integer, sa.ForeignKey("parts.id"), primary_key=True),
    )
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("survey", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("closed_by", sa.String),
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id")),
    )
    op.create_index(
        "revisions_one_open", "revisions", ["survey", "year"],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip
    op.create_table(
        "revision_parts",
        sa.Column("revision_id", sa.Integer, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("part_id", sa.Integer, sa.ForeignKey("parts.id"), primary_key=True),
    )
