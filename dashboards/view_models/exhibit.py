"""A chart with all that belongs to it, told once for the page, for the picture and for what is copied from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboards.matrix_state import Selection
from dashboards.url_state import ALL, View
from dashboards.view_models.breakdown import Breakdown
from dashboards.view_models.comparison import Comparison
from dashboards.view_models.distribution import Distribution
from dashboards.view_models.notes import axis_note, gap_note
from dashboards.view_models.trend import Trend, untold_targets
from dashboards.wave_state import Wave
from pipelines.published import Figure, Region, Release
from pipelines.texts import text
from pipelines.texts.borrowed import plain
from pipelines.told import choices
from pipelines.told.assessed import break_notes
from pipelines.told.bounds import bounds_note
from pipelines.told.cited import cited
from pipelines.told.covered import unsure_note
from pipelines.told.pooled import pooled_notes
from pipelines.told.story import source_line
from pipelines.told.table import Table


@dataclass(frozen=True)
class Exhibit:
    """One chart.

    Attributes:
        title: what it shows, of whom, where and when, so that it can stand alone.
        summary: one or two sentences from the data.
        notes: what must be known to read it.
        source: where its figures come from, and the release.
        table: the same as a table; None where the page has none.
        figures: the rows of the release that it shows, those without a number too.
        sentence: what is copied to cite it.
        name: of its files, without suffix.
    """

    title: str
    summary: str
    notes: tuple[str, ...]
    source: str
    table: Table | None
    figures: tuple[Figure, ...]
    sentence: str
    name: str


def trend_exhibit(release: Release, view: View, found: Trend, language: str = "nb") -> Exhibit:
    """The chart of one place over time."""
    indicator, region = found.indicator, found.region
    covered = release.covered(indicator.undersokelse, region)
    weak = [point.aar for point in found.series[0].points if not point.sure]
    notes = (
        bounds_note(release, indicator, region, view.base, language),
        *break_notes(found.breaks, language),
        *untold_targets(release, indicator, language),
        gap_note(found, language),
        unsure_note(covered, weak, language),
        *pooled_notes(release, indicator, region, view.base, language),
    )
    return _exhibit(release, view, found, notes, region, found.latest, (), language)


def breakdown_exhibit(release: Release, view: View, found: Breakdown, language: str = "nb") -> Exhibit:
    """The chart of one place and year by group."""
    return _exhibit(release, view, found, (), None, None, (view.inndeling, str(view.aar)), language)


def distribution_exhibit(release: Release, view: View, found: Distribution, language: str = "nb") -> Exhibit:
    """The chart of all levels, of one place over time."""
    return _exhibit(release, view, found, found.notes, None, None, ("nivaa",), language)


def comparison_exhibit(
    release: Release, view: View, found: Comparison, notes: Sequence[str] = (), language: str = "nb"
) -> Exhibit:
    """The chart of several places in one year.

    Args:
        notes: of the map, where they are shown on one.
    """
    region = release.region[view.region]
    there = (f for f in found.figures if (f.regiontype, f.regionkode) == (region.regiontype, region.regionkode))
    unsure = any(place.point and not place.point.sure for place in found.places)
    said = (text("grenser.unsure_places", language) if unsure else "", *notes)
    return _exhibit(
        release, view, found, said, region, next(there, None), (view.sammenlign, str(view.aar)), language,
        on_axis=not notes,
    )  # fmt: skip


def _exhibit(
    release: Release, view: View, found: Trend | Breakdown | Distribution | Comparison, notes: Iterable[str],
    region: Region | None, figure: Figure | None, named: Sequence[str], language: str, *, on_axis: bool = True,
) -> Exhibit:  # fmt: skip
    """What is alike for all charts.

    Args:
        figure: the one of `region` that the chart is read for; without a number the chart's summary is cited.
        named: what its files are named by beside indicator, place and group.
        on_axis: whether it has a value axis.
    """
    indicator = release.indicator[view.indikator]
    source = source_line(release, indicator, found.figures, language)
    group = choices.base_label(release, indicator, view.base, language)
    told = f"{found.summary} {source}"
    if region is not None and figure is not None and figure.has_value:
        told = cited(release, indicator, region, figure, view.base, language)
    axis = [] if isinstance(found, Distribution) else [axis_note(found.axis, language)]
    return Exhibit(
        title=text("uttak.tittel", language, title=found.table.caption.rstrip("."), group=group),
        summary=found.summary,
        notes=tuple(note for note in (*notes, *(axis if on_axis else ())) if note),
        source=source,
        table=found.table,
        figures=found.figures,
        sentence=plain(told),
        name="_".join([view.indikator, view.region, view.base, *named, release.id]),
    )


def table_exhibit(
    release: Release, title: str, summary: str, table: Table | None, figures: Sequence[Figure], source: str, name: str
) -> Exhibit:
    """What belongs to a table that stands by itself.

    Args:
        figures: the rows of the release in it, if it is of such.
        name: of its files, without release and suffix.
    """
    said = plain(f"{summary} {source}")
    return Exhibit(title, summary, (), source, table, tuple(figures), said, f"{name}_{release.id}")


def lasting(view: View | Selection | Wave, release: Release, names: Sequence[str] = ALL) -> str:
    """The query of an address that brings back exactly this view, also when a newer release has been published.

    Args:
        names: the parameters that the page of a `View` uses.
    """
    frame = replace(view.frame, release=release.id)
    if isinstance(view, View):
        return f"?{urlencode(replace(view, frame=frame).params(names))}"
    return f"?{urlencode(replace(view, frame=frame).params())}"
