"""The change in the same municipalities, as it may be told: for regions, in whole percentage points, of enough.

Made of the counts of every municipality, also of those whose figures are hidden, and therefore here: what leaves this
module has been rounded and is of many. The reasons stand in `policies/panel.yaml` and decision 0023.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.contracts.model import Break
from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import explain
from pipelines.geography import Geography
from pipelines.geography.membership import unplaced
from pipelines.geography.placement import placement
from pipelines.geography.reference import LAND, UNKNOWN
from pipelines.indicators.catalogue import Catalogue, IndicatorKind
from pipelines.indicators.clusters import design_effects
from pipelines.indicators.comparability import with_stretches
from pipelines.indicators.movement import movement
from pipelines.indicators.panel import panel_changes
from pipelines.published import COMPUTED, VIEW_2024, VIEW_REPORTED, WHOLE

_FIGURE = ["indikator", "basisgruppe", "aar"]
_PLACE = ["regiontype", "regionkode"]
_TOLD = [*_FIGURE, "panel_fra", *_PLACE]
SCHEMA = pl.Schema(
    {"indikator": pl.String, "basisgruppe": pl.String, "aar": pl.Int64, "panel_fra": pl.Int64, "regiontype": pl.String,
     "regionkode": pl.String, "panel_endring": pl.Int64, "panel_kommuner": pl.Int64, "panel_retning": pl.String}
)  # fmt: skip


class PanelPolicy(BaseModel):
    """How many must stand behind the change in the same municipalities."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    municipalities: int = Field(ge=2, description="That took part both times.")
    persons: int = Field(ge=1, description="In the base, each time.")
    outside: int = Field(ge=2, description="Took part in only one of the waves: none, or at least so many.")


def load_panel_policy(contracts_folder: Path) -> PanelPolicy:
    """Read `policies/panel.yaml`.

    Raises:
        ContractError: the file cannot be used.
    """
    try:
        return PanelPolicy.model_validate(read_yaml(contracts_folder / "policies" / "panel.yaml"))
    except ValidationError as error:
        raise ContractError(f"policies/panel.yaml: {explain(error)}") from error


def panel_table(
    cube: pl.DataFrame,
    geography: Geography,
    catalogue: Catalogue,
    breaks: Mapping[str, Sequence[Break]],
    policy: PanelPolicy,
) -> pl.DataFrame:
    """What may be told of the same municipalities since the wave before, in `SCHEMA`; whole shares only.

    A municipality is one of 2024, and took part when every code that it is made of did.

    Args:
        cube: the unprotected cube.
        geography: the reference tables.
        catalogue: which indicators are shares.
        breaks: no change is told across one.
        policy: how many are enough.
    """
    shares = [i.id for indicators in catalogue.values() for i in indicators if i.kind is IndicatorKind.PROPORTION]
    computed = cube.filter(pl.col("kilde") == COMPUTED, pl.col("inndeling") == WHOLE)
    counts = computed.filter(
        pl.col("indikator").is_in(shares),
        pl.col("geografi") == VIEW_2024,
        pl.col("regiontype") == "kommune",
        pl.col("teller").is_not_null(),
        pl.col("nevner").is_not_null(),
    ).select("undersokelse", *_FIGURE, "teller", "nevner", kommunenummer="regionkode")
    whole = counts.join(_whole(computed, geography), on=["undersokelse", "aar", "kommunenummer"], how="semi")
    pairs = _in_regions(_pairs(whole, breaks), geography)
    changes = panel_changes(pairs, _TOLD, _design_effects(pairs))
    held = pairs.group_by(_TOLD).agg(pl.len(), pl.col("nevner_for", "nevner_na").sum())
    took_part = _in_regions(counts, geography).group_by(*_FIGURE, *_PLACE).len("med_na")
    before = took_part.rename({"aar": "panel_fra", "med_na": "med_for"})
    others = [pl.col(wave).cast(pl.Int64) - pl.col("len").cast(pl.Int64) for wave in ("med_for", "med_na")]
    return (
        changes.join(held, on=_TOLD)
        .join(took_part, on=[*_FIGURE, *_PLACE])
        .join(before, on=["indikator", "basisgruppe", "panel_fra", *_PLACE])
        .filter(
            pl.col("klynger") >= policy.municipalities,
            pl.min_horizontal("nevner_for", "nevner_na") >= policy.persons,
            *((several == 0) | (several >= policy.outside) for several in others),
            pl.col("endring_lav").is_not_null(),
        )
        .select(
            *_TOLD,
            panel_endring=pl.col("endring").round(0, mode="half_away_from_zero").cast(pl.Int64),
            panel_kommuner="klynger",
            panel_retning=movement(pl.col("endring_lav"), pl.col("endring_hoy")),
        )
        .cast(SCHEMA)
        .sort(_TOLD)
    )


def _whole(computed: pl.DataFrame, geography: Geography) -> pl.DataFrame:
    """`undersokelse, aar, kommunenummer`: the municipalities of 2024 all of which took part in a wave."""
    years = computed["aar"].unique()
    took = (
        computed.filter(pl.col("geografi") == VIEW_REPORTED, pl.col("regiontype") == "kommune")
        .filter(pl.col("teller").is_not_null())
        .select("undersokelse", "aar", kommunenummer="regionkode")
        .unique()
    )
    placed = placement(geography, years).select("aar", "kommunenummer", "kommune_2024")
    of = placed.filter(~pl.col("kommune_2024").str.ends_with(UNKNOWN)).group_by("aar", "kommune_2024").len("alle")
    divided = unplaced(geography, years).select("aar", kommune_2024="regionkode").unique()
    return (
        took.join(placed, on=["aar", "kommunenummer"])
        .group_by("undersokelse", "aar", "kommune_2024")
        .len("med")
        .join(of, on=["aar", "kommune_2024"])
        .filter(pl.col("med") == pl.col("alle"))
        .join(divided, on=["aar", "kommune_2024"], how="anti")
        .select("undersokelse", "aar", kommunenummer="kommune_2024")
    )


def _pairs(counts: pl.DataFrame, breaks: Mapping[str, Sequence[Break]]) -> pl.DataFrame:
    """The counts of a municipality in a wave and the one before it, where no break lies between."""
    series = ["indikator", "basisgruppe", "strekk"]
    waves = with_stretches(counts.select(_FIGURE).unique(), breaks)
    before = waves.with_columns(panel_fra=pl.col("aar").shift(1).over(series, order_by="aar")).drop_nulls("panel_fra")
    place = ["indikator", "basisgruppe", "kommunenummer"]
    earlier = counts.select(*place, panel_fra="aar", teller_for="teller", nevner_for="nevner")
    return (
        counts.join(before.drop("strekk"), on=_FIGURE)
        .join(earlier, on=[*place, "panel_fra"])
        .rename({"teller": "teller_na", "nevner": "nevner_na"})
    )


def _in_regions(of_municipalities: pl.DataFrame, geography: Geography) -> pl.DataFrame:
    """Each row once for every region that its municipality lies in."""
    county = geography.counties.select("fylke")
    pieces = [
        county.with_columns(regiontype=pl.lit("land"), regionkode=pl.lit(LAND)),
        county.with_columns(regiontype=pl.lit("fylke"), regionkode="fylke"),
        geography.counties_to_regions.select("fylke", "regiontype", "regionkode"),
    ]
    code = pl.col("kommunenummer").str.slice(0, 2)
    return of_municipalities.with_columns(fylke=code).join(pl.concat(pieces), on="fylke").drop("fylke")


def _design_effects(pairs: pl.DataFrame) -> pl.DataFrame:
    """The larger of the two waves' effects, of the land."""
    land = pairs.filter(pl.col("regiontype") == "land")
    key = [*_FIGURE, "panel_fra"]
    waves = [
        design_effects(
            land.select(*key, "kommunenummer", teller=f"teller_{when}", nevner=f"nevner_{when}"), key
        ).select(*key, "designeffekt")
        for when in ("for", "na")
    ]
    return pl.concat(waves).group_by(key).agg(pl.col("designeffekt").max())
