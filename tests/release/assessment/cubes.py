"""Small protected cubes for tests of what is said of figures: a row a figure, the rest by default."""

from __future__ import annotations

from typing import Any

import polars as pl

from pipelines.indicators.estimate import wilson
from pipelines.warehouse.cube import SCHEMA

PLACES = pl.DataFrame(
    [("2024", "land", "0", None, None), ("2024", "korus", "midt", None, None), ("2024", "korus", "nord", None, None),
     ("2024", "helseregion", "midt", None, None), ("2024", "fylke", "50", "midt", None),
     ("2024", "fylke", "55", "nord", None), ("rapportert", "fylke", "16", "midt", "16"),
     ("rapportert", "fylke", "30", None, "30"),
     ("rapportert", "kommune", "1601", "16", "5001"), ("rapportert", "kommune", "5001", "50", "5001"),
     *(("2024", "kommune", code, code[:2], None) for code in ("5001", "5006", "5007", "5501", "5099")),
     ("2024", "bydel", "500101", "5001", None), ("2024", "gruppe", "by", None, None)],
    schema=["geografi", "regiontype", "regionkode", "overordnet", "linje"], orient="row",
)  # fmt: skip


def figure(teller: int | None, nevner: int | None, **said: Any) -> dict[str, Any]:
    """A share of the land in 2019, with Wilson's interval."""
    row: dict[str, Any] = {
        "undersokelse": "brukerplan", "indikator": "bostedslos", "aar": 2019, "regiontype": "land", "regionkode": "0",
        "geografi": "2024", "basisgruppe": "rus", "inndeling": "alle", "kategori": "alle", "teller": teller,
        "nevner": nevner, "metode": "wilson", "status": "ok", "kilde": "beregnet", "skjema": "2019", "syntetisk": True,
    }  # fmt: skip
    if teller is not None and nevner:
        low, high = (pl.select(end).item() for end in wilson(pl.lit(teller), pl.lit(nevner)))
        row |= {"verdi": 100 * teller / nevner, "ki_lav": low, "ki_hoy": high}
    return row | said


def town(code: str, teller: int | None, nevner: int | None, **said: Any) -> dict[str, Any]:
    """A share of a municipality."""
    return figure(teller, nevner, **{"regiontype": "kommune", "regionkode": code} | said)


def hidden(**said: Any) -> dict[str, Any]:
    """A figure that is not shown."""
    return figure(None, None, **{"status": "skjult", "arsak": "personvern", "metode": None} | said)


def cube(*rows: dict[str, Any]) -> pl.DataFrame:
    """The rows as a cube."""
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
