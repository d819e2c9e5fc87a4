"""What figures rest on beyond who took part: forms, breaks, and how much of them is hidden."""

from __future__ import annotations

import polars as pl

from pipelines.published import COMPUTED, WHOLE, Release, Status
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.table import Cell, Column, Table

KINDS = (choices.LAND, choices.KORUS, choices.COUNTY, choices.MUNICIPALITY)


def forms(release: Release, language: str = "nb") -> Table:
    """Which version of its form each survey was mapped with, and in which years."""
    found: dict[tuple[str, str], list[int]] = {}
    for wave in release.manifest.bolger:
        if wave.skjema:
            found.setdefault((wave.undersokelse, wave.skjema), []).append(wave.aar)
    rows = tuple(
        (Cell(release.label("undersokelse", survey, language)), Cell(form), Cell(", ".join(map(str, sorted(years)))))
        for (survey, form), years in sorted(found.items(), key=lambda pair: (pair[0][0], min(pair[1])))
        if release.covered(survey, choices.land(release))
    )
    titles = ("survey", "form", "years")
    columns = tuple(Column(text(f"dashboard.column_{key}", language), numeric=False) for key in titles)
    return Table(text("dekning.skjemaer", language), columns, rows)


def breaks(release: Release, language: str = "nb") -> Table:
    """Every break once: what changed, how many indicators it touches, and whether the two sides compare."""
    surveys = {key: one.undersokelse for key, one in release.indicator.items()}
    found: dict[tuple[str, int, str, bool], set[str]] = {}
    for indicator, survey in surveys.items():
        for one in release.all_breaks(indicator):
            key = (survey, one.aar, one.why(language), one.hindrer)
            found.setdefault(key, set()).add(indicator)
    rows = tuple(
        (
            Cell(release.label("undersokelse", survey, language)),
            Cell(str(year)),
            Cell(why),
            Cell(shown.count(len(touched), language)),
            Cell(text("dekning.hindrer" if stops else "dekning.hindrer_ikke", language)),
        )
        for (survey, year, why, stops), touched in sorted(found.items())
    )
    columns = (
        Column(text("dashboard.column_survey", language), numeric=False),
        Column(text("dashboard.column_year", language), numeric=False),
        *(Column(text(f"dekning.kol_{key}", language), numeric=key == "indikatorer", wordy=key == "endring")
          for key in ("endring", "indikatorer", "folge")),
    )  # fmt: skip
    return Table(text("dekning.brudd", language), columns, rows)


def hidden(release: Release, survey: str, year: int, language: str = "nb") -> Table:
    """How many of a wave's undivided computed figures are shown and hidden, by sort of place.

    Figures of those that did not take part are none, and not counted.
    """
    own = [key for key, one in release.indicator.items() if one.undersokelse == survey]
    counted = release.tally.filter(
        pl.col("indikator").is_in(own), pl.col("aar") == year, pl.col("kilde") == COMPUTED, pl.col("inndeling") == WHOLE
    )
    sums = {
        (kind, Status(status)): n
        for kind, status, n in counted.group_by("regiontype", "status").agg(pl.col("antall").sum()).iter_rows()
    }
    rows = []
    for kind in KINDS:
        seen = sum(sums.get((kind, status), 0) for status in (Status.OK, Status.UNCERTAIN))
        gone = sums.get((kind, Status.HIDDEN), 0)
        if seen + gone:
            share = shown.percent(100 * gone / (seen + gone), language, places=1)
            rows.append((Cell(text(f"dekning.slag_{kind}", language)), Cell(shown.count(seen, language)),
                         Cell(shown.count(gone, language)), Cell(share)))  # fmt: skip
    titles = ("vist", "skjult", "andel_skjult")
    place = Column(text("dashboard.column_place", language), numeric=False)
    columns = (place, *(Column(text(f"dekning.kol_{key}", language)) for key in titles))
    return Table(text("dekning.skjult", language, year=year), columns, tuple(rows))
