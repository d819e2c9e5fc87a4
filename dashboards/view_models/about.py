"""What the page about the figures lists: definitions, and where delivered figures come from."""

from __future__ import annotations

import polars as pl

from pipelines.published import COMPUTED, Release
from pipelines.texts import text
from pipelines.texts.borrowed import said
from pipelines.told import choices, shown
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import joined


def definitions(release: Release, language: str = "nb") -> list[Table]:
    """One table a survey: what each computed figure counts, its unit and its base groups."""
    groups: dict[str, list[tuple[Cell, ...]]] = {}
    for indicator in release.indicator.values():
        if indicator.reported:
            continue
        bases = list(choices.bases(release, indicator, language).values())
        groups.setdefault(indicator.undersokelse, []).append((
            Cell(indicator.title(language)),
            Cell(indicator.definition(language)),
            Cell(shown.unit_title(indicator, language)),
            Cell(joined(bases, language)),
        ))  # fmt: skip
    titles = ("indicator", "definition", "unit", "bases")
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric=False) for key in titles)
    return [Table(release.label("undersokelse", key, language), columns, tuple(rows)) for key, rows in groups.items()]


def corrections(release: Release, language: str = "nb") -> Table:
    """The corrections that the figures hold, and why; without rows where there are none."""
    rows = tuple(
        (
            Cell(release.label("undersokelse", row["undersokelse"], language)),
            Cell(str(row["aar"])),
            Cell(release.reported(row["kommunenummer"]).navn if row["kommunenummer"] else shown.DASH),
            Cell(said({"nb": row["grunn_nb"], "nn": row["grunn_nn"]}, language)),
        )
        for row in release.corrections.iter_rows(named=True)
    )
    titles = ("rettelse.undersokelse", "rettelse.aar", "dashboard.column_place", "rettelse.grunn")
    columns = tuple(Column(text(key, language), numeric=False) for key in titles)
    return Table(text("rettelse.rettelser", language), columns, rows)


def delivered(release: Release, language: str = "nb") -> Table:
    """Every reported indicator with its sources and years."""
    rows = release.cube.filter(pl.col("kilde") != COMPUTED).group_by("indikator").agg(
        pl.col("kilde").unique().sort(), pl.col("aar").min().alias("first"), pl.col("aar").max().alias("last")
    )  # fmt: skip
    found = {row["indikator"]: row for row in rows.iter_rows(named=True)}
    cells = []
    for key, indicator in release.indicator.items():
        row = found.get(key)
        if row is None:
            continue
        years = str(row["first"]) if row["first"] == row["last"] else f"{row['first']}{shown.DASH}{row['last']}"
        cells.append((Cell(indicator.title(language)), Cell(years), Cell("; ".join(row["kilde"]))))
    titles = ("indicator", "years", "source")
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric=False) for key in titles)
    return Table(text("dashboard.about_delivered", language), columns, tuple(cells))
