"""The parts of a place's report: the years it took part in, its courses, and its latest figures beside wider places."""

from __future__ import annotations

from pipelines.published import Indicator
from pipelines.reports.courses import course
from pipelines.reports.document import Block, Chart, Charts, Grid, Manner, Paragraph, Terms
from pipelines.reports.subject import Subject, paragraphs
from pipelines.told import choices
from pipelines.told.pooled import pooled_notes
from pipelines.told.profile import Profile
from pipelines.told.remarks import on_whole_waves, remarks
from pipelines.told.table import Cell, Table
from pipelines.told.words import joined

_WIDTHS = (3.4, 0.7, 1.55, 0.95, 2.75, 1.65, 1.55, 1.55)
"""Of the columns of a profile: indicator, year, the place, n, change, the rest of the land, and the wider places."""


def taken_part(subject: Subject) -> tuple[Block, ...]:
    """The years it took part in or has declared that it did not, and its own words about them."""
    found = subject.profile
    indicators = [subject.release.indicator[key] for key in choices.indicators(subject.release)]
    notes = on_whole_waves(subject.release, subject.region, indicators)
    said = remarks(subject.release, subject.region, notes, subject.language)
    own = (Terms(tuple(said)),) if said else ()
    return (*paragraphs((found.took_part, found.declared)), *own)


def courses(subject: Subject) -> tuple[Block, ...]:
    """The charts of the declared indicators, and which of them have no course to draw."""
    charts, without = list[Chart](), list[str]()
    shown = choices.indicators(subject.release)
    for key in (key for key in subject.declared.charts if key in shown):
        indicator = subject.release.indicator[key]
        chart = _chart(subject, indicator)
        if chart is None:
            without.append(indicator.title(subject.language))
        else:
            charts.append(chart)
    missing = subject.word("uten_utvikling", names=joined(without, subject.language)) if without else ""
    return (*((Charts(tuple(charts)),) if charts else ()), *paragraphs([missing], Manner.SMALL))


def _chart(subject: Subject, indicator: Indicator) -> Chart | None:
    release, language = subject.release, subject.language
    base, group = next(iter(choices.bases(release, indicator, language).items()))
    survey = release.label("undersokelse", indicator.undersokelse, language)
    source = subject.word("figurkilde", survey=survey, group=group)
    return course(subject, indicator, base, title=indicator.title(language), source=source)


def figures(subject: Subject) -> tuple[Block, ...]:
    """The latest figures, in one table by survey and theme."""
    found = subject.profile
    if found.empty:
        return (Paragraph(subject.word("uten_tall", place=subject.place)), *paragraphs(found.reasons, Manner.SMALL))
    rows, groups = list[tuple[Cell, ...]](), list[tuple[int, str]]()
    for name, lines in found.groups:
        groups.append((len(rows), name))
        rows += [line.cells for line in lines]
    table = Table(subject.place, found.columns, tuple(rows))
    return (Grid(table, _WIDTHS[: len(found.columns)], groups=tuple(groups)), *_together(subject, found))


def _together(subject: Subject, found: Profile) -> tuple[Block, ...]:
    """Where the place has too few answers, what the county's hidden municipalities have together, latest year first."""
    release, language = subject.release, subject.language
    pairs = []
    for line in (line for _, lines in found.groups for line in lines):
        base = next(iter(choices.bases(release, line.indicator, language)))
        said = pooled_notes(release, line.indicator, subject.region, base, language)
        pairs += [(line.indicator.title(language), note) for note in said[:1]]
    return (Terms(tuple(pairs)),) if pairs else ()
