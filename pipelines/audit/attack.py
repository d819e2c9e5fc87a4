"""Try to recover every hidden figure of a release.

A figure is recovered when both its counts are found, or when one that the policy protects is: 1 to the limit less one
persons in the numerator or in the rest of the base. Reported figures come already counted and are linked to nothing
here; what is hidden of them is told as not tried, like figures too entangled to solve.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from pipelines.audit.digits import counts
from pipelines.audit.solve import Counts, Known, solve
from pipelines.audit.wave import Wave
from pipelines.contracts.model import SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.geography.links import links
from pipelines.indicators.catalogue import Catalogue, IndicatorKind
from pipelines.published import COMPUTED, VIEW_2024, VIEW_REPORTED, WHOLE, Release, Status

DECIMALS = 1
"""Digits after the comma in the narrowest outlet; the release's own files show more."""
_ROW = ["undersokelse", "aar", "indikator", "inndeling", "regiontype", "geografi"]


@dataclass(frozen=True)
class Audit:
    """What the attacker got.

    Attributes:
        figures: one row per kind of figure: `_ROW`, `skjult`, `provd`, `gjenskapt`.
        shown: percent of the persons in national figures who are in a municipality's figure that is shown; None
            where there are none.
        broken: sums that published figures contradict. Unless it is 0 the attacker has misunderstood the release,
            and its result proves nothing.
    """

    figures: pl.DataFrame
    shown: float | None
    broken: int

    def total(self, column: str) -> int:
        """The sum of `skjult`, `provd` or `gjenskapt`."""
        return int(self.figures[column].sum())

    @property
    def passed(self) -> bool:
        """Whether every hidden figure was tried, none recovered, and the published ones agree with each other."""
        return self.broken == 0 and self.total("gjenskapt") == 0 and self.total("provd") == self.total("skjult")


def audit(
    release: Release, contracts: Contracts, catalogue: Catalogue, geography: Geography, limits: Mapping[SurveyKind, int]
) -> Audit:
    """Attack `release`.

    Args:
        release: what is published.
        contracts: what the surveys ask, and how base groups add.
        catalogue: what each figure counts.
        geography: which municipalities made up which region.
        limits: fewer persons than this are protected, by kind of survey.
    """
    pieces, broken = [], 0
    shown = []
    for survey_id, survey in contracts.surveys.items():
        of_persons = tuple(i for i in catalogue.get(survey_id, ()) if not i.counts)
        rows = release.cube.filter(pl.col("indikator").is_in([i.id for i in of_persons]))
        computed = [i for i in of_persons if not i.reported]
        if survey.kind is SurveyKind.FIGURES or not computed:
            hidden = rows.filter(pl.col("status") == Status.HIDDEN.value)
            pieces.append(_counted(hidden.with_columns(undersokelse=pl.lit(survey_id), provd=False, gjenskapt=False)))
            continue
        mine = rows.filter(pl.col("kilde") == COMPUTED)
        percent = [i.id for i in computed if i.kind is IndicatorKind.PROPORTION]
        borders = links(geography, _taking_part(release, survey_id))
        for year in sorted(mine.filter(pl.col("status").is_in(_HAS_ROWS))["aar"].unique()):
            figures = _with_digits(mine.filter(pl.col("aar") == year, pl.col("status").is_in(_HAS_ROWS)), percent)
            tried, wrong = _attack(Wave(survey, year, tuple(computed), figures, borders), limits.get(survey.kind, 0))
            pieces.append(_counted(tried.with_columns(undersokelse=pl.lit(survey_id))))
            broken += wrong
            shown.append(figures)
    return Audit(pl.concat(pieces).sort(_ROW), _share_shown(shown), broken)


_HAS_ROWS = [s.value for s in (Status.OK, Status.UNCERTAIN, Status.HIDDEN, Status.NO_DENOMINATOR)]


def _attack(wave: Wave, limit: int) -> tuple[pl.DataFrame, int]:
    """The hidden figures of `wave` with `provd` and `gjenskapt`, and how many sums are contradicted."""
    rows = wave.rows
    values, known = np.zeros(wave.size, np.int64), np.zeros(wave.size, np.bool_)
    disagree = 0
    for column in ("teller", "nevner"):
        seen = rows.filter(pl.col(column).is_not_null(), pl.col(f"x_{column}").is_not_null())
        at, what = seen[f"x_{column}"].to_numpy(), seen[column].to_numpy()
        disagree += int(np.count_nonzero(known[at] & (values[at] != what)))
        values[at], known[at] = what, True
    solution = solve(wave.equations(), values, known)
    hidden = rows.filter(pl.col("status") == Status.HIDDEN.value)
    under, over = (_found(hidden[f"x_{c}"], solution.values, solution.known) for c in ("teller", "nevner"))
    both = under[1] & (over[1] | hidden["x_nevner"].is_null().to_numpy())
    small = under[1] & (under[0] >= 1) & (under[0] < limit)
    rest = over[0] - under[0]
    small |= under[1] & over[1] & (rest >= 1) & (rest < limit)
    recovered = both | small
    in_doubt = [_found(hidden[f"x_{c}"], values, solution.untried)[1] for c in ("teller", "nevner")]
    tried = recovered | ~(in_doubt[0] | in_doubt[1])
    return hidden.with_columns(gjenskapt=pl.Series(recovered), provd=pl.Series(tried)), disagree + solution.broken


def _found(numbers: pl.Series, values: Counts, known: Known) -> tuple[Counts, Known]:
    there = numbers.is_not_null().to_numpy()
    at = numbers.fill_null(0).to_numpy()
    return values[at], known[at] & there


def _with_digits(figures: pl.DataFrame, percent: list[str]) -> pl.DataFrame:
    """`figures` with the counts filled in that a percentage or its interval gives away."""
    tells = pl.col("indikator").is_in(percent) & pl.col("teller").is_null() & pl.col("verdi").is_not_null()
    if not figures.select(tells.any()).item():
        return figures
    told = figures.filter(tells)
    found = [
        counts(row["verdi"], row["ki_lav"], row["ki_hoy"], row["nevner"], DECIMALS) or (None, row["nevner"])
        for row in told.iter_rows(named=True)
    ]
    filled = told.with_columns(
        teller=pl.Series([f[0] for f in found], dtype=pl.Int64), nevner=pl.Series([f[1] for f in found], dtype=pl.Int64)
    )
    return pl.concat([figures.filter(~tells), filled])


def _taking_part(release: Release, survey: str) -> pl.DataFrame:
    """`aar, kommunenummer` of those that took part, which every release tells."""
    told = release.coverage.filter(
        pl.col("undersokelse") == survey, pl.col("regiontype") == "kommune",
        pl.col("geografi") == VIEW_REPORTED, pl.col("kommuner_med") > 0,
    )  # fmt: skip
    return told.select("aar", kommunenummer="regionkode")


def _counted(hidden: pl.DataFrame) -> pl.DataFrame:
    return hidden.group_by(_ROW).agg(
        skjult=pl.len().cast(pl.Int64), provd=pl.col("provd").sum().cast(pl.Int64),
        gjenskapt=pl.col("gjenskapt").sum().cast(pl.Int64),
    )  # fmt: skip


def _share_shown(figures: list[pl.DataFrame]) -> float | None:
    """Percent of the persons in shown national figures who are in shown municipal ones, over all whole figures."""
    if not figures:
        return None
    key = ["indikator", "aar", "basisgruppe"]
    whole = pl.concat(figures, how="diagonal").filter(pl.col("inndeling") == WHOLE, pl.col("geografi") == VIEW_2024)
    base = whole.with_columns(personer=pl.coalesce("nevner", "teller"))
    land = base.filter(pl.col("regiontype") == "land", pl.col("personer").is_not_null())
    near = base.filter(pl.col("regiontype") == "kommune").join(land.select(key), on=key)
    of_all, of_near = int(land["personer"].sum()), int(near["personer"].sum())
    return 100 * of_near / of_all if of_all else None
