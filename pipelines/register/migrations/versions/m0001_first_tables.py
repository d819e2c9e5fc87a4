"""Deliveries, accepted parts, counts of findings, releases and the trail: the register before it had migrations."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("file_sha256", sa.String(64), nullable=False),
        sa.Column("survey", sa.String),
        sa.Column("form", sa.String),
        sa.Column("year", sa.Integer),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("rows_read", sa.Integer, nullable=False),
        sa.Column("rows_accepted", sa.Integer, nullable=False),
        sa.Column("rows_refused", sa.Integer, nullable=False),
    )
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), nullable=False),
        sa.Column("survey", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("form_version", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String),
        sa.Column("replaces_key", sa.Text, nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("rows", sa.Integer, nullable=False),
        sa.Column("synthetic", sa.Boolean, nullable=False),
        sa.Column("replaced_by", sa.Integer, sa.ForeignKey("deliveries.id")),
    )
    op.create_index("parts_current", "parts", ["survey", "year", "replaced_by"])
    op.create_table(
        "finding_counts",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), primary_key=True),
        sa.Column("rule", sa.String, primary_key=True),
        sa.Column("column", sa.String, primary_key=True),
        sa.Column("severity", sa.String, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_id", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("published_by", sa.String),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
    )
