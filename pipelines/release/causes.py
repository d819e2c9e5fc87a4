"""Why figures may differ between two releases: what their manifests say differs, and which figures that can move.

A difference has a scope (a survey, a year, an indicator, or all of them) and a reach: the kind of change that it can
make. Everything that can have moved a figure is named, and nothing else; nothing is weighed or guessed. What is left:

- A figure that became hidden or was shown again, with nothing that could move it different: the protection of another
  figure asks for it (secondary protection, a series, earlier releases). That is `vern`.
- Any other figure that nothing explains is `ukjent`, and says that a release does not tell all it is made from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl

from pipelines.published import Status

ORIGIN = "opphav"


class Cause(StrEnum):
    """Why a figure is another than in the release before. The list only grows."""

    DATA = "data"
    CORRECTION = "rettelse"
    VINTAGE = "argang"
    CONTRACT = "kontrakt"
    METHOD = "metode"
    GEOGRAPHY = "geografi"
    PROTECTION = "vern"
    UNKNOWN = "ukjent"


class Reach(StrEnum):
    """What a difference can do to a figure within its scope."""

    ALL = "alt"
    HIDING = "skjuling"  # it became hidden, was shown again, or is hidden for another reason
    COVERAGE = "dekning"  # it became uncertain, or firm
    POPULATION = "befolkning"  # as COVERAGE; or it is a rate, which has the population as its base
    DECLARED = "meldt"  # between «not received» and «declared not mapping»
    APPEARS = "rader"  # it is a row of a year that a release did not go to


@dataclass(frozen=True)
class Difference:
    """One thing that two releases are made from and that is not the same. None in the scope means all.

    `what` is the name of the fingerprint, which has a text of its own.
    """

    cause: Cause
    what: str
    reach: Reach = Reach.ALL
    survey: str | None = None
    year: int | None = None
    indicator: str | None = None

    def concerns(self, survey: str, year: int, indicator: str) -> bool:
        """Whether the figures of an indicator and year lie within the scope."""
        scope = ((self.survey, survey), (self.year, year), (self.indicator, indicator))
        return all(own is None or own == asked for own, asked in scope)


_WAVE = {
    "deler": (Cause.DATA, Reach.ALL),
    "erklaringer": (Cause.DATA, Reach.DECLARED),
    "rettelser": (Cause.CORRECTION, Reach.ALL),
    "skjema": (Cause.CONTRACT, Reach.ALL),
}
_PLACES = {"inndeling": Reach.ALL, "befolkning": Reach.POPULATION}
_SURVEY = {
    "undersokelser": (Cause.CONTRACT, Reach.ALL),
    "vern": (Cause.PROTECTION, Reach.HIDING),
    "dekning": (Cause.METHOD, Reach.COVERAGE),
}
_PROGRAM = {
    "metode": (Cause.METHOD, Reach.ALL),
    "vern": (Cause.PROTECTION, Reach.HIDING),
    "biblioteker": (Cause.METHOD, Reach.ALL),
}


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Difference, ...]:
    """What two releases' manifests say differs between what they are made from.

    Args:
        old: the manifest of the one before.
        new: the manifest of the one that is explained.

    Returns:
        In a fixed order; empty where one of them does not tell what it is made from.
    """
    if ORIGIN not in old or ORIGIN not in new:
        return ()
    return tuple(_differences(old[ORIGIN], new[ORIGIN]))


def _differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Difference]:
    for wave, names in _unequal(old["bolger"], new["bolger"], deep=True):
        survey, _, year = wave.rpartition("|")
        for name in names:
            cause, reach = _WAVE[name]
            yield Difference(cause, name, reach, survey=survey, year=int(year))
    for beyond in _years(old["siste_aar"], new["siste_aar"]):
        yield Difference(Cause.DATA, "siste_aar", Reach.APPEARS, year=beyond)
    for part, (cause, reach) in _SURVEY.items():
        yield from (Difference(cause, part, reach, survey=s) for s, _ in _unequal(old[part], new[part]))
    for indicator, _ in _unequal(old["indikatorer"], new["indikatorer"]):
        yield Difference(Cause.METHOD, "indikatorer", indicator=indicator)
    for year, names in _unequal(old["steder"], new["steder"], deep=True):
        if year in old["steder"] and year in new["steder"]:
            yield from (Difference(Cause.GEOGRAPHY, name, _PLACES[name], year=int(year)) for name in names)
    for name, _ in _unequal(old["program"], new["program"]):
        yield Difference(_PROGRAM[name][0], f"program_{name}", _PROGRAM[name][1])


def _unequal(old: Mapping[str, Any], new: Mapping[str, Any], *, deep: bool = False) -> Iterator[tuple[str, list[str]]]:
    """The keys whose values are not the same, sorted, and, if `deep`, which of the values' own keys those are."""
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before != after:
            names = _unequal(before or {}, after or {}) if deep else ()
            yield key, [name for name, _ in names]


def _years(old: int | None, new: int | None) -> range:
    """The years that only one of the releases goes to; the cube has rows for every year up to its last."""
    first, last = sorted((old or 0, new or 0))
    return range(max(first + 1, 1900), last + 1)


def attributed(changes: pl.DataFrame, found: Iterable[Difference]) -> pl.Series:
    """The causes of each change, most of them one.

    Args:
        changes: `undersokelse`, `aar`, `indikator`, `type`, `endring`, `status_fra`, `status_til`, and `ny_argang`,
            whether the figure is delivered and stands there in another vintage too.
        found: what differs.

    Returns:
        `arsaker`: a list of `Cause` values for each row, in the order of `Cause`.
    """
    scopes = changes.select("undersokelse", "aar", "indikator").unique(maintain_order=True)
    held = list(found)
    able = {
        (cause, reach): pl.Series(_name(cause, reach), [_any(held, cause, reach, *row) for row in scopes.iter_rows()])
        for cause, reach in dict.fromkeys((d.cause, d.reach) for d in held)
    }
    flagged = changes.join(scopes.with_columns(*able.values()), on=scopes.columns, maintain_order="left")
    moved = {
        cause: pl.any_horizontal(pl.col(_name(c, reach)) & _within(reach) for c, reach in able if c is cause)
        for cause in dict.fromkeys(c for c, _ in able)
    }
    no = pl.lit(value=False)
    vintage = pl.col("ny_argang")
    explained = pl.any_horizontal(no, vintage, *moved.values())
    moved |= {
        Cause.DATA: moved.get(Cause.DATA, no) & ~vintage,
        Cause.VINTAGE: vintage,
        Cause.PROTECTION: moved.get(Cause.PROTECTION, no) | (~explained & _within(Reach.HIDING)),
        Cause.UNKNOWN: ~explained & ~_within(Reach.HIDING),
    }
    names = [pl.when(moved[cause]).then(pl.lit(cause.value)) for cause in Cause if cause in moved]
    return flagged.select(arsaker=pl.concat_list(names).list.drop_nulls())["arsaker"]


def _any(found: Iterable[Difference], cause: Cause, reach: Reach, survey: str, year: int, indicator: str) -> bool:
    return any(d.cause is cause and d.reach is reach and d.concerns(survey, year, indicator) for d in found)


def _name(cause: Cause, reach: Reach) -> str:
    return f"_{cause}_{reach}"


def _within(reach: Reach) -> pl.Expr:
    """Whether a change is of a kind that `reach` allows. A row that only one release has, has a null status there."""
    before, after = pl.col("status_fra"), pl.col("status_til")
    said = pl.concat_list(before, after)
    coverage = said.list.set_difference([Status.OK.value, Status.UNCERTAIN.value]).list.len() == 0
    allowed = {
        Reach.ALL: pl.lit(value=True),
        Reach.HIDING: said.list.contains(Status.HIDDEN.value),
        Reach.COVERAGE: coverage & before.ne_missing(after),
        Reach.POPULATION: (coverage & before.ne_missing(after)) | (pl.col("type") == "rate"),
        Reach.DECLARED: said.list.set_difference([Status.NOT_RECEIVED.value, Status.NOT_MAPPED.value]).list.len() == 0,
        Reach.APPEARS: before.is_null() | after.is_null(),
    }
    return allowed[reach].fill_null(value=False)
