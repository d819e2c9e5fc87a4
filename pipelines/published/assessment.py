"""What a release says of a figure beyond its number, and where its series breaks: frozen values, as read.

Names of the fields are the columns of the release. What they are called for readers is the pages'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.texts.borrowed import said


@dataclass(frozen=True)
class Assessment:
    """One row of `vurdering.parquet`. Differences are in the indicator's unit, for percent in percentage points.

    Wherever something is not said, the field `<what>_arsak` tells why (`unjudged.Unjudged`).
    """

    indikator: str
    aar: int
    regiontype: str
    regionkode: str
    geografi: str
    basisgruppe: str
    inndeling: str
    kategori: str
    kilde: str
    argang: str | None
    endring: float | None
    endring_lav: float | None
    endring_hoy: float | None
    endring_fra: int | None
    endring_retning: str | None
    endring_vurdert: str | None
    endring_arsak: str | None
    land_forskjell: float | None
    land_lav: float | None
    land_hoy: float | None
    land_sammenlignet: str | None
    land_arsak: str | None
    korus: str | None
    korus_forskjell: float | None
    korus_lav: float | None
    korus_hoy: float | None
    korus_sammenlignet: str | None
    korus_arsak: str | None
    panel_fra: int | None
    panel_endring: int | None
    panel_kommuner: int | None
    panel_retning: str | None
    panel_vurdert: str | None
    panel_arsak: str | None
    trend_fra: int | None
    trend_punkter: int | None
    trend_per_aar: float | None
    trend_p: float | None
    trend_retning: str | None
    trend_vurdert: str | None
    trend_arsak: str | None
    rang: int | None
    rang_av: int | None
    rang_lav: int | None
    rang_hoy: int | None
    rang_arsak: str | None
    trakt: str | None
    trakt_arsak: str | None
    maal_plan: str | None
    maal_indikator: str | None
    maalstatus: str | None
    maalstatus_arsak: str | None


@dataclass(frozen=True)
class SeriesBreak:
    """From `aar` on, figures of a series were made in another way; `hindrer` says that the two sides do not compare.

    `basisgrupper` are those it concerns; empty: all.
    """

    aar: int
    slag: str
    basisgrupper: tuple[str, ...]
    hindrer: bool
    texts: Mapping[str, str] = field(hash=False)

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> SeriesBreak:
        """One row of `breaks.parquet`."""
        said = {language: row[f"tekst_{language}"] for language in ("nb", "nn")}
        return cls(row["aar"], row["slag"], tuple(row["basisgrupper"]), row["hindrer"], said)

    def why(self, language: str = "nb") -> str:
        """What changed, in one sentence."""
        return said(self.texts, language)
