"""The figures that something is said of: undivided, shown, one a year; with what their indicator and place are."""

from __future__ import annotations

import polars as pl

from pipelines.contracts.model import Break
from pipelines.geography.reference import UNKNOWN
from pipelines.indicators.catalogue import Catalogue, IndicatorKind
from pipelines.indicators.cluster_method import implied_design_effect
from pipelines.indicators.comparability import with_stretches
from pipelines.indicators.interval import Estimated, IntervalMethod
from pipelines.published import POOL, VIEW_REPORTED, WHOLE, WITH_VALUE
from pipelines.published.unjudged import Unjudged
from pipelines.published.values import KEY

SERIES = ["serie"]
_OF_SERIES = ["indikator", "geografi", "regiontype", "linje", "basisgruppe"]
FIGURE = Estimated(pl.col("verdi"), pl.col("ki_lav"), pl.col("ki_hoy"))
SUITED = pl.col("uegnet").is_null()
_BY_MUNICIPALITY = (IntervalMethod.CLUSTERED.value, IntervalMethod.DEFLATED.value)


def judged_figures(
    cube: pl.DataFrame, catalogue: Catalogue, regions: pl.DataFrame, breaks: dict[str, tuple[Break, ...]]
) -> pl.DataFrame:
    """The figures in the cube's order.

    Args:
        cube: the protected cube.
        catalogue: the indicators.
        regions: every region of the release, as `geography.regions` gives them.
        breaks: the declared breaks by indicator.

    Returns:
        The cube's columns of undivided figures with a value, of several vintages the newest, and:
        `per` (how many inhabitants a rate is told for; null for all else), `uegnet` (`Unjudged`: why it is no counted
        share or rate with an interval, which everything but the change takes; null for one), `retning` (which way is
        better), `rangeres` (whether municipalities may be ranked by it), `serie` (the same for the figures of a place
        over time, also where it changed its number), `korus` (the KoRus region that it lies in), `sted` (false for
        persons who cannot be placed), `strekk` (see `with_stretches`), `designeffekt` (of a sample's share).
    """
    judged = cube.filter(pl.col("regiontype") != POOL)
    shown = judged.filter(
        pl.col("inndeling") == WHOLE, pl.col("status").is_in(WITH_VALUE), pl.col("verdi").is_not_null()
    )
    in_order = shown.with_row_index("_rad").sort(pl.col("argang").fill_null(""), maintain_order=True)
    one_a_year = in_order.unique(KEY[:8], keep="last", maintain_order=True).sort("_rad").drop("_rad")
    known = one_a_year.join(_indicators(catalogue), on="indikator", how="left", maintain_order="left").join(
        _places(regions), on=["geografi", "regiontype", "regionkode"], how="left", maintain_order="left"
    )
    unplaced = (pl.col("regiontype") == "kommune") & pl.col("regionkode").str.ends_with(UNKNOWN)
    effect = implied_design_effect(FIGURE, pl.col("nevner"))
    return with_stretches(known.with_columns(linje=pl.coalesce("linje", "regionkode")), breaks).with_columns(
        serie=pl.concat_str(_OF_SERIES, separator=" ").rank("dense"),
        sted=~unplaced,
        uegnet=_unsuited(),
        designeffekt=pl.when(pl.col("metode").is_in(_BY_MUNICIPALITY)).then(effect),
    )


def _unsuited() -> pl.Expr:
    counted = pl.col("teller").is_between(0, pl.col("nevner")).fill_null(value=False)
    return (
        pl.when(~(pl.col("andel") | pl.col("per").is_not_null())).then(pl.lit(Unjudged.NOT_SUITED.value))
        .when(~counted).then(pl.lit(Unjudged.NO_COUNTS.value))
        .when(pl.col("ki_lav").is_null() | pl.col("ki_hoy").is_null()).then(pl.lit(Unjudged.NO_INTERVAL.value))
    )  # fmt: skip


def _indicators(catalogue: Catalogue) -> pl.DataFrame:
    rows = [
        (i.id, i.kind is IndicatorKind.PROPORTION or (i.reported and i.unit == "prosent"),
         i.rate.per if i.rate else None, i.direction.value, i.ranking)
        for indicators in catalogue.values() for i in indicators
    ]  # fmt: skip
    schema = {
        "indikator": pl.String,
        "andel": pl.Boolean,
        "per": pl.Int64,
        "retning": pl.String,
        "rangeres": pl.Boolean,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _places(regions: pl.DataFrame) -> pl.DataFrame:
    """`geografi, regiontype, regionkode, linje, korus`: counties and what lies in them have a KoRus region, if one."""
    place = ["geografi", "regiontype", "regionkode"]
    county = regions.filter(regiontype="fylke").select("geografi", fylke="regionkode", korus="overordnet")
    code = pl.col("regionkode")
    # A district's number begins with its municipality's, and that one's with its county's.
    local = regions.filter(pl.col("regiontype").is_in(["fylke", "kommune", "bydel"])).select(
        *place, fylke=code.str.slice(0, 2)
    )
    korus = local.join(county, on=["geografi", "fylke"]).drop("fylke")
    line = regions.filter(geografi=VIEW_REPORTED).group_by(place).agg(pl.col("linje").first())
    return regions.select(place).unique().join(line, on=place, how="left").join(korus, on=place, how="left")
