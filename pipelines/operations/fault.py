"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something wrong.

    Attributes:
        sentence: what, and what to do.
        stops: whether something does not work until it is mended.
    """

    sentence: str
    stops: bool = True
