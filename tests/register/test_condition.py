"""What is found of a register that is left as it is."""

from __future__ import annotations

from sqlalchemy import text

from pipelines.register import open_register
from pipelines.register.condition import Condition, condition
from pipelines.register.upgrade import HEAD


def test_one_that_is_not_there_is_not_made(empty_url: str) -> None:
    assert condition(empty_url) is Condition.ABSENT
    assert condition(empty_url) is Condition.ABSENT


def test_its_tables_are_held_against_this_code(empty_url: str) -> None:
    register = open_register(empty_url)
    found = [condition(empty_url)]
    for version in ("0001", "9999", HEAD):
        with register._writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})
        found.append(condition(empty_url))
    assert found == [Condition.UP_TO_DATE, Condition.OLDER, Condition.NEWER, Condition.UP_TO_DATE]
