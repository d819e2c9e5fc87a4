"""Try to recover every hidden figure of a release, and judge every shown one by the policy.

Each wave of a survey is attacked by itself, and reported figures together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipelines.audit.doubt import NONE_ASKED, Bounds, FindBounds, bounds_of
from pipelines.audit.editions import waves_of
from pipelines.audit.follows import said_of_hidden
from pipelines.audit.judge import Breach
from pipelines.audit.limits import Limits
from pipelines.audit.pools import unlinked_pools
from pipelines.audit.recover import FINDING, Attacked, attack, in_words
from pipelines.audit.reported import attack_reported, told_elsewhere
from pipelines.audit.rounding import unrounded
from pipelines.audit.wave import Wave
from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.geography.delivered import DeliveredLinks
from pipelines.indicators.catalogue import Catalogue, Indicator, IndicatorKind
from pipelines.published import COMPUTED, VIEW_2024, WHOLE, Release, Status

_ROW = ["undersokelse", "aar", "indikator", "inndeling", "regiontype", "geografi"]
KIND_OF_PLACE = ["undersokelse", "aar", "regiontype", "geografi"]
"""By what it is told how many whole figures are hidden."""


@dataclass(frozen=True)
class Audit:
    """What the attacker got.

    Attributes:
        figures: one row per kind of figure: `_ROW`, `skjult`, `provd`, `gjenskapt`.
        findings: every breach: `undersokelse, aar` and `FINDING`. Tells which figures, never a number of persons.
        whole: figures that are not broken down: `KIND_OF_PLACE`, how many there are, `hele`, and how many of them are
            hidden, `hele_skjult`.
        shown: percent of the persons in national figures who are in a municipality's figure that is shown; None
            where there are none.
        broken: sums that published figures contradict. Unless it is 0 the attacker has misunderstood the release,
            and its result proves nothing.
        bounds: how narrowly single sums bound what is hidden, over all waves.
    """

    figures: pl.DataFrame
    findings: pl.DataFrame
    whole: pl.DataFrame
    shown: float | None
    broken: int
    bounds: Bounds

    def total(self, column: str) -> int:
        """The sum of `skjult`, `provd` or `gjenskapt`."""
        return int(self.figures[column].sum())

    def breaches(self) -> dict[str, int]:
        """How many findings there are of each `Breach`."""
        found = self.findings["brudd"]
        return {breach.value: int((found == breach.value).sum()) for breach in Breach}

    @property
    def passed(self) -> bool:
        """Whether every hidden figure was tried, nothing was found, and the published ones agree with each other."""
        return self.broken == 0 and self.findings.is_empty() and self.total("provd") == self.total("skjult")

    def as_facts(self) -> dict[str, Any]:
        """What a manifest tells of it: the same for the same release, and no single figure."""
        return {
            "bestatt": self.passed,
            **{name: self.total(name) for name in ("skjult", "provd", "gjenskapt")},
            "brudd": {name: n for name, n in self.breaches().items() if n},
            "motstrid": self.broken,
            "grenser": {
                "provd": self.bounds.asked,
                "avgjort": self.bounds.settled,
                "snevre": self.bounds.narrow,
                "for_snevre": self.bounds.surely,
            },
            "vist": None if self.shown is None else round(self.shown, 1),
        }


def audit(
    release: Release,
    contracts: Contracts,
    catalogue: Catalogue,
    geography: Geography,
    limits: Limits,
    earlier: Sequence[Release] = (),
    find_bounds: FindBounds = bounds_of,
) -> Audit:
    """Attack `release`.

    Args:
        release: what is published.
        contracts: what the surveys ask, and how base groups add.
        catalogue: what each figure counts.
        geography: which municipalities made up which region.
        limits: the policy.
        earlier: releases that have been published, which an attacker has too.
        find_bounds: how what is not recovered is bounded; by single sums, unless the long job is asked for.
    """
    pieces, tasks, broken = [], [], 0
    findings = [pl.DataFrame(schema={"undersokelse": pl.String, "aar": pl.Int64, **FINDING})]
    for survey in contracts.surveys.values():
        of_persons = [i for i in catalogue.get(survey.id, ()) if not i.counts]
        computed = tuple(i for i in of_persons if not i.reported)
        if survey.kind is SurveyKind.FIGURES:
            found = _attack_reported(release, [i for i in of_persons if i.unit not in limits.not_of_persons], catalogue,
                                     contracts, geography, limits)  # fmt: skip
            pieces.append(_counted(survey.id, found.hidden))
            findings.append(found.findings.select(pl.lit(survey.id).alias("undersokelse"), "aar", *FINDING))
            broken += found.broken
        else:
            tasks += [(survey, wave) for wave in waves_of(survey, computed, release, earlier, geography)]
            told = unrounded(release, earlier, computed, limits.rounded.get(survey.id), limits.public_sources)
            findings.append(told.select(pl.lit(survey.id).alias("undersokelse"), "aar", *FINDING))
    # Most of the work is done outside the interpreter, so that threads share it.
    with ThreadPoolExecutor() as pool:
        attacked = list(pool.map(lambda task: _attack(task[0], task[1], limits, find_bounds), tasks))
    for (survey, wave), found in zip(tasks, attacked, strict=True):
        pieces.append(_counted(survey.id, found.hidden))
        named = (pl.lit(survey.id).alias("undersokelse"), pl.lit(wave.year, pl.Int64).alias("aar"))
        told = in_words(told_elsewhere(found.hidden, _same_as(release, wave.indicators)))
        findings += [each.select(*named, *FINDING) for each in (found.findings, told)]
    owner = {indicator.id: survey for survey, held in catalogue.items() for indicator in held}
    survey_of = pl.col("hva").str.split(",").list.first().replace_strict(owner, default=pl.col("hva"))
    whole = pl.concat([said_of_hidden(release), unlinked_pools(release)])
    findings.append(whole.select(survey_of.alias("undersokelse"), "aar", *FINDING))
    return Audit(
        pl.concat(pieces).sort(_ROW),
        pl.concat(findings),
        _whole(tasks),
        _share_shown(wave.newest.figures for _, wave in tasks),
        broken + sum(found.broken for found in attacked),
        sum((found.bounds for found in attacked), NONE_ASKED),
    )


def _attack_reported(
    release: Release,
    indicators: Sequence[Indicator],
    catalogue: Catalogue,
    contracts: Contracts,
    geography: Geography,
    limits: Limits,
) -> Attacked:
    """Attack the reported figures of `indicators` that are not public already."""
    cube = release.cube.filter(
        pl.col("indikator").is_in([i.id for i in indicators]), ~pl.col("kilde").is_in(sorted(limits.public_sources))
    )
    computed = [i for held in catalogue.values() for i in held if i.published_as]
    names = {i.id: i.published_as for i in computed}
    # What a rounded figure leaves in doubt is judged where it is rounded.
    same = release.cube.filter(
        pl.col("indikator").is_in(list(names)), pl.col("kilde") == COMPUTED, pl.col("avrundet").is_null()
    )
    known = same.with_columns(pl.col("indikator").replace_strict(names, default=None, return_dtype=pl.String))
    sums = [s.base_groups.sums for s in contracts.surveys.values() if s.base_groups]
    places = DeliveredLinks(geography, cube["aar"].unique())
    return attack_reported(cube, known, sums, places, limits.kinds[SurveyKind.FIGURES])


def _same_as(release: Release, indicators: Iterable[Indicator]) -> pl.DataFrame:
    """The reported figures that are the same as computed ones, under the names of these."""
    pairs = [(i.published_as, i.id) for i in indicators if i.published_as]
    names = pl.DataFrame(pairs, schema={"rapportert": pl.String, "beregnet": pl.String}, orient="row")
    named = release.cube.join(names, left_on="indikator", right_on="rapportert")
    return named.with_columns(indikator="beregnet")


def _attack(survey: Survey, wave: Wave, limits: Limits, find_bounds: FindBounds) -> Attacked:
    percent = [i.id for i in wave.indicators if i.kind is IndicatorKind.PROPORTION]
    return attack(wave, limits.of(survey), percent, find_bounds)


def _counted(survey: str, hidden: pl.DataFrame) -> pl.DataFrame:
    named = hidden.with_columns(undersokelse=pl.lit(survey))
    return named.group_by(_ROW).agg(
        skjult=pl.len().cast(pl.Int64), provd=pl.col("provd").sum().cast(pl.Int64),
        gjenskapt=pl.col("gjenskapt").sum().cast(pl.Int64),
    )  # fmt: skip


def _whole(tasks: Iterable[tuple[Survey, Wave]]) -> pl.DataFrame:
    """`Audit.whole` of the waves."""
    hidden, counts = pl.col("status") == Status.HIDDEN.value, {"hele": pl.Int64, "hele_skjult": pl.Int64}
    found = [pl.DataFrame(schema={**dict.fromkeys(KIND_OF_PLACE, pl.String), "aar": pl.Int64, **counts})]
    for survey, wave in tasks:
        has_number = pl.coalesce("nevner", "teller").is_not_null()  # A mean has no numerator.
        whole = wave.newest.figures.filter(pl.col("inndeling") == WHOLE, hidden | has_number)
        each = whole.group_by("regiontype", "geografi").agg(
            hele=pl.len().cast(pl.Int64), hele_skjult=hidden.sum().cast(pl.Int64)
        )
        named = each.with_columns(undersokelse=pl.lit(survey.id), aar=pl.lit(wave.year, pl.Int64))
        found.append(named.select(*KIND_OF_PLACE, *counts))
    return pl.concat(found).sort(KIND_OF_PLACE)


def _share_shown(figures: Iterable[pl.DataFrame]) -> float | None:
    """Percent of the persons in shown national figures who are in shown municipal ones, over all whole figures."""
    whole = [
        wave.filter(pl.col("inndeling") == WHOLE, pl.col("geografi") == VIEW_2024).with_columns(
            personer=pl.coalesce("nevner", "teller")
        )
        for wave in figures
    ]
    if not whole:
        return None
    key = ["indikator", "aar", "basisgruppe"]
    base = pl.concat(whole)
    land = base.filter(pl.col("regiontype") == "land", pl.col("personer").is_not_null())
    near = base.filter(pl.col("regiontype") == "kommune").join(land.select(key), on=key)
    of_all, of_near = int(land["personer"].sum()), int(near["personer"].sum())
    return 100 * of_near / of_all if of_all else None
