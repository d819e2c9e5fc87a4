"""Alembic's entrance: it runs the steps on the connection and in the transaction that `upgrade` hands over."""

from __future__ import annotations

from alembic import context

from pipelines.register.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
