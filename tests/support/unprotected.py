"""Figures of the cube as they are before they are protected, a few at a time."""

from __future__ import annotations

import polars as pl

from pipelines.indicators.estimate import with_estimates
from pipelines.warehouse.cube import SCHEMA


def figure(survey: str, indikator: str, teller: int | None, nevner: int | None, **other: object) -> dict[str, object]:
    """A whole figure of a municipality in 2019, but for what is `other`."""
    base: dict[str, object] = dict.fromkeys(SCHEMA)
    base |= {"undersokelse": survey, "indikator": indikator, "aar": 2019, "regiontype": "kommune", "regionkode": "1103",
             "geografi": "2024", "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle", "status": "ok",
             "kilde": "beregnet", "syntetisk": True, "teller": teller, "nevner": nevner}  # fmt: skip
    return base | other


def cube_of(*figures: dict[str, object]) -> pl.DataFrame:
    """The figures with value and interval, as shares."""
    frame = pl.DataFrame(list(figures), schema=SCHEMA)
    return with_estimates(frame, frozenset(frame["indikator"])).select(SCHEMA.keys())
