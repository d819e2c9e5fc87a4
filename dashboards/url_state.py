"""The whole view as an address, and back. Pure: pages hand in the query parameters and write what comes out.

What an address asks for and the release does not have is replaced by a default, and said so; nothing an address
holds is shown back unless it looks like one of our own codes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboards.view_models.favourites import Favourite, read, written
from pipelines.published import Indicator, Release, Status
from pipelines.texts import READ_IN, text
from pipelines.told import choices
from pipelines.told.finding import near
from pipelines.told.words import joined

INDICATOR, REGION, BASE, BREAKDOWN, YEAR, COMPARE = "indikator", "region", "base", "inndeling", "aar", "sammenlign"
BORDERS, SHOW_AS, PLAN, CHANGE_OF = "grenser", "vis", "plan", "utvalg"
LANGUAGE, RELEASE, FAVOURITES = "sprak", "utgivelse", "favoritter"
FRAME = (LANGUAGE, RELEASE, FAVOURITES)
ALL = (INDICATOR, REGION, BORDERS, BASE, BREAKDOWN, YEAR, COMPARE, SHOW_AS, PLAN, CHANGE_OF)

LONGEST = 100
"""More signs than a release's id can have are not kept."""
_ECHOED = re.compile(r"(?=.{1,40}$)(?!.*\d{5})[A-Za-zÆØÅæøå0-9_.-]+")


Near = tuple[tuple[str, str], ...]
"""Choices (key, label) that are most like what was asked for."""

# What fits depends on another choice; where that one was replaced, this one is not blamed.
_RESTS_ON = {REGION: BORDERS, BASE: INDICATOR, BREAKDOWN: INDICATOR, YEAR: INDICATOR, COMPARE: REGION,
             SHOW_AS: BORDERS}  # fmt: skip


@dataclass(frozen=True)
class Frame:
    """What holds on every page, and so stands in every address."""

    language: str = "nb"
    release: str = ""
    """An earlier release that the address asks for; empty: the published one."""
    favourites: tuple[Favourite, ...] = ()

    def params(self) -> dict[str, str]:
        """As query parameters. The language is always said: who goes back to an earlier address, reads as then."""
        chosen = {RELEASE: self.release, FAVOURITES: written(self.favourites)}
        return {LANGUAGE: self.language} | {name: value for name, value in chosen.items() if value}


def frame_of(params: Mapping[str, str], remembered: Frame) -> Frame:
    """The frame that an address asks for; where it is silent, or asks for what there is not, what was chosen before."""
    language = params.get(LANGUAGE, "")
    return Frame(
        language if language in READ_IN else remembered.language,
        params.get(RELEASE, remembered.release)[:LONGEST],
        read(params[FAVOURITES]) if FAVOURITES in params else remembered.favourites,
    )


@dataclass(frozen=True)
class View:
    """What is on the page: keys of the release, never labels."""

    indikator: str
    region: str
    grenser: str
    base: str
    inndeling: str
    aar: int
    sammenlign: str
    vis: str = choices.RANKING
    plan: str = ""
    utvalg: str = choices.CHANGES[0]
    frame: Frame = Frame()

    def params(self, names: Sequence[str] = ALL) -> dict[str, str]:
        """The view as query parameters, only those in `names`, and those of every page."""
        return {name: str(getattr(self, name)) for name in names} | self.frame.params()


@dataclass(frozen=True)
class Problem:
    """Something the address asks for and the release does not have: «en region («kommune-9999»)».

    `near` are the choices (key, label) that are most like it.
    """

    parameter: str
    wish: str
    near: Near = ()


def link(page: str, view: View, names: Sequence[str] = ALL, **changes: str | int) -> str:
    """An address of `page` (relative, so that it works below any path) with the view in it.

    What holds on every page is said only where it is not what an address without it gives.
    """
    usual = Frame().params().items()
    said = replace(view, **changes).params(names)  # type: ignore[arg-type]
    return f"{page}?{urlencode([pair for pair in said.items() if pair not in usual])}"


def parse(
    params: Mapping[str, str],
    release: Release,
    remembered: Mapping[str, str] | None = None,
    names: Sequence[str] = ALL,
    language: str = "nb",
    frame: Frame | None = None,
) -> tuple[View, tuple[Problem, ...]]:
    """The view that `params` ask for, and what could not be had.

    Args:
        remembered: what was chosen before on another page; used where `params` are silent, dropped without a word
            where it does not fit.
        names: the parameters that this page uses; problems with others are not reported.
        language: of what could not be had.
        frame: what holds on every page; the one in `language` if None.
    """
    reader = _Reader(params, remembered or {}, set(names), language)
    borders = reader.pick(BORDERS, release.views, release.views[0])
    release = release.in_view(borders)
    indicators = choices.indicators(release)
    indikator = reader.pick(
        INDICATOR, release.indicator, default_indicator(release, list(indicators)),
        lambda asked: _near(asked, choices.indicators(release, language)),
    )  # fmt: skip
    declared = release.indicator[indikator]
    places = {key: None for key, one in release.region.items() if one.regiontype in choices.ORDER}
    region = reader.pick(
        REGION, places, choices.land(release).key, lambda asked: _near_places(asked, release, language)
    )
    bases = list(choices.bases(release, declared))
    breakdowns = list(choices.breakdowns(release, declared))
    show_as = reader.pick(SHOW_AS, choices.presentations(borders), choices.RANKING)
    everywhere = show_as != choices.RANKING
    compare = choices.comparable_kinds(release, release.region[region], everywhere=everywhere)
    years = {str(year): None for year in choices.years(release, declared)}
    base = reader.pick(BASE, bases, bases[0])
    plans = list(choices.plans(release, language))
    view = View(
        indikator=indikator,
        region=region,
        grenser=borders,
        base=base,
        inndeling=reader.pick(BREAKDOWN, breakdowns, breakdowns[0]),
        aar=int(
            reader.pick(
                YEAR, years, str(default_year(release, declared, base)), lambda asked: _near_years(asked, years)
            )
        ),
        sammenlign=reader.pick(COMPARE, compare, compare[0]),
        vis=show_as,
        plan=reader.pick(PLAN, plans, plans[0] if plans else ""),
        utvalg=reader.pick(CHANGE_OF, choices.CHANGES, choices.CHANGES[0]),
        frame=frame or Frame(language),
    )
    return view, tuple(reader.problems)


def after_choice(release: Release, view: View, name: str, value: str) -> View:
    """The view when the reader has chosen `value`: what no longer fits is replaced by a default, without a word.

    Another indicator brings its own latest year, and its own base where the old one had no choice of bases; other
    borders bring the place that answers to the old one; everything else stays where it can.
    """
    stays = view.params()
    if name == BORDERS:
        seen = release.in_view(view.grenser)
        there = seen.counterpart(seen.region[view.region], value)
        stays[REGION] = there.key if there else choices.land(release).key
    if name == INDICATOR:
        del stays[YEAR]
        if len(choices.bases(release, release.indicator[view.indikator])) == 1:
            del stays[BASE]
    return parse({name: value}, release, stays, frame=view.frame)[0]


def explain(problems: Sequence[Problem], language: str = "nb") -> str:
    """One message about everything the address could not have; nothing without problems."""
    if not problems:
        return ""
    return text("dashboard.url_unknown", language, wishes=joined([p.wish for p in problems], language))


def default_indicator(release: Release, candidates: Sequence[str]) -> str:
    """The first share that has a better direction: what the plans are about; else the first there is."""
    for key in candidates:
        one = release.indicator[key]
        if one.type == "proportion" and one.retning != "none":
            return key
    return candidates[0] if candidates else next(iter(release.indicator))


def default_year(release: Release, indicator: Indicator, base: str) -> int:
    """The newest year with a figure anywhere in this base; else the newest year at all."""
    rows = release.outline(indicator.indikator, base)
    shown = {year for _, year, status in rows if status in (Status.OK, Status.UNCERTAIN)}
    return max(shown or release.years.get(indicator.indikator, [0]))


def _near(asked: str, known: Mapping[str, str]) -> Near:
    return tuple((key, known[key]) for key in near(asked, known))


def _near_places(asked: str, release: Release, language: str) -> Near:
    """Where a municipality's number was another one's name in earlier years, the place it lies in now goes first."""
    known = choices.regions(release, language)
    kind, _, code = asked.partition("-")
    try:
        now = release.reported(code).kommuner_2024 if kind == choices.MUNICIPALITY else ()
    except KeyError:
        now = ()
    there = [key for key in (f"{choices.MUNICIPALITY}-{one}" for one in now) if key in known]
    return tuple((key, known[key]) for key in there) or _near(asked, known)


def _near_years(asked: str, years: Mapping[str, object]) -> Near:
    """The two years nearest to the one asked for."""
    if not asked.isascii() or not asked.isdigit():
        return ()
    found = sorted(years, key=lambda year: (abs(int(year) - int(asked)), year))[:2]
    return tuple((year, year) for year in sorted(found))


class _Reader:
    def __init__(
        self, params: Mapping[str, str], remembered: Mapping[str, str], names: set[str], language: str
    ) -> None:
        self.params, self.remembered, self.names, self.language = params, remembered, names, language
        self.problems: list[Problem] = []

    def pick(
        self,
        name: str,
        known: Mapping[str, object] | Sequence[str],
        default: str,
        near: Callable[[str], Near] = lambda _: (),
    ) -> str:
        asked = self.params.get(name)
        if asked is None:
            earlier = self.remembered.get(name)
            return earlier if earlier is not None and earlier in known else default
        if asked in known:
            return asked
        unfit = {problem.parameter for problem in self.problems}
        if name in self.names and _RESTS_ON.get(name) not in unfit:
            self.problems.append(problem(name, asked, self.language, near(asked[:LONGEST])))
        return default


def problem(name: str, asked: str, language: str = "nb", likeliest: Near = ()) -> Problem:
    """That the parameter `name` asks for something the release lacks, which is shown back only if it may be a code."""
    what = text(f"dashboard.url_{name}", language)
    if _ECHOED.fullmatch(asked):
        what = text("dashboard.url_quoted", language, what=what, value=asked)
    return Problem(name, what, likeliest)
