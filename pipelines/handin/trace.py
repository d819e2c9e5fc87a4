"""Where a delivery went: its parts, what became of them, and the releases that were built of them."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.register import DeliveryEntry, PartEntry, Register, ReleaseEntry


@dataclass(frozen=True)
class TracedPart:
    """One part of the delivery and the releases that hold its rows, newest first."""

    part: PartEntry
    releases: tuple[ReleaseEntry, ...]


@dataclass(frozen=True)
class Trace:
    """One delivery and where it went."""

    delivery: DeliveryEntry
    parts: tuple[TracedPart, ...]


def trace(register: Register, number: str) -> Trace:
    """Follow delivery `number` («L000012»).

    Raises:
        UserError: no such delivery.
    """
    delivery = register.delivery(number)
    built = register.releases_of([part.path for part in delivery.parts])
    return Trace(delivery, tuple(TracedPart(part, tuple(built.get(part.path, ()))) for part in delivery.parts))
