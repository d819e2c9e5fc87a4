"""What can be said of each indicator of a plan, in every place that has figures for it.

Pure: published figures in, rows out, so that nothing can be said of a figure that is hidden. Which indicator carries
what is the plan's; whether a goal is reached, `plan_verdict`'s; where the rows are stored, `release.plans`'.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import polars as pl

from pipelines.contracts.model import Break
from pipelines.contracts.plan_file import Plan, PlanIndicator
from pipelines.indicators.comparability import with_stretches
from pipelines.indicators.differences import difference
from pipelines.indicators.interval import Estimated
from pipelines.indicators.judged import Limits
from pipelines.indicators.plan_verdict import plan_verdict
from pipelines.published import COMPUTED, Status
from pipelines.texts.numbers import own_decimals

PLACE = ("regiontype", "regionkode")
LAND = ("land", "0")
SCHEMA = pl.Schema({
    "planindikator": pl.String(), "maal": pl.Int64(), "regiontype": pl.String(), "regionkode": pl.String(),
    "basisgruppe": pl.String(), "baeres_av": pl.String(), "utgangsaar": pl.Int64(), "utgangsverdi": pl.Float64(),
    "siste_aar": pl.Int64(), "siste_verdi": pl.Float64(), "siste_kilde": pl.String(), "siste_argang": pl.String(),
    "nyeste_aar": pl.Int64(), "nyeste_verdi": pl.Float64(), "endring": pl.Float64(), "endring_lav": pl.Float64(),
    "endring_hoy": pl.Float64(), "desimaler": pl.Int64(), "status": pl.String(),
    "arsak": pl.String(), "syntetisk": pl.Boolean(),
})  # fmt: skip
_SERIES = pl.Schema({
    "regiontype": pl.String(), "regionkode": pl.String(), "aar": pl.Int64(), "baeres_av": pl.String(),
    "verdi": pl.Float64(), "lav": pl.Float64(), "hoy": pl.Float64(), "nevner": pl.Int64(), "usikker": pl.Boolean(),
    "kilde": pl.String(), "argang": pl.String(), "syntetisk": pl.Boolean(),
})  # fmt: skip
_NO_LIMITS = Limits()
_PERCENT = "prosent"
Breaks = Mapping[str, Sequence[Break]]
_NO_BREAKS: Breaks = MappingProxyType({})


def plan_status(
    plan: Plan, figures: pl.DataFrame, limits: Limits = _NO_LIMITS, breaks: Breaks = _NO_BREAKS
) -> pl.DataFrame:
    """A row for each indicator of the plan's registry and each place that has rows for it; the land always has one.

    Args:
        plan: goals and registry.
        figures: undivided (`inndeling` alle) and on one set of borders: `indikator, aar, regiontype, regionkode,
            basisgruppe, nevner, verdi, ki_lav, ki_hoy, status, kilde, argang, syntetisk`, in order of vintage: of two
            rows of the same year the later one holds. Rows without a value (hidden, not mapped) are never zero.
        limits: the least base that is judged, where the base is known. Whether coverage is enough, a figure's own
            status says.
        breaks: where the series of the catalogue's indicators break; no change is told across one.

    Returns:
        `SCHEMA`, in the registry's order, the land first, then by place. `siste_*` is the last year that compares with
        the baseline (without a baseline: the last of all), `nyeste_*` a later one that does not compare, else null.
        Values and changes are in the indicator's unit, percentage points where that is percent; `desimaler` how many
        are shown and judged on. `status` is a `GoalStatus`; `arsak` a `PlanReason` or `Undecided`, given where the
        status cannot be decided, and never else.
    """
    return pl.concat([_of_indicator(indicator, figures, limits, breaks) for indicator in plan.indicators])


def _of_indicator(indicator: PlanIndicator, figures: pl.DataFrame, limits: Limits, breaks: Breaks) -> pl.DataFrame:
    rows = figures.filter(
        pl.col("indikator").is_in(indicator.carried_by), pl.col("basisgruppe") == (indicator.base or "alle")
    )
    ends = _ends(indicator, _series(indicator, rows), breaks)
    known = {tuple(end[name] for name in PLACE): end for end in ends.iter_rows(named=True)}
    hidden = set(rows.filter(pl.col("status") == Status.HIDDEN).select(PLACE).iter_rows())
    places = {*known, *rows.select(PLACE).iter_rows(), LAND}
    said = [_row(indicator, place, known.get(place), place in hidden, limits)
            for place in sorted(places, key=lambda place: (place != LAND, place))]  # fmt: skip
    return pl.DataFrame(said, SCHEMA)


def _series(indicator: PlanIndicator, rows: pl.DataFrame) -> pl.DataFrame:
    """The values, a row for each place and year, all of a place from the first of the carriers that has any there."""
    rank = pl.col("baeres_av").cast(pl.Enum(indicator.carried_by)).to_physical()
    given = (
        rows.filter(pl.col("verdi").is_not_null())
        .rename({"indikator": "baeres_av", "ki_lav": "lav", "ki_hoy": "hoy"})
        .with_columns(usikker=pl.col("status") == Status.UNCERTAIN)
        .filter(rank == rank.min().over(PLACE))
        .unique([*PLACE, "aar"], keep="last", maintain_order=True)
        .select(list(_SERIES)).cast(_SERIES)
    )  # fmt: skip
    if LAND not in given.select(PLACE).rows():
        own = [
            dict.fromkeys(_SERIES) | {"regiontype": LAND[0], "regionkode": LAND[1], "aar": v.year, "verdi": v.value,
                                      "usikker": False, "kilde": v.source, "syntetisk": False}
            for v in indicator.values
        ]  # fmt: skip
        given = pl.concat([pl.DataFrame(own, _SERIES), given])
    return given.with_columns(lav=pl.col("verdi"), hoy=pl.col("verdi")) if indicator.exact else given


def _ends(indicator: PlanIndicator, series: pl.DataFrame, breaks: Breaks) -> pl.DataFrame:
    """A row a place: the last year that compares with the baseline, the baseline, the newest, and the change."""
    known = {carrier: breaks[carrier] for carrier in indicator.carried_by if carrier in breaks}
    named = series.with_columns(indikator=pl.col("baeres_av"), basisgruppe=pl.lit(indicator.base or "alle"))
    stretches = with_stretches(named.sort(*PLACE, "aar"), known)
    start = stretches.filter(pl.col("aar") == indicator.baseline) if indicator.baseline else stretches.clear()
    newest = stretches.group_by(PLACE, maintain_order=True).last().select(*PLACE, "aar", "verdi")
    fits = (pl.col("strekk") == pl.col("strekk_start")) & (pl.col("aar") >= pl.col("aar_start"))
    latest = (
        stretches.join(start, on=PLACE, how="left", suffix="_start")
        .filter(fits | pl.col("strekk_start").is_null())
        .group_by(PLACE, maintain_order=True)
        .last()
        .join(newest, on=PLACE, suffix="_nyeste")
    )
    change = difference(
        Estimated(*map(pl.col, ("verdi", "lav", "hoy"))),
        Estimated(*map(pl.col, ("verdi_start", "lav_start", "hoy_start"))),
    ).where(pl.col("aar") > pl.col("aar_start"))
    return latest.with_columns(endring=change.value, endring_lav=change.low, endring_hoy=change.high)


def _row(
    indicator: PlanIndicator, place: tuple[str, ...], end: Mapping[str, Any] | None, hidden: bool, limits: Limits
) -> dict[str, Any]:
    row = dict.fromkeys(SCHEMA) | {
        "planindikator": indicator.id, "maal": indicator.goal, **dict(zip(PLACE, place, strict=True)),
        "basisgruppe": indicator.base or "alle", "utgangsaar": indicator.baseline, "syntetisk": False,
    }  # fmt: skip
    decimals = 0
    if end is not None:
        decimals = _decimals(indicator, end)
        later = end["aar_nyeste"] > end["aar"]
        row |= {
            "baeres_av": end["baeres_av"], "utgangsverdi": end["verdi_start"], "siste_aar": end["aar"],
            "siste_verdi": end["verdi"], "siste_kilde": end["kilde"], "siste_argang": end["argang"],
            "nyeste_aar": end["aar_nyeste"] if later else None,
            "nyeste_verdi": end["verdi_nyeste"] if later else None, "desimaler": decimals,
            "syntetisk": end["syntetisk"] or bool(end["syntetisk_start"]),
            **{name: end[name] for name in ("endring", "endring_lav", "endring_hoy")},
        }  # fmt: skip
    status, reason = plan_verdict(indicator, end, hidden=hidden, decimals=decimals, limits=limits)
    return row | {"status": status, "arsak": reason}


def _decimals(indicator: PlanIndicator, end: Mapping[str, Any]) -> int:
    """How many are shown: as the plan says, else one for a computed share and as many as were delivered for others."""
    if indicator.decimals is not None:
        return indicator.decimals
    if end["kilde"] == COMPUTED:
        return 1 if indicator.unit == _PERCENT else 0
    return max(own_decimals(value) for value in (end["verdi"], end["verdi_start"]) if value is not None)
