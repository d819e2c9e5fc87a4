"""A register is brought to today's tables from wherever it is, with its data, once, and never past what we know."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, insert, inspect, make_url, text

from pipelines.errors import UserError
from pipelines.register import PartState, open_register
from pipelines.register.database import Store, connect
from pipelines.register.tables import metadata
from pipelines.register.upgrade import HEAD, MIGRATIONS
from tests.support import first_register as first

LONG_AGO = datetime(2025, 11, 3, 12, 30, tzinfo=UTC)


def store(url: str) -> Store:
    return Store(connect(make_url(url.replace("postgresql:", "postgresql+psycopg:"))))


def shape(connection: Connection) -> dict[str, Any]:
    """Everything the database says of its tables, in a form that compares."""
    seen = inspect(connection)
    return {
        table: {
            "columns": sorted(str({**column, "type": str(column["type"])}) for column in seen.get_columns(table)),
            "key": sorted(seen.get_pk_constraint(table)["constrained_columns"]),
            "references": sorted(map(str, seen.get_foreign_keys(table))),
            "indexes": sorted(
                (i["name"], i["column_names"], bool(i["unique"]), *_conditions(i.get("dialect_options", {})))
                for i in seen.get_indexes(table)
            ),
        }
        for table in seen.get_table_names()
        if table != "alembic_version"
    }  # fmt: skip


def _conditions(options: dict[str, Any]) -> list[str]:
    return [str(value).strip("()").replace("::text", "") for name, value in options.items() if name.endswith("_where")]


def made(tables: MetaData, url: str) -> dict[str, Any]:
    """The shape of a database that SQLAlchemy made by itself; the database is empty again afterwards."""
    with store(url)._writing() as connection:
        tables.create_all(connection)
        shown = shape(connection)
        tables.drop_all(connection)
    return shown


def migrate(url: str, revision: str) -> None:
    from alembic import command

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with store(url)._writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def old_register(url: str) -> None:
    """A register from before migrations, with one part replaced and one key current twice."""
    part = {
        "survey": "s", "form": "f", "form_version": "1", "year": 2019, "municipality": "1103", "path": "p",
        "sha256": "a" * 64, "rows": 3, "synthetic": True,
    }  # fmt: skip
    delivery = {
        "received_at": LONG_AGO, "actor": "kari", "file_name": "f.csv", "file_sha256": "0" * 64, "status": "ok",
        "rows_read": 3, "rows_accepted": 3, "rows_refused": 0,
    }  # fmt: skip
    with store(url)._writing() as connection:
        first.metadata.create_all(connection)
        connection.execute(insert(first.deliveries), [delivery, delivery, delivery])
        for delivery_id, key, replaced_by in (
            (1, "ryfylke", 2),
            (2, "ryfylke", None),
            (2, "øy", None),
            (3, "øy", None),
        ):
            row = part | {"delivery_id": delivery_id, "replaces_key": key, "replaced_by": replaced_by}
            connection.execute(insert(first.parts), row)
        count = {"delivery_id": 1, "rule": "r", "column": "", "severity": "warning", "count": 4}
        connection.execute(insert(first.finding_counts), count)
        release = {"id": "abc", "created_at": LONG_AGO, "status": "utkast"}
        connection.execute(insert(first.releases), release)
        event = {"at": LONG_AGO, "actor": "kari", "action": "levering: ok", "subject": "L000001"}
        connection.execute(insert(first.events), event)


def test_the_newest_migration_is_the_one_the_code_asks_for() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


def test_migrations_and_tables_agree(empty_url: str) -> None:
    wanted = made(metadata, empty_url)
    open_register(empty_url)
    with store(empty_url)._reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert shape(connection) == wanted


def test_the_first_migration_makes_the_tables_from_before_migrations(empty_url: str) -> None:
    wanted = made(first.metadata, empty_url)
    migrate(empty_url, "0001")
    with store(empty_url)._reading() as connection:
        assert shape(connection) == wanted


def test_a_register_from_before_migrations_keeps_its_data(empty_url: str) -> None:
    old_register(empty_url)
    register = open_register(empty_url)
    newest, middle, oldest = register.deliveries()
    assert [(d.number, d.received_at, d.channel, d.rows_set_aside) for d in (newest, oldest)] == [
        ("L000003", LONG_AGO, "kommando", 0),
        ("L000001", LONG_AGO, "kommando", 0),
    ]
    assert [(c.rule, c.column, c.severity, c.count) for c in oldest.counts] == [("r", None, "warning", 4)]
    assert [(p.replaces_key, p.state, p.replaced_by) for d in (oldest, middle, newest) for p in d.parts] == [
        ("ryfylke", PartState.REPLACED, "L000002"),
        ("ryfylke", PartState.CURRENT, None),
        ("øy", PartState.REPLACED, "L000003"),
        ("øy", PartState.CURRENT, None),
    ]
    assert [p.replaces_key for p in register.replaced_by_keys("s", ["øy"])] == ["øy"]
    assert [d.number for d in register.deliveries(municipality="1103")] == ["L000003", "L000002", "L000001"]
    assert [(e.subject, e.at) for e in register.events()] == [("L000001", LONG_AGO)]
    assert [(r.id, r.created_at) for r in register.releases()] == [("abc", LONG_AGO)]


def test_a_register_of_a_newer_version_is_left_alone(empty_url: str) -> None:
    open_register(empty_url)
    with store(empty_url)._writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UserError, match="nyere utgave"):
        open_register(empty_url)


def test_an_upgrade_that_fails_changes_nothing(empty_url: str) -> None:
    old_register(empty_url)
    with store(empty_url)._writing() as connection:
        connection.execute(text("CREATE TABLE mappings (x INTEGER)"))
        before = shape(connection)
    with pytest.raises(UserError):
        open_register(empty_url)
    with store(empty_url)._reading() as connection:
        assert shape(connection) == before


def test_several_may_open_a_new_register_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        registers = list(pool.map(open_register, [empty_url] * 8))
    assert [r.deliveries() for r in registers] == [[]] * 8


def test_a_register_that_is_up_to_date_is_opened_without_alembic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'register.sqlite'}"
    open_register(url)
    program = (
        "import json, sys\nfrom pipelines.register import open_register\nopen_register(sys.argv[1])\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program, url], capture_output=True, text=True, check=True)
    loaded = json.loads(ran.stdout)
    assert "sqlalchemy" in loaded
    assert "alembic" not in loaded
