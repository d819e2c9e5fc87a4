"""The register's tables as they were before it had migrations, for tests of how such a register is taken over."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

metadata = MetaData()

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("received_at", DateTime(timezone=True), nullable=False),
    Column("actor", String, nullable=False),
    Column("file_name", String, nullable=False),
    Column("file_sha256", String(64), nullable=False),
    Column("survey", String),
    Column("form", String),
    Column("year", Integer),
    Column("status", String, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
)

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
    Index("parts_current", "survey", "year", "replaced_by"),
)

finding_counts = Table(
    "finding_counts",
    metadata,
    Column("delivery_id", ForeignKey("deliveries.id"), primary_key=True),
    Column("rule", String, primary_key=True),
    Column("column", String, primary_key=True),
    Column("severity", String, nullable=False),
    Column("count", Integer, nullable=False),
)

releases = Table(
    "releases",
    metadata,
    Column("id", String, primary_key=True),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("run_id", String),
    Column("status", String, nullable=False),
    Column("published_at", DateTime(timezone=True)),
    Column("published_by", String),
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("actor", String, nullable=False),
    Column("action", String, nullable=False),
    Column("subject", String, nullable=False),
)
