"""The choices of the page Sammenlign as an address, and back: lists of places and of indicators. Pure.

A list stands in an address as its keys with commas between. What the release does not have is left out and said so,
as for the other pages (`url_state`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from dashboards.url_state import BORDERS, INDICATOR, REGION, YEAR, Frame, Problem, problem
from pipelines.published import Indicator, Release
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.shown import relative
from pipelines.told.words import joined

PLACES, INDICATORS, AGAINST, SORT, ORDER = "steder", "indikatorer", "mot", "sorter", "rekkefolge"
ALL = (PLACES, INDICATORS, BORDERS, YEAR, AGAINST, SORT, ORDER)
LATEST = "siste"
AS_CHOSEN, BY_NAME = "valgt", "navn"
"""What rows are sorted by, beside the indicators themselves."""
FALLING, RISING = "synkende", "stigende"
ORDERS = (FALLING, RISING)
YARDSTICKS = (choices.LAND, choices.KORUS)
MOST_PLACES, MOST_INDICATORS = 12, 8
"""What can be read side by side on a screen."""
FIRST_INDICATORS = 4


@dataclass(frozen=True)
class Selection:
    """What is set side by side: keys of the release, in the order they were chosen.

    Attributes:
        aar: a year, or `LATEST`: each indicator's own latest year with a figure for one of the places.
        mot: whether each place is held against the rest of the land or of its KoRus region.
        sorter: `AS_CHOSEN`, `BY_NAME`, or one of `indikatorer`.
    """

    steder: tuple[str, ...]
    indikatorer: tuple[str, ...]
    grenser: str
    aar: str = LATEST
    mot: str = choices.LAND
    sorter: str = AS_CHOSEN
    rekkefolge: str = FALLING
    frame: Frame = field(default_factory=Frame)

    def params(self) -> dict[str, str]:
        """The selection as query parameters, and those of every page."""
        own = {name: getattr(self, name) for name in ALL}
        return {name: ",".join(v) if isinstance(v, tuple) else v for name, v in own.items()} | self.frame.params()


class TooMany(Problem):
    """More than can be shown side by side; `wish` says what is shown instead."""


def explain(problems: Sequence[Problem], language: str = "nb") -> str:
    """One message about everything the address could not have; nothing without problems."""
    unknown = [one.wish for one in problems if not isinstance(one, TooMany)]
    said = [text("sammenlign.ukjent", language, wishes=joined(unknown, language))] if unknown else []
    return " ".join([*said, *(one.wish for one in problems if isinstance(one, TooMany))])


def parse(
    params: Mapping[str, str],
    release: Release,
    remembered: Mapping[str, str] | None = None,
    language: str = "nb",
    frame: Frame | None = None,
) -> tuple[Selection, tuple[Problem, ...]]:
    """The selection that `params` ask for, and what could not be had.

    Args:
        remembered: the place and indicator last looked at; they are among the first choices of an empty address.
        language: of what could not be had.
        frame: what holds on every page; the one in `language` if None.
    """
    found: list[Problem] = []

    def one(name: str, known: Sequence[str], default: str) -> str:
        asked = params.get(name, default)
        if asked not in known:
            found.append(problem(name, asked, language))
            return default
        return asked

    def several(name: str, known: Mapping[str, object], most: int, default: Sequence[str]) -> tuple[str, ...]:
        if name not in params:
            return tuple(default)
        asked = list(dict.fromkeys(key for key in params[name].split(",") if key))
        found.extend(problem(name, key, language) for key in asked if key not in known)
        kept = [key for key in asked if key in known]
        if len(kept) > most:
            found.append(TooMany(name, text(f"sammenlign.for_mange_{name}", language, asked=len(kept), most=most)))
        return tuple(kept[:most])

    borders = one(BORDERS, release.views, release.views[0])
    release = release.in_view(borders)
    places = several(PLACES, release.region, MOST_PLACES, _first_places(release, remembered or {}))
    indicators = several(INDICATORS, choices.indicators(release), MOST_INDICATORS, _first(release, remembered or {}))
    year = one(YEAR, [LATEST, *map(str, years(release, tuple(release.years)))], LATEST)
    if year not in map(str, years(release, indicators)):  # of an indicator that was just taken out
        year = LATEST
    against = one(AGAINST, YARDSTICKS, choices.LAND)
    sort = params.get(SORT, AS_CHOSEN)
    sort = sort if sort in {AS_CHOSEN, BY_NAME, *indicators} else AS_CHOSEN
    order = one(ORDER, ORDERS, FALLING)
    around = frame or Frame(language)
    return Selection(places, indicators, borders, year, against, sort, order, around), tuple(found)


def years(release: Release, indicators: Sequence[str]) -> list[int]:
    """Every year one of `indicators` has a row for, newest first."""
    return sorted({year for key in indicators for year in release.years.get(key, ())}, reverse=True)


def _first_places(release: Release, remembered: Mapping[str, str]) -> list[str]:
    """The place last looked at with what it lies in; the KoRus regions where that is the whole country."""
    land = choices.land(release)
    region = release.region.get(remembered.get(REGION, ""), land)
    if region == land:
        return [one.key for one in choices.of_kind(release, choices.KORUS)]
    return [one.key for one in (region, *choices.above(release, region)) if one != land]


def _first(release: Release, remembered: Mapping[str, str]) -> list[str]:
    """The indicator last looked at, then those that tell of a plan's goals."""
    known = choices.indicators(release)
    of_plans = (key for key in known if _leads(release.indicator[key]))
    last = [remembered[INDICATOR]] if remembered.get(INDICATOR) in known else []
    return list(islice(dict.fromkeys([*last, *of_plans]), FIRST_INDICATORS)) or list(islice(known, FIRST_INDICATORS))


def _leads(indicator: Indicator) -> bool:
    """Whether it tells of a plan's goal, and places of different size can be held against each other by it."""
    return indicator.plan is not None and indicator.rangering and relative(indicator)
