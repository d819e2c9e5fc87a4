"""Which accepted parts a release was built of, so that a delivery can be followed to where it went."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table. Of releases from before this, it is not known what they were built of."""
    op.create_table(
        "release_parts",
        sa.Column("path", sa.String, primary_key=True),
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), primary_key=True),
    )
