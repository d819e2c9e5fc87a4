"""Bringing a register's tables to what this code needs. Alembic is imported only when there is something to do."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from pipelines.errors import UserError
from pipelines.register.database import Store
from pipelines.texts import text

HEAD = "0007"
"""The newest migration; a test holds it equal to what lies in `migrations/versions`."""

MIGRATIONS = Path(__file__).parent / "migrations"

_WITHOUT_VERSION = "0001"
_VERSION = table("alembic_version", column("version_num"))


def bring_up_to_date(store: Store) -> None:
    """Make or upgrade the tables, in one transaction and in turn with every other process that opens or writes.

    Raises:
        UserError: the register was made by a newer version of the code.
    """
    with store._reading() as connection:
        if version_of(connection) == HEAD:
            return
    with store._writing() as connection:
        # Somebody else may have done it while this process waited for its turn.
        if (found := version_of(connection)) != HEAD:
            _upgrade(connection, found)


def version_of(connection: Connection) -> str | None:
    """The migration that the tables are at; 0001 for those from before there were migrations, None for no tables."""
    names = set(inspect(connection).get_table_names())
    if _VERSION.name in names:
        version: str | None = connection.execute(select(_VERSION.c.version_num)).scalar()
        return version
    return _WITHOUT_VERSION if "deliveries" in names else None


def migrate(connection: Connection, version: str) -> None:
    """Make the tables as they were at `version`, in a database that has none.

    Raises:
        UserError: this code does not know that version.
    """
    _upgrade(connection, None, version)


def _upgrade(connection: Connection, found: str | None, wanted: str = HEAD) -> None:
    from alembic import command  # noqa: PLC0415 - it takes longer to import than a register takes to open
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    # A percent sign in a path would be taken for a reference to another option.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if not {found or wanted, wanted} <= known:
        raise UserError(text("register.nyere"))
    if found == _WITHOUT_VERSION:
        command.stamp(config, _WITHOUT_VERSION)
    command.upgrade(config, wanted)
