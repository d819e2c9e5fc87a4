"""Opening a register: the right driver, the tables of today, and plain words when it cannot be opened."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Engine, make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError

from pipelines.errors import UserError
from pipelines.register.database import DATABASES, connect
from pipelines.register.store import Register
from pipelines.register.upgrade import bring_up_to_date
from pipelines.texts import text


def open_register(url: str) -> Register:
    """The register at `url`, with the tables that this code needs: made, or brought up to date with the data kept.

    Args:
        url: a SQLAlchemy URL; `sqlite:///…` or `postgresql://…`.

    Raises:
        UserError: it cannot be reached, is not a register, is of a newer version, or its kind of database is unknown.
    """
    location = location_of(url)
    try:
        register = Register(engine_at(location))
        bring_up_to_date(register)
    except (DatabaseError, OSError) as unreachable:
        raise UserError(out_of_reach(location)) from unreachable
    return register


def out_of_reach(location: URL) -> str:
    """What is said of a register that does not answer.

    The driver's own words stay in the trace: they may hold more of the URL than should be shown.
    """
    return text("register.ikke_kontakt", sted=location.host or Path(location.database or "").name)


def location_of(url: str) -> URL:
    """`url` with its driver.

    Raises:
        UserError: no register can lie there.
    """
    try:
        location = make_url(url)
    except (ArgumentError, ValueError) as wrong:
        raise UserError(text("register.ukjent_database")) from wrong
    kind = location.drivername.partition("+")[0]
    if kind in {"postgres", "postgresql"}:
        return location.set(drivername="postgresql+psycopg")
    if kind not in DATABASES:
        raise UserError(text("register.ukjent_database"))
    return location


def engine_at(location: URL) -> Engine:
    """An engine for a `location_of`.

    Raises:
        UserError: the driver is not installed.
    """
    try:
        return connect(location)
    except (ModuleNotFoundError, NoSuchModuleError) as missing:
        raise UserError(text("register.driver_mangler")) from missing
