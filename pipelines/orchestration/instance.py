"""Dagster's own home: its configuration file and storage, under the installation's data folder or in PostgreSQL."""

from __future__ import annotations

import os
import re
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import OperationalError

from pipelines.errors import UserError
from pipelines.settings import Settings
from pipelines.texts import text

DATABASE = "OPPTRAPP_DAGSTER_DATABASE_URL"
PATIENCE = 5
"""Seconds a database gets to answer."""
_FIRST = """\
telemetry:
  enabled: false
# No window that asks for an e-mail address at the first visit.
nux:
  enabled: false
concurrency:
  pools:
    default_limit: 1
"""
_LATER = f"""\
# Written by opptrapp as long as you have not changed it; yours to change.
{_FIRST}    # A run waits until the pool is free for all of it: two that build never come between each other's stages.
    granularity: run
# Whether an asset is as fresh as it says that it should be.
freshness:
  enabled: true
"""
CONFIGURATION = f"""\
{_LATER}# What a run says to people; each of its events stands in Dagster all the same, and would fill the terminal.
python_logs:
  python_log_level: INFO
"""
IN_POSTGRESQL = f"""\
# Read from the environment, so that no password stands here.
storage:
  postgres:
    postgres_url:
      env: {DATABASE}
"""
EARLIER = (f"# Written by opptrapp when it is missing; yours to change.\n{_FIRST}", _LATER, _LATER + IN_POSTGRESQL)
"""What earlier versions wrote."""
_OURS = frozenset({CONFIGURATION, CONFIGURATION + IN_POSTGRESQL, *EARLIER})


def prepare_home(folder: Path) -> None:
    """Make Dagster's home with our configuration, and point this process (and its children) at it.

    Runs are kept in PostgreSQL where the settings name one, else in SQLite files in the folder. A configuration that
    somebody has changed is left as it is.

    Raises:
        UserError: a PostgreSQL is set that would not be used: the driver is missing, or the changed configuration says
            nothing of it; or it cannot be reached.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "dagster.yaml"
    written = configuration.read_text(encoding="utf-8") if configuration.exists() else None
    url = Settings().dagster_database_url
    in_postgresql = url is not None
    if in_postgresql and find_spec("dagster_postgres") is None:
        raise UserError(text("kjoring.uten_dagster_postgres"))
    wanted = CONFIGURATION + IN_POSTGRESQL if in_postgresql else CONFIGURATION
    if written is None or written in _OURS:
        if written != wanted:
            configuration.write_text(wanted, encoding="utf-8")
    elif in_postgresql and DATABASE not in written:
        raise UserError(text("kjoring.egen_dagster_yaml", fil=str(configuration), variabel=DATABASE))
    if url is not None:
        # Dagster's storage speaks to this driver only, and SQLAlchemy would take the register's.
        os.environ[DATABASE] = re.sub(r"^postgres(ql)?://", "postgresql+psycopg2://", url)
        require_database(url)
    os.environ["DAGSTER_HOME"] = str(folder.resolve())


def require_database(url: str) -> None:
    """See that Dagster's PostgreSQL can be used, before Dagster meets it in many lines of its own.

    Raises:
        UserError: it does not answer, or does not let us in by what `url` says.
    """
    address = make_url(url).set(drivername="postgresql+psycopg2")
    engine = create_engine(address, connect_args={"connect_timeout": PATIENCE})
    try:
        engine.connect().close()
    except OperationalError as error:
        place = f"{address.host or 'localhost'}:{address.port or 5432}"
        raise UserError(text("kjoring.dagster_database_nede", sted=place)) from error
    finally:
        engine.dispose()
