"""How a place lies among others the same year: against the rest of the land and of its KoRus region, rank, funnel."""

from __future__ import annotations

import polars as pl

from pipelines.geography.reference import LAND as WHOLE_LAND
from pipelines.indicators.comparisons import compared, rest_estimate
from pipelines.indicators.differences import Counts, difference, rest_of
from pipelines.indicators.funnel import funnel_limits, funnel_place
from pipelines.indicators.interval import Estimated
from pipelines.indicators.ranks import with_ranks
from pipelines.published.unjudged import Unjudged
from pipelines.release.assessment.figures import FIGURE, SUITED

_SAME = ["indikator", "aar", "basisgruppe", "kilde", "argang"]
_OWN = Counts(pl.col("teller"), pl.col("nevner"))
_TOGETHER = ["indikator", "aar", "geografi", "basisgruppe"]
_RANK = ("rang", "rang_av", "rang_lav", "rang_hoy")
_UNRANKED = (
    pl.when(~SUITED).then("uegnet")
    .when(pl.col("regiontype") != "kommune").then(pl.lit(Unjudged.ONLY_MUNICIPALITIES.value))
    .when(~pl.col("sted")).then(pl.lit(Unjudged.NOT_SUITED.value))
    .when(~pl.col("rangeres")).then(pl.lit(Unjudged.NOT_RANKED.value))
)  # fmt: skip
LAND, KORUS = "land", "korus"


def with_comparison(figures: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`figures` with what tells of the rest of the land, or of the KoRus region, that the place lies in.

    Args:
        figures: see `judged_figures`.
        kind: `LAND` or `KORUS`; the columns are named after it.

    Returns:
        `<kind>_forskjell`, `_lav` and `_hoy` (own minus the rest, in the figure's unit), `<kind>_sammenlignet`
        (`Compared`) and `<kind>_arsak` (`Unjudged`).
    """
    # Step by step, since one expression of all of it takes half a second to plan.
    rest = Counts(pl.col("_rest_teller"), pl.col("_rest_nevner"))
    estimate = rest_estimate(rest, per=pl.col("per"), design_effect=pl.col("_effekt"))
    held = _beside_rest(figures, kind).with_columns(
        _rest=estimate.value, _rest_lav=estimate.low, _rest_hoy=estimate.high
    )
    against = Estimated(pl.col("_rest"), pl.col("_rest_lav"), pl.col("_rest_hoy"))
    found = difference(FIGURE, against).where(_compares(kind) & pl.col("_rest_lav").is_not_null())
    return held.with_columns(
        **{f"{kind}_forskjell": found.value, f"{kind}_lav": found.low, f"{kind}_hoy": found.high}
    ).with_columns(
        compared(pl.col(f"{kind}_lav"), pl.col(f"{kind}_hoy")).alias(f"{kind}_sammenlignet"),
        pl.when(~SUITED).then("uegnet")
        .when(pl.col("regiontype") == kind).then(pl.lit(Unjudged.IS_WHOLE.value))
        .when(~pl.col("sted") | (pl.col("_kode").is_null())).then(pl.lit(Unjudged.NOT_SUITED.value))
        .when(pl.col(f"{kind}_forskjell").is_null()).then(pl.lit(Unjudged.NO_WHOLE.value))
        .alias(f"{kind}_arsak"),
    ).select(*figures.columns, pl.col(f"^{kind}_.*$"))  # fmt: skip


def _compares(kind: str) -> pl.Expr:
    return SUITED & pl.col("sted") & (pl.col("regiontype") != kind)


def _beside_rest(figures: pl.DataFrame, kind: str) -> pl.DataFrame:
    """`figures` with the code of what they lie in, the counts of the rest and, of a sample, a design effect."""
    code = pl.lit(WHOLE_LAND) if kind == LAND else pl.col("korus")
    wholes = figures.filter(regiontype=kind).select(*_SAME, _kode="regionkode", _teller="teller", _nevner="nevner")
    land = figures.filter(regiontype=LAND).select(*_SAME, _effekt="designeffekt")
    rest = rest_of(Counts(pl.col("_teller"), pl.col("_nevner")), _OWN)
    return (
        figures.with_columns(_kode=code)
        .join(wholes, on=[*_SAME, "_kode"], how="left", nulls_equal=True, maintain_order="left", validate="m:1")
        .join(land, on=_SAME, how="left", nulls_equal=True, maintain_order="left", validate="m:1")
        .with_columns(_rest_teller=rest.teller, _rest_nevner=rest.nevner)
    )


def with_rank(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with the columns `rang*`: municipalities among those whose figure is shown, the highest first."""
    numbered = figures.with_row_index("_rad")
    ranked = with_ranks(numbered.filter(_UNRANKED.is_null()), _TOGETHER)
    return (
        numbered.join(ranked.select("_rad", *_RANK), on="_rad", how="left", maintain_order="left")
        .with_columns(rang_arsak=_UNRANKED)
        .drop("_rad")
    )


def with_funnel(figures: pl.DataFrame) -> pl.DataFrame:
    """`figures` with `trakt` (`FunnelPlace`) and `trakt_arsak`: how far a municipality is from the rest of the land."""
    reason = pl.coalesce(_UNRANKED, pl.when(pl.col("per").is_not_null()).then(pl.lit(Unjudged.NOT_SUITED.value)))
    numbered = figures.with_row_index("_rad")
    target = 100 * pl.col("_rest_teller") / pl.col("_rest_nevner")
    placed = (
        _beside_rest(numbered.filter(reason.is_null() | (pl.col("regiontype") == LAND)), LAND)
        .filter(reason.is_null())
        .select("_rad", trakt=funnel_place(pl.col("verdi"), funnel_limits(pl.col("nevner"), target)))
    )
    no_land = pl.when(pl.col("trakt").is_null()).then(pl.lit(Unjudged.NO_WHOLE.value))
    return (
        numbered.join(placed, on="_rad", how="left", maintain_order="left")
        .with_columns(trakt_arsak=pl.coalesce(reason, no_land))
        .drop("_rad")
    )
