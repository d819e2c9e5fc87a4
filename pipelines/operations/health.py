"""Whether an installation can serve: the few checks of the doctor that are quick enough to ask for every minute."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.operations import files, stores
from pipelines.operations.doctor import Check, Examined, State, examine
from pipelines.settings import Settings

READY: Mapping[str, Check] = {
    "mappe": files.home,
    "plass": files.space,
    "register": stores.register,
    "utgivelse": stores.pointer,
}
"""What must be in order for pages and hand-ins to work. Dagster is not: what is published is shown without it."""


def readiness(settings: Settings) -> list[Examined]:
    """How each of them is."""
    return list(examine(settings, READY))


def ready(found: list[Examined]) -> bool:
    """Whether nothing that is needed is wrong."""
    return all(one.state is not State.WRONG for one in found)
