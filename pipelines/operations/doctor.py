"""Examine an installation: the likeliest mistakes, each found by a check that changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pipelines.operations import files, machine, stores
from pipelines.operations.fault import Fault
from pipelines.settings import Settings
from pipelines.texts import text


class State(StrEnum):
    """How a check went; the order is that of gravity."""

    FINE = "i_orden"
    REMARK = "merk"
    WRONG = "feil"


@dataclass(frozen=True)
class Examined:
    """One check of one installation: its name, how it went, and what to do where something is wrong."""

    check: str
    state: State
    sentence: str = ""


Check = Callable[[Settings], Fault | None]
CHECKS: dict[str, Check] = {
    "mappe": files.home,
    "plass": files.space,
    "tilgang": files.modes,
    "tidssone": machine.zone,
    "pakker": machine.packages,
    "kontrakter": machine.contracts,
    "register": stores.register,
    "deler": stores.parts,
    "utgivelse": stores.release,
    "datavarehus": stores.warehouse,
    "innlogging": machine.login,
    "dashbord": machine.pages,
    "dagster": machine.dagster,
}
"""Name -> the check, in the order in which one mistake explains the next."""


def examine(settings: Settings, checks: Mapping[str, Check] = CHECKS) -> Iterator[Examined]:
    """Every check in turn; one that cannot be done says so, and the rest are done all the same."""
    for name, check in checks.items():
        try:
            fault = check(settings)
        except Exception as error:
            fault = Fault(text("drift.ikke_undersokt", error=type(error).__name__))
        if fault is None:
            yield Examined(name, State.FINE)
        else:
            yield Examined(name, State.WRONG if fault.stops else State.REMARK, fault.sentence)
