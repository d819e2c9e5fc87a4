"""What can be chosen on the page Last opp: surveys and years, municipalities, indicators and regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipelines.contracts.model import Survey, SurveyKind, in_language
from pipelines.texts import text
from pipelines.told.words import alphabetical

if TYPE_CHECKING:
    from pipelines.handin import Desk


COUNTRY = "0"
PRESENT_COUNTIES = 2024


@dataclass(frozen=True)
class Stopped:
    """A survey that is not collected, in a sentence."""

    survey: str
    sentence: str


def surveys(known: Iterable[Survey], *, persons: bool | None = None) -> dict[str, Survey]:
    """The surveys that are collected and have a form, by id: what the whole country maps first, figures last.

    Args:
        known: every survey.
        persons: only those whose rows are persons or answers (True), or figures (False); None for all.
    """
    return {
        survey.id: survey
        for survey in sorted(known, key=lambda survey: list(SurveyKind).index(survey.kind))
        if survey.stop is None and survey.years and persons in (None, survey.kind is not SurveyKind.FIGURES)
    }


def stopped(known: Iterable[Survey], language: str = "nb") -> list[Stopped]:
    """The surveys whose collection is stopped: since when, and why."""
    return [
        Stopped(
            in_language(survey.title, language),
            text(
                "opplasting.stanset",
                language,
                survey=in_language(survey.title, language),
                since=f"{survey.stop.since:%d.%m.%Y}",
                reason=in_language(survey.stop.reason, language),
            ),
        )
        for survey in known
        if survey.stop is not None
    ]


def years(survey: Survey, this_year: int) -> list[int]:
    """The years that may be handed in, newest first: none later than next year, but always the form's own last ones."""
    return [year for year in reversed(survey.years) if year <= this_year + 1] or [survey.years[-1]]


def default_year(offered: Sequence[int], this_year: int) -> int:
    """This year where there is a form for it; else the newest before it; else the oldest."""
    return next((year for year in offered if year <= this_year), offered[-1])


def municipalities(desk: Desk, year: int) -> dict[str, str]:
    """Code -> «1103 Stavanger» of the municipalities of a year, in the alphabet's order."""
    return _labelled(desk.geography.names(year))


def municipalities_ever(desk: Desk, years: Iterable[int]) -> dict[str, str]:
    """The same of several years together; a municipality that is no more has its last name."""
    names: dict[str, str] = {}
    for year in sorted(set(years)):
        names |= desk.geography.names(year)
    return _labelled(names)


def indicators(desk: Desk, survey: str) -> dict[str, str]:
    """Id -> title of a survey's indicators, in the desk's language."""
    return {one.id: in_language(one.title.as_texts(), desk.language) for one in desk.catalogue.get(survey, ())}


def places(desk: Desk, kind: str, year: int) -> dict[str, str]:
    """Code -> «11 Rogaland» of the regions of a kind in a year; empty where there is no list of them.

    Args:
        desk: knows the reference tables.
        kind: land, helseregion, korus, fylke or kommune; any other has no list.
        year: of the figure. Counties are listed for the years of the present ones only.
    """
    if kind == "land":
        return {COUNTRY: f"{COUNTRY} {text('dashboard.land', desk.language)}"}
    if kind == "kommune":
        return municipalities(desk, year)
    if kind == "fylke":
        present = desk.geography.counties.select("fylke", "navn").iter_rows() if year >= PRESENT_COUNTIES else ()
        return _labelled(dict(present))
    regions = desk.geography.counties_to_regions
    found = regions.filter(regions["regiontype"] == kind).select("regionkode", "navn").unique().iter_rows()
    return dict(sorted(found))


def _labelled(names: Mapping[str, str]) -> dict[str, str]:
    ordered = sorted(names.items(), key=lambda item: (alphabetical(item[1]), item[0]))
    return {code: f"{code} {name}" for code, name in ordered}
