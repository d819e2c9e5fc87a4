"""Favourites: an indicator at a place, or a place alone, kept in the address and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipelines.published import Release
from pipelines.told import choices

MOST = 12
"""More than this is no choice of favourites, and makes an address that some programs cut off."""
_BETWEEN, _PARTS = "~", ","
_WRITTEN = re.compile(r"(?P<indicator>[a-z0-9_]{0,80})~(?P<region>[a-z0-9_-]{1,40})")


@dataclass(frozen=True)
class Favourite:
    """Keys of the release; without an indicator it is the place's own page."""

    indicator: str
    region: str

    def __str__(self) -> str:
        return f"{self.indicator}{_BETWEEN}{self.region}"


def written(favourites: Iterable[Favourite]) -> str:
    """As a query parameter: «bostedslos~kommune-5001,~korus-midt»."""
    return _PARTS.join(map(str, favourites))


def read(parameter: str) -> tuple[Favourite, ...]:
    """What `written` made; anything else in it counts as silence."""
    found = (_WRITTEN.fullmatch(part) for part in parameter.split(_PARTS)[: 10 * MOST])
    return tuple(dict.fromkeys(Favourite(**one.groupdict()) for one in found if one))[:MOST]


def toggled(favourites: tuple[Favourite, ...], one: Favourite) -> tuple[Favourite, ...]:
    """With `one` added last, or without it where it was among them; the oldest gives way when there are too many."""
    if one in favourites:
        return tuple(other for other in favourites if other != one)
    return (*favourites, one)[-MOST:]


def label(release: Release, one: Favourite, language: str = "nb") -> str | None:
    """«Bostedsløse, Trondheim»; None where the release lacks it, which a later one need not."""
    region, indicator = release.region.get(one.region), release.indicator.get(one.indicator)
    if region is None or (one.indicator and indicator is None):
        return None
    place = choices.name_of(region, language)
    return f"{indicator.title(language)}, {place}" if indicator else place
