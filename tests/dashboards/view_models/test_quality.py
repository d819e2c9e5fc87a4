"""Forms, breaks, and how much is hidden."""

from __future__ import annotations

import polars as pl

from dashboards.view_models.quality import breaks, forms, hidden
from pipelines.published import Release
from pipelines.told.shown import count


def test_each_form_stands_once_with_its_years(release: Release) -> None:
    rows = [tuple(cell.text for cell in row) for row in forms(release).rows]
    assert ("BrukerPlan", "2015", "2015, 2017") in rows
    assert ("BrukerPlan", "2019", "2019") in rows
    assert len(set(rows)) == len(rows)


def test_each_break_stands_once_with_how_many_indicators_it_touches(release: Release) -> None:
    rows = [tuple(cell.text for cell in row) for row in breaks(release).rows]
    assert len({row[:3] for row in rows}) == len(rows)
    stopped = next(row for row in rows if row[0] == "BrukerPlan" and row[1] == "2021")
    touched = release.breaks.filter(pl.col("aar") == 2021)["indikator"].unique()
    own = [key for key in touched if key in release.indicator and release.indicator[key].undersokelse == "brukerplan"]
    assert stopped[3] == str(len(own))
    assert stopped[4] == "Kan ikke sammenlignes"
    assert any(row[4] == "Kan sammenlignes" for row in rows)


def test_shown_and_hidden_figures_are_counted_as_they_stand_in_the_cube(release: Release) -> None:
    own = [key for key, one in release.indicator.items() if one.undersokelse == "brukerplan"]
    rows = release.cube.filter(
        pl.col("indikator").is_in(own),
        aar=2019,
        regiontype="kommune",
        geografi="2024",
        inndeling="alle",
        kilde="beregnet",
    )
    shown, gone = (rows.filter(pl.col("status").is_in(kinds)).height for kinds in (["ok", "usikkert"], ["skjult"]))
    assert gone > 0
    found = {row[0].text: [cell.text for cell in row[1:]] for row in hidden(release, "brukerplan", 2019).rows}
    assert found["Kommuner"][:2] == [count(shown), count(gone)]
    assert found["Hele landet"][1] == "0"


def test_a_year_without_figures_has_no_rows(release: Release) -> None:
    assert hidden(release, "brukerplan", 2016).rows == ()
