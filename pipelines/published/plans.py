"""The escalation plans as a release holds them, and what it says of their goals. In words it is put by `plan_words`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields

import polars as pl
from pydantic import TypeAdapter, ValidationError

from pipelines.contracts.plan_file import Plan
from pipelines.published.errors import BrokenRelease
from pipelines.published.values import Region
from pipelines.texts import text

_PLANS = TypeAdapter(dict[str, Plan])


@dataclass(frozen=True)
class PlanStatus:
    """What the release says of one indicator of a plan in one place. The fields are the columns of `planstatus`."""

    plan: str
    planindikator: str
    maal: int
    regiontype: str
    regionkode: str
    basisgruppe: str
    baeres_av: str | None
    utgangsaar: int | None
    utgangsverdi: float | None
    siste_aar: int | None
    siste_verdi: float | None
    siste_kilde: str | None
    siste_argang: str | None
    nyeste_aar: int | None
    nyeste_verdi: float | None
    endring: float | None
    endring_lav: float | None
    endring_hoy: float | None
    desimaler: int | None
    status: str
    arsak: str | None
    syntetisk: bool


_FIELDS = [one.name for one in fields(PlanStatus)]


@dataclass(frozen=True, eq=False)
class Plans:
    """The plans of a release by id, and what is said of them. Releases from before there were plans have none."""

    by_id: Mapping[str, Plan] = field(default_factory=dict)
    table: pl.DataFrame | None = None

    def status(self, plan: str, region: Region) -> dict[str, PlanStatus]:
        """What is said of the plan's indicators in `region`, by the registry's id; those without rows are left out."""
        if self.table is None:
            return {}
        rows = self.table.filter(
            pl.col("plan") == plan,
            pl.col("regiontype") == region.regiontype,
            pl.col("regionkode") == region.regionkode,
        )
        return {row["planindikator"]: PlanStatus(**row) for row in rows.select(_FIELDS).iter_rows(named=True)}

    def places(self, plan: str) -> frozenset[str]:
        """Keys of the places that something is said of."""
        if self.table is None:
            return frozenset()
        rows = self.table.filter(pl.col("plan") == plan).select("regiontype", "regionkode").unique()
        return frozenset(f"{kind}-{code}" for kind, code in rows.iter_rows())


def read_plans(content: bytes, table: pl.DataFrame, release: str) -> Plans:
    """The plans in `plans.json` with their rows. Fields that a later version has added are let be.

    Raises:
        BrokenRelease: the content is not plans.
    """
    try:
        return Plans(_PLANS.validate_json(content, extra="ignore"), table)
    except ValidationError as error:
        raise BrokenRelease(text("published.file_unreadable", folder=release, file="plans.json")) from error
