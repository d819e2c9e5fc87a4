"""The register's tables as they are now. Shapes only; how a database gets them is told in `migrations/`."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    text,
)

from pipelines.register.types import Moment, Words

metadata = MetaData()

_CURRENT = text("state = 'gjeldende'")
_STANDS = text("revoked_at IS NULL")
_PUBLISHED = text("status = 'publisert'")
_OPEN = text("closed_at IS NULL")

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("received_at", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("file_name", Words, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("survey", String),
    Column("form", String),
    Column("year", Integer),
    Column("status", String, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    Column("form_version", String),
    Column("rows_set_aside", Integer, nullable=False, server_default="0"),
    Column("channel", String, nullable=False, server_default="kommando"),
    Column("contact", Words),
    Index("deliveries_file", "file_sha256"),
    Index("deliveries_wave", "survey", "year"),
)

delivery_municipalities = Table(
    "delivery_municipalities",
    metadata,
    Column("municipality", Words, primary_key=True),
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Index("delivery_municipalities_delivery", "delivery_id"),
)

statements = Table(
    "statements",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("name", Words, nullable=False),
    Column("legal_basis", Boolean, nullable=False),
    Column("informed", Boolean, nullable=False),
)

acknowledgements = Table(
    "acknowledgements",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("delivery_id", ForeignKey("deliveries.id"), nullable=False),
    Column("rule", String, nullable=False),
    Column("reason", Words, nullable=False),
    Index("acknowledgements_delivery", "delivery_id"),
)

# `kind` is the state that the delivery's parts came to: trukket or slettet.
endings = Table(
    "endings",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("kind", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("reason", Words, nullable=False),
)

# What a part replaces is found by a digest: the key holds text from a file, which may be longer than an index takes.
# One delivery may have a current part in several years under one key (decision 0007), but never two in one year.
parts = Table(
    "parts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("delivery_id", ForeignKey("deliveries.id"), nullable=False),
    Column("survey", String, nullable=False),
    Column("form", String, nullable=False),
    Column("form_version", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("municipality", String),
    Column("replaces_key", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("replaced_by", ForeignKey("deliveries.id")),
    Column("replaces_digest", String(64), nullable=False, server_default=""),
    Column("state", String, nullable=False, server_default="gjeldende"),
    Column("withdrawn_at", Moment),
    Index(
        "parts_one_current", "survey", "replaces_digest", "year",
        unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT,
    ),
    Index("parts_current", "survey", "year", "municipality", sqlite_where=_CURRENT, postgresql_where=_CURRENT),
    Index("parts_delivery", "delivery_id"),
    Index("parts_file", "sha256"),
)  # fmt: skip

finding_counts = Table(
    "finding_counts",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id")),
    Column("rule", String),
    Column("column", Words),
    Column("severity", String),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("delivery_id", "rule", "column", "severity", name="finding_counts_pkey"),
)

declarations = Table(
    "declarations",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("survey", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("municipality", String, nullable=False),
    Column("reason", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("revoked_at", Moment),
    Column("revoked_by", Words),
    Index(
        "declarations_one_current", "survey", "year", "municipality",
        unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS,
    ),
)  # fmt: skip

figure_notes = Table(
    "figure_notes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("survey", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("municipality", String, nullable=False),
    Column("indicator", String),
    Column("text", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("removed_at", Moment),
    Column("removed_by", Words),
    Index("figure_notes_place", "municipality", "survey"),
)

mappings = Table(
    "mappings",
    metadata,
    Column("survey", String, primary_key=True),
    Column("form", String, primary_key=True),
    Column("municipality", String, primary_key=True),
    Column("entries", JSON, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("id", String, primary_key=True),
    Column("created_at", Moment, nullable=False),
    Column("run_id", String),
    Column("status", String, nullable=False),
    Column("published_at", Moment),
    Column("published_by", Words),
    Column("created_by", Words),
    Index("releases_one_published", "status", unique=True, sqlite_where=_PUBLISHED, postgresql_where=_PUBLISHED),
)

# A part's path names its content, so it tells of the very rows; two deliveries of the same content share it.
release_parts = Table(
    "release_parts",
    metadata,
    Column("path", Words, primary_key=True),
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("actor", Words, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("reason", Words),
    Column("digest", String(64), nullable=False, server_default=""),
    Index("events_subject", "subject"),
)

# What has been done to a release, in order; its status is what the last step left it in.
release_steps = Table(
    "release_steps",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("release_id", ForeignKey("releases.id"), nullable=False),
    Column("step", String, nullable=False),
    Column("before", String, nullable=False),
    Column("after", String, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Words),
    Column("second_person", Words),
    Column("embargo", Moment),
    Index("release_steps_release", "release_id"),
)

# Who has been shown what a release changes of another.
changes_seen = Table(
    "changes_seen",
    metadata,
    Column("release_id", ForeignKey("releases.id"), primary_key=True),
    Column("against", ForeignKey("releases.id"), primary_key=True),
    Column("actor", Words, primary_key=True),
    Column("at", Moment, nullable=False),
)

# The long audit of a release that is frozen already: its result cannot stand in the manifest.
bounds_jobs = Table(
    "bounds_jobs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("release_id", ForeignKey("releases.id"), nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Index("bounds_jobs_release", "release_id"),
)

# A wave is closed when it is first published; it is built of `closed_parts` from then on, whatever is current.
closed_waves = Table(
    "closed_waves",
    metadata,
    Column("survey", String, primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("release_id", ForeignKey("releases.id"), nullable=False),
    Column("at", Moment, nullable=False),
)

closed_parts = Table("closed_parts", metadata, Column("part_id", ForeignKey("parts.id"), primary_key=True))

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("survey", String, nullable=False),
    Column("year", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("actor", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("closed_by", Words),
    Column("release_id", ForeignKey("releases.id")),
    Index("revisions_one_open", "survey", "year", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)

# What the wave is built of while the revision is open: all its parts, not only the new ones.
revision_parts = Table(
    "revision_parts",
    metadata,
    Column("revision_id", ForeignKey("revisions.id"), primary_key=True),
    Column("part_id", ForeignKey("parts.id"), primary_key=True),
)

# Who has logged in. The trail and every `actor` call them by their number; the name stands here and nowhere else.
people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("issuer", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("name", Words),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Index("people_identity", "issuer", "subject", unique=True),
)

# A role in an area (`kommune:1103`, `korus:midt`, `land`) between two moments, or until it was withdrawn.
grants = Table(
    "grants",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("person_id", ForeignKey("people.id"), nullable=False),
    Column("role", String, nullable=False),
    Column("area", String, nullable=False),
    Column("from_at", Moment, nullable=False),
    Column("until_at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
    Column("given_by", Words, nullable=False),
    Column("given_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("withdrawn_by", Words),
    Column("withdrawn_reason", Words),
    Index("grants_person", "person_id"),
)

# What somebody who has logged in asks another process to do in her name; used once.
requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("actor", Words, nullable=False),
    Column("step", String, nullable=False),
    Column("subject", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("taken_at", Moment),
)
