"""What a hand-in leaves behind: statements, municipalities, endings, declarations, notes, mappings; states of parts."""

from __future__ import annotations

import hashlib

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

CURRENT = sa.text("state = 'gjeldende'")
STANDS = sa.text("revoked_at IS NULL")


def upgrade() -> None:
    """Make what is new, and bring what is there into it."""
    _deliveries()
    _parts()
    _finding_counts()
    _what_municipalities_say()
    op.create_index("events_subject", "events", ["subject"])


def _deliveries() -> None:
    op.add_column("deliveries", sa.Column("form_version", sa.String))
    op.add_column("deliveries", sa.Column("rows_set_aside", sa.Integer, nullable=False, server_default="0"))
    op.add_column("deliveries", sa.Column("channel", sa.String, nullable=False, server_default="kommando"))
    op.add_column("deliveries", sa.Column("contact", sa.String))
    op.create_index("deliveries_file", "deliveries", ["file_sha256"])
    op.create_index("deliveries_wave", "deliveries", ["survey", "year"])
    op.create_table(
        "delivery_municipalities",
        sa.Column("municipality", sa.String, primary_key=True),
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), primary_key=True),
    )
    op.create_index("delivery_municipalities_delivery", "delivery_municipalities", ["delivery_id"])
    op.execute(
        "INSERT INTO delivery_municipalities (municipality, delivery_id) "
        "SELECT DISTINCT municipality, delivery_id FROM parts WHERE municipality IS NOT NULL"
    )
    op.create_table(
        "statements",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("legal_basis", sa.Boolean, nullable=False),
        sa.Column("informed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), nullable=False),
        sa.Column("rule", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )
    op.create_index("acknowledgements_delivery", "acknowledgements", ["delivery_id"])
    op.create_table(
        "endings",
        sa.Column("delivery_id", sa.Integer, sa.ForeignKey("deliveries.id"), primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
    )


def _parts() -> None:
    op.add_column("parts", sa.Column("replaces_digest", sa.String(64), nullable=False, server_default=""))
    op.add_column("parts", sa.Column("state", sa.String, nullable=False, server_default="gjeldende"))
    op.add_column("parts", sa.Column("withdrawn_at", sa.DateTime(timezone=True)))
    connection = op.get_bind()
    digest = sa.text("UPDATE parts SET replaces_digest = :digest WHERE replaces_key = :key")
    for key in connection.execute(sa.text("SELECT DISTINCT replaces_key FROM parts")).scalars().all():
        connection.execute(digest, {"digest": hashlib.sha256(key.encode()).hexdigest(), "key": key})
    # Two hand-ins at once could leave two current parts with one key before writes took turns: the later one counts.
    op.execute(
        "UPDATE parts SET replaced_by = (SELECT max(later.delivery_id) FROM parts AS later "
        "WHERE later.survey = parts.survey AND later.replaces_digest = parts.replaces_digest) "
        "WHERE replaced_by IS NULL AND EXISTS (SELECT 1 FROM parts AS later WHERE later.survey = parts.survey "
        "AND later.replaces_digest = parts.replaces_digest AND later.delivery_id > parts.delivery_id)"
    )
    op.execute("UPDATE parts SET state = 'erstattet' WHERE replaced_by IS NOT NULL")
    op.drop_index("parts_current", "parts")
    for name, columns, unique in (
        ("parts_one_current", ["survey", "replaces_digest", "year"], True),
        ("parts_current", ["survey", "year", "municipality"], False),
    ):
        op.create_index(name, "parts", columns, unique=unique, sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.create_index("parts_delivery", "parts", ["delivery_id"])
    op.create_index("parts_file", "parts", ["sha256"])


def _finding_counts() -> None:
    # One rule may be broken in one column both gravely and lightly.
    names = {"pk": "%(table_name)s_pkey"}
    with op.batch_alter_table("finding_counts", naming_convention=names) as table:
        table.drop_constraint("finding_counts_pkey", type_="primary")
        table.create_primary_key("finding_counts_pkey", ["delivery_id", "rule", "column", "severity"])


def _what_municipalities_say() -> None:
    op.create_table(
        "declarations",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("survey", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by", sa.String),
    )
    op.create_index(
        "declarations_one_current", "declarations", ["survey", "year", "municipality"],
        unique=True, sqlite_where=STANDS, postgresql_where=STANDS,
    )  # fmt: skip
    op.create_table(
        "figure_notes",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("survey", sa.String, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("municipality", sa.String, nullable=False),
        sa.Column("indicator", sa.String),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True)),
        sa.Column("removed_by", sa.String),
    )
    op.create_index("figure_notes_place", "figure_notes", ["municipality", "survey"])
    op.create_table(
        "mappings",
        sa.Column("survey", sa.String, primary_key=True),
        sa.Column("form", sa.String, primary_key=True),
        sa.Column("municipality", sa.String, primary_key=True),
        sa.Column("entries", sa.JSON, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
