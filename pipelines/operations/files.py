"""Checks of the home folder: that it can be written to, has room, and is closed to others."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pipelines.atomic import shared
from pipelines.operations.fault import Fault
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number

_GROUP, _OTHERS = 0o070, 0o007
_GIGABYTE = 10**9


def home(settings: Settings) -> Fault | None:
    """Whether files can be made in the home folder, or it can be made itself.

    Of a user to whom another one's home is open for deliveries alone (the pages' user on a server), whether there.
    """
    try:
        folder = settings.accepted if _shares_deliveries(settings) else nearest(settings.home)
        with tempfile.TemporaryFile(dir=folder):
            return None
    except OSError:
        return Fault(text("drift.mappe", mappe=settings.home))


def _shares_deliveries(settings: Settings) -> bool:
    there = settings.accepted.is_dir() and shared(settings.accepted)
    return there and settings.home.stat().st_uid != os.getuid()


def space(settings: Settings) -> Fault | None:
    """Whether the disk has the room that the settings ask for."""
    free = shutil.disk_usage(nearest(settings.home)).free / _GIGABYTE
    if free >= settings.free_gigabytes:
        return None
    return Fault(text("drift.plass", ledig=number(free, 1), grense=number(settings.free_gigabytes, 1)))


def modes(settings: Settings) -> Fault | None:
    """Whether what holds persons or names can be read by others on the machine.

    The group may read where the folder hands its group down (see `pipelines.atomic`), and nowhere else.
    """
    open_ones = [path for path in _private(settings) if path.stat().st_mode & _closed_to(path)]
    if not open_ones:
        return None
    first = open_ones[0].relative_to(settings.home)
    # What is shared with a group must stay so: Dagster's user reads what the pages' user has taken in.
    taken = "o-rwx" if shared(open_ones[0].parent) else "go-rwx"
    return Fault(text("drift.tilgang", n=len(open_ones), fil=first.parts[0], mappe=settings.home, rett=taken))


def _private(settings: Settings) -> Iterator[Path]:
    yield from (path for path in (settings.warehouse, settings.home / "register.sqlite") if path.is_file())
    for folder in (settings.accepted, settings.corrections, settings.inbox):
        yield from (path for path in folder.rglob("*") if path.is_file())


def _closed_to(path: Path) -> int:
    return _OTHERS if shared(path.parent) else _OTHERS | _GROUP


def nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(one for one in (folder, *folder.resolve().parents) if one.exists())
