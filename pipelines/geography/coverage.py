"""Coverage: who took part in a wave, how much of each region's adults they hold, and whether that is enough."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipelines.contracts.model import SurveyKind
from pipelines.contracts.odcs import ContractError, read_yaml
from pipelines.contracts.survey_file import explain
from pipelines.geography.membership import REGION, membership
from pipelines.geography.population import population_in, population_of_regions
from pipelines.geography.reference import Geography

WHO: dict[str, type[pl.DataType]] = {"aar": pl.Int64, "kommunenummer": pl.String}
"""How municipalities in waves are listed: those taking part, and those that have declared that they do not map."""
SCHEMA: dict[str, type[pl.DataType]] = {
    "aar": pl.Int64,
    "geografi": pl.String,
    "regiontype": pl.String,
    "regionkode": pl.String,
    "kommuner_med": pl.Int64,
    "kommuner_i_alt": pl.Int64,
    "kommuner_meldt": pl.Int64,
    "befolkning_med": pl.Int64,
    "befolkning_i_alt": pl.Int64,
    "anslag": pl.Boolean,
    "dekning": pl.Float64,
    "grense": pl.Float64,
    "usikker": pl.Boolean,
}


class _Limit(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    population_18: float | None = Field(ge=0, le=100, description="Percent of the population aged 18 and over.")


class _PolicyFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    kinds: dict[SurveyKind, _Limit]


@dataclass(frozen=True)
class CoveragePolicy:
    """The least coverage (percent of 18+) a figure needs to be firm, by kind of survey; None: no limit."""

    limits: dict[SurveyKind, float | None]


def load_coverage_policy(contracts_folder: Path) -> CoveragePolicy:
    """Read `policies/coverage.yaml`.

    Raises:
        ContractError: the file cannot be used, or a kind of survey is not mentioned.
    """
    path = contracts_folder / "policies" / "coverage.yaml"
    try:
        file = _PolicyFile.model_validate(read_yaml(path))
    except ValidationError as error:
        raise ContractError(f"policies/coverage.yaml: {explain(error)}") from error
    missing = [kind.value for kind in SurveyKind if kind not in file.kinds]
    if missing:
        names = ", ".join(missing)
        raise ContractError(f"policies/coverage.yaml: mangler {names}. Skriv population_18: null der det ikke er noen.")
    return CoveragePolicy({kind: limit.population_18 for kind, limit in file.kinds.items()})


def coverage(
    geography: Geography, taking_part: pl.DataFrame, declared: pl.DataFrame | None = None, limit: float | None = None
) -> pl.DataFrame:
    """Coverage of every region, in both views, in every year that anyone took part or said they would not.

    The population of those taking part is by the codes of that year; the region's own is from the complete table on
    2024 borders where the view has those, so that a code-year missing at the source cannot shrink it.

    Args:
        geography: the reference tables.
        taking_part: `aar, kommunenummer` of the municipalities with accepted rows.
        declared: `aar, kommunenummer` of those that have declared that they do not map, if they did not.
        limit: percent of 18+ below which a figure is uncertain; None where the survey has no limit.

    Returns:
        `SCHEMA`. `befolkning_med` and `dekning` are null where a taking-part municipality's population is missing at
        the source; `usikker` then goes by those who are known of, since what is not known to be enough is not enough.
        `anslag`: the region's population is shared out by an estimate.
    """
    took = taking_part.select(list(WHO)).unique()
    said = (pl.DataFrame(schema=WHO) if declared is None else declared.select(list(WHO)).unique()).join(
        took, on=list(WHO), how="anti"
    )
    members = membership(geography, {*took["aar"], *said["aar"]})
    with_rows = members.join(took, on=list(WHO), how="semi")
    counted = (
        members.join(took.with_columns(med=True), on=list(WHO), how="left")
        .join(said.with_columns(meldt=True), on=list(WHO), how="left")
        .group_by(REGION)
        .agg(
            kommuner_med=pl.col("med").count().cast(pl.Int64),
            kommuner_i_alt=pl.len().cast(pl.Int64),
            kommuner_meldt=pl.col("meldt").count().cast(pl.Int64),
        )
    )
    held = population_in(geography, with_rows).rename({"befolkning": "befolkning_med"})
    everyone = population_of_regions(geography, members).rename({"befolkning": "befolkning_i_alt"})
    nobody, everybody = pl.col("kommuner_med") == 0, pl.col("kommuner_med") == pl.col("kommuner_i_alt")
    share = 100 * pl.col("befolkning_med") / pl.col("befolkning_i_alt")
    at_least = 100 * pl.col("minst") / pl.col("befolkning_i_alt")
    enough = (pl.coalesce("dekning", at_least) >= (limit or 0)).fill_null(value=limit is None)
    return (
        counted.join(held, on=REGION, how="left", validate="1:1")
        .join(everyone, on=REGION, how="left", validate="1:1")
        .with_columns(befolkning_med=pl.when(nobody).then(0).otherwise("befolkning_med"))
        # The table on 2024 borders rounds a divided municipality's people, so a full region can differ by one person.
        .with_columns(dekning=pl.coalesce(share.clip(upper_bound=100), pl.when(everybody).then(100.0)))
        .with_columns(grense=pl.lit(limit, pl.Float64), usikker=~(nobody | enough))
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
        .sort(REGION)
    )
