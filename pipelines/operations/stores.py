"""Checks of what is stored: the register, accepted parts, the published release, the warehouse."""

from __future__ import annotations

import os

from pipelines.errors import UserError
from pipelines.operations.fault import Fault
from pipelines.published import BrokenRelease, current_id, open_current
from pipelines.register import open_register
from pipelines.register.condition import Condition, condition
from pipelines.settings import Settings
from pipelines.texts import text


def register(settings: Settings) -> Fault | None:
    """Whether the register answers, is whole, and has the tables that this code needs."""
    try:
        found = condition(settings.register_url)
    except UserError as error:
        return Fault(str(error))
    match found:
        case Condition.OLDER:
            return Fault(text("drift.register_eldre"), stops=False)
        case Condition.NEWER:
            return Fault(text("register.nyere"))
        case Condition.DAMAGED:
            return Fault(text("drift.register_skadet"))
        case Condition.UP_TO_DATE | Condition.ABSENT:
            return None


def parts(settings: Settings) -> Fault | None:
    """Whether every accepted part that the register knows lies where it should; without a register there is none."""
    if condition(settings.register_url) is not Condition.UP_TO_DATE:
        return None
    missing = [one for one in open_register(settings.register_url).paths() if not (settings.accepted / one).is_file()]
    return Fault(text("drift.deler", n=len(missing), mappe=settings.accepted)) if missing else None


def release(settings: Settings) -> Fault | None:
    """Whether the release that the pages show can be opened, and is the one that the register says."""
    try:
        open_current(settings.releases)
        shown = current_id(settings.releases)
    except BrokenRelease as error:
        return Fault(text("drift.utgivelse", feil=str(error)))
    if condition(settings.register_url) is not Condition.UP_TO_DATE:
        return None
    decided = open_register(settings.register_url).published()
    return None if decided == (shown or None) else Fault(text("drift.utgivelse_peker"))


def pointer(settings: Settings) -> Fault | None:
    """Whether the release that the pages show is there; its files are not read, so that it can be asked often."""
    try:
        shown = current_id(settings.releases)
    except BrokenRelease as error:
        return Fault(str(error))
    if not shown or (settings.releases / shown / "manifest.json").is_file():
        return None
    return Fault(text("drift.utgivelse_borte"))


def warehouse(settings: Settings) -> Fault | None:
    """Whether the warehouse can be opened; for somebody who may not read it, as the pages' user, nothing is wrong."""
    if not settings.warehouse.exists() or not os.access(settings.warehouse, os.R_OK):
        return None
    import duckdb  # noqa: PLC0415 - the command that asks for nothing of it need not load it

    try:
        with duckdb.connect(settings.warehouse, read_only=True) as connection:
            connection.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
    except duckdb.Error as error:
        if "lock" in str(error).lower():
            return Fault(text("drift.datavarehus_laast"), stops=False)
        return Fault(text("drift.datavarehus", fil=settings.warehouse))
    return None
