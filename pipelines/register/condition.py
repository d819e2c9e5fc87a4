"""How a register is, found without making or changing anything in it."""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from pipelines.errors import UserError
from pipelines.register.database import Store
from pipelines.register.opening import engine_at, location_of, out_of_reach
from pipelines.register.upgrade import HEAD, version_of


class Condition(Enum):
    """What was found; only the first can be used as it is."""

    UP_TO_DATE = auto()
    ABSENT = auto()
    OLDER = auto()
    NEWER = auto()
    DAMAGED = auto()


def condition(url: str) -> Condition:
    """The condition of the register at `url`.

    Raises:
        UserError: it cannot be reached, or its kind of database is unknown.
    """
    location = location_of(url)
    file_based = location.get_backend_name() == "sqlite"
    if file_based and not Path(location.database or "").is_file():
        return Condition.ABSENT
    store = Store(engine_at(location))
    try:
        with store._reading() as connection:
            if file_based and connection.exec_driver_sql("PRAGMA quick_check").scalar() != "ok":
                return Condition.DAMAGED
            found = version_of(connection)
    except (DatabaseError, OSError) as error:
        if file_based:
            return Condition.DAMAGED
        raise UserError(out_of_reach(location)) from error
    if found is None:
        return Condition.ABSENT
    if found == HEAD:
        return Condition.UP_TO_DATE
    # The migrations are numbered in order.
    return Condition.OLDER if found < HEAD else Condition.NEWER
