"""Checks of what an installation stands on: Python packages, time zones, contracts, and the servers' ports."""

from __future__ import annotations

import re
import socket
from functools import cache
from importlib import metadata
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, build_opener
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from pipelines.access.login import require_login
from pipelines.contracts.evaluation_file import ZONE
from pipelines.errors import UserError
from pipelines.evaluations.engine import Engine, EngineDown
from pipelines.operations.fault import Fault
from pipelines.settings import REPOSITORY, Settings
from pipelines.texts import text

LOCK = REPOSITORY / "requirements.lock"
SECONDS = 5
_LOCKED = re.compile(r"^[A-Za-z0-9][^\n\\]*==[^\n\\]*", re.MULTILINE)


def zone(_settings: Settings) -> Fault | None:
    """Whether the machine knows what time it is in Oslo: schedules and embargoes go by it."""
    try:
        ZoneInfo.no_cache(ZONE)
    except ZoneInfoNotFoundError:
        return Fault(text("drift.tidssone", sone=ZONE))
    return None


def packages(_settings: Settings) -> Fault | None:
    """Whether what is installed is what the lock says; packages that only developers need may be absent."""
    if not LOCK.is_file():
        return None
    locked = [Requirement(line) for line in _LOCKED.findall(LOCK.read_text(encoding="utf-8"))]
    here = [one for one in locked if one.marker is None or one.marker.evaluate()]
    installed = {canonicalize_name(one.name): one.version for one in metadata.distributions()}
    wrong = [one.name for one in here if not _fits(one, installed.get(canonicalize_name(one.name)))]
    return Fault(text("drift.pakker", n=len(wrong), pakke=wrong[0])) if wrong else None


def contracts(settings: Settings) -> Fault | None:
    """Whether contracts, reference tables, catalogue, plans and runs are without mistakes."""
    from pipelines.contracts.lint import lint  # noqa: PLC0415 - what reads them takes a second to load
    from pipelines.contracts.repository import load_contracts  # noqa: PLC0415
    from pipelines.evaluations.reading import lint_evaluations  # noqa: PLC0415
    from pipelines.geography import load_geography  # noqa: PLC0415
    from pipelines.geography.check import problems  # noqa: PLC0415
    from pipelines.indicators.catalogue import lint_catalogue  # noqa: PLC0415
    from pipelines.indicators.plans import lint_plans  # noqa: PLC0415

    folder = settings.contracts
    try:
        looks = (
            ("contract", lambda: [*lint(folder), *problems(load_geography(folder / "reference"))]),
            ("indicator", lambda: lint_catalogue(load_contracts(folder))),
            ("plan", lambda: lint_plans(folder)),
            ("evaluation", lambda: lint_evaluations(folder)),
        )
        for command, look in looks:
            if found := look():
                return Fault(text("drift.kontrakter", n=len(found), kommando=command))
    except UserError as error:
        return Fault(str(error))
    return None


def login(settings: Settings) -> Fault | None:
    """Whether the login is set up whole or not at all, and the pages are open to others only where there is one."""
    try:
        require_login(settings, settings.address)
    except UserError as error:
        return Fault(str(error))
    return None


def pages(settings: Settings) -> Fault | None:
    """Whether the dashboard's port is free, or taken by the dashboard."""
    port = settings.page_port
    if not _answers("127.0.0.1", port):
        return None
    return None if _says_ok(f"http://127.0.0.1:{port}/_stcore/health") else Fault(text("drift.port", port=port))


def dagster(settings: Settings) -> Fault | None:
    """Whether Dagster answers where the pages ask, with this project's jobs."""
    try:
        Engine.of(settings).schedules()
    except EngineDown as error:
        address = urlsplit(settings.dagster_url)
        if _answers(address.hostname or "", address.port or 80):
            return Fault(text("drift.ikke_dagster", adresse=settings.dagster_url))
        return Fault(str(error), stops=False)
    except UserError as error:
        return Fault(str(error))
    return None


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), SECONDS):
            return True
    except OSError:
        return False


def _says_ok(url: str) -> bool:
    try:
        with build_opener(ProxyHandler({})).open(url, timeout=SECONDS) as answer:
            return bool(answer.read(8).strip() == b"ok")
    except (OSError, ValueError):
        return False


def _fits(locked: Requirement, version: str | None) -> bool:
    if version is not None:
        return locked.specifier.contains(version, prereleases=True)
    return canonicalize_name(locked.name) not in _needed()


@cache
def _needed() -> frozenset[str]:
    """What the project itself asks for outside development."""
    asked = [Requirement(one) for one in metadata.requires("opptrapp") or ()]
    return frozenset(canonicalize_name(one.name) for one in asked if one.marker is None)
