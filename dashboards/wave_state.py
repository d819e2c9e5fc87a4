"""Which wave of which survey a page tells of, as an address and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dashboards.url_state import SHOW_AS, YEAR, Frame, Problem, problem
from pipelines.published import Release
from pipelines.told import choices

SURVEY = "undersokelse"
MAPS = (choices.MAP, choices.BOUNDARY_MAP)


@dataclass(frozen=True)
class Wave:
    """A survey in one of the years that somebody took part in, or said they would not."""

    undersokelse: str
    aar: int
    vis: str = choices.MAP
    """The map it is drawn on: hexagons, or imported boundaries."""
    frame: Frame = field(default_factory=Frame)

    def params(self) -> dict[str, str]:
        """The wave as query parameters, and those of every page."""
        return {SURVEY: self.undersokelse, YEAR: str(self.aar), SHOW_AS: self.vis} | self.frame.params()


def surveys(release: Release) -> list[str]:
    """The surveys that municipalities take part in, in their own order."""
    land = choices.land(release)
    return [survey for survey in release.codes(SURVEY) if release.covered(survey, land)]


def years(release: Release, survey: str) -> list[int]:
    """The years of `survey`, newest first."""
    return sorted(release.covered(survey, choices.land(release)), reverse=True)


def parse(
    params: Mapping[str, str], release: Release, language: str = "nb", frame: Frame | None = None
) -> tuple[Wave | None, tuple[Problem, ...]]:
    """The wave that `params` ask for, else the newest of the first survey; None where there is no wave at all.

    A year that is another survey's is left for the newest without a word: the reader has chosen another survey.
    """
    known = surveys(release)
    if not known:
        return None, ()
    problems = []

    def pick(name: str, allowed: Sequence[str], default: str) -> str:
        asked = params.get(name, default)
        if asked in allowed:
            return asked
        problems.append(problem(name, asked, language))
        return default

    survey = pick(SURVEY, known, known[0])
    own = [str(year) for year in years(release, survey)]
    others = {str(year) for one in known for year in years(release, one)}
    year = pick(YEAR, [*own, *others], own[0])
    shown_as = pick(SHOW_AS, MAPS, choices.MAP)
    wave = Wave(survey, int(year if year in own else own[0]), shown_as, frame or Frame(language))
    return wave, tuple(problems)
