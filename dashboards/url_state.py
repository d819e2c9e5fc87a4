"""The whole view as an address, and back. Pure: pages hand in the query parameters and write what comes out.

What an address asks for and the release does not have is replaced by a default, and said so; nothing an address
holds is shown back unless it looks like one of our own codes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboards.view_models import choices
from dashboards.view_models.words import joined
from pipelines.published import Indicator, Release, Status
from pipelines.texts import text

INDICATOR, REGION, BASE, BREAKDOWN, YEAR, COMPARE = "indikator", "region", "base", "inndeling", "aar", "sammenlign"
BORDERS, SHOW_AS, PLAN = "grenser", "vis", "plan"
ALL = (INDICATOR, REGION, BORDERS, BASE, BREAKDOWN, YEAR, COMPARE, SHOW_AS, PLAN)

_ECHOED = re.compile(r"(?=.{1,40}$)(?!.*\d{5})[A-Za-zÆØÅæøå0-9_.-]+")


# What fits depends on another choice; where that one was replaced, this one is not blamed.
_RESTS_ON = {REGION: BORDERS, BASE: INDICATOR, BREAKDOWN: INDICATOR, YEAR: INDICATOR, COMPARE: REGION,
             SHOW_AS: BORDERS}  # fmt: skip


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

    def params(self, names: Sequence[str] = ALL) -> dict[str, str]:
        """The view as query parameters, only those in `names`."""
        return {name: str(getattr(self, name)) for name in names}


@dataclass(frozen=True)
class Problem:
    """Something the address asks for and the release does not have: «en region («kommune-9999»)»."""

    parameter: str
    wish: str


def link(page: str, view: View, names: Sequence[str] = ALL, **changes: str | int) -> str:
    """An address of `page` (relative, so that it works below any path) with the view in it."""
    return f"{page}?{urlencode(replace(view, **changes).params(names))}"  # type: ignore[arg-type]


def parse(
    params: Mapping[str, str],
    release: Release,
    remembered: Mapping[str, str] | None = None,
    names: Sequence[str] = ALL,
    language: str = "nb",
) -> tuple[View, tuple[Problem, ...]]:
    """The view that `params` ask for, and what could not be had.

    Args:
        remembered: what was chosen before on another page; used where `params` are silent, dropped without a word
            where it does not fit.
        names: the parameters that this page uses; problems with others are not reported.
    """
    reader = _Reader(params, remembered or {}, set(names), language)
    borders = reader.pick(BORDERS, release.views, release.views[0])
    release = release.in_view(borders)
    indicators = choices.indicators(release)
    indikator = reader.pick(INDICATOR, release.indicator, default_indicator(release, list(indicators)))
    declared = release.indicator[indikator]
    region = reader.pick(REGION, release.region, choices.land(release).key)
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
        aar=int(reader.pick(YEAR, years, str(default_year(release, declared, base)))),
        sammenlign=reader.pick(COMPARE, compare, compare[0]),
        vis=show_as,
        plan=reader.pick(PLAN, plans, plans[0] if plans else ""),
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
    return parse({name: value}, release, stays)[0]


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


class _Reader:
    def __init__(
        self, params: Mapping[str, str], remembered: Mapping[str, str], names: set[str], language: str
    ) -> None:
        self.params, self.remembered, self.names, self.language = params, remembered, names, language
        self.problems: list[Problem] = []

    def pick(self, name: str, known: Mapping[str, object] | Sequence[str], default: str) -> str:
        asked = self.params.get(name)
        if asked is None:
            earlier = self.remembered.get(name)
            return earlier if earlier is not None and earlier in known else default
        if asked in known:
            return asked
        unfit = {problem.parameter for problem in self.problems}
        if name in self.names and _RESTS_ON.get(name) not in unfit:
            what = text(f"dashboard.url_{name}", self.language)
            if _ECHOED.fullmatch(asked):
                what = text("dashboard.url_quoted", self.language, what=what, value=asked)
            self.problems.append(Problem(name, what))
        return default
