"""One place: every indicator it has figures for, beside its KoRus region and the whole country, in the same year.

First what tells of a plan's goals, goal by goal; then the rest by survey and theme.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pipelines.published import Coverage, Figure, Indicator, Region, Release, Status
from pipelines.published.assessment import Assessment
from pipelines.published.plan_words import goal_title
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.assessed import change_short, side
from pipelines.told.choices import name_of
from pipelines.told.missing import why_missing
from pipelines.told.remarks import in_cell, on_indicator
from pipelines.told.series import newest_vintage
from pipelines.told.table import Cell, Column, Lead, Table, nowhere

_CHANGE = 4
_WORDS = (0, 1, _CHANGE, 5)
"""The columns of a profile that hold words."""


@dataclass(frozen=True)
class Line:
    """One indicator of a profile: the figures side by side, and the numbers a small picture is drawn from."""

    indicator: Indicator
    year: int
    cells: tuple[Cell, ...]
    value: float | None
    low: float | None
    high: float | None
    land: float | None
    unsure: bool
    figures: tuple[Figure, ...]
    side: str | None = None
    """Which side of the rest of the land it lies on, as the release judges it."""


@dataclass(frozen=True)
class Profile:
    """A place's figures by goal, then by survey and theme, with what is left out and why."""

    region: Region
    beside: tuple[Region, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    columns: tuple[Column, ...]
    took_part: str
    declared: str
    only_land: int
    reasons: tuple[str, ...]
    unsure: bool
    figures: tuple[Figure, ...]
    """The rows of the release that are shown, line by line, the place's own before those beside it."""

    @property
    def empty(self) -> bool:
        """Whether the place has no figure at all."""
        return not any(line.value is not None for _, lines in self.groups for line in lines)

    def table(self, name: str, lines: tuple[Line, ...], language: str = "nb") -> Table:
        """One group as a table."""
        cells = tuple(line.cells for line in lines)
        return Table(f"{name}, {name_of(self.region, language)}", self.columns, cells).without_empty_columns()


def profile(
    release: Release,
    region: Region,
    lead: Lead = nowhere,
    language: str = "nb",
    only: Collection[str] = (),
) -> Profile:
    """The profile of `region`, each indicator in its own default base and its latest year with a figure there.

    Args:
        lead: where the title of an indicator leads.
        only: ids of the indicators told of; empty: all.
    """
    wider = [r for r in choices.above(release, region) if r.regiontype in (choices.KORUS, choices.LAND)]
    headings = _goals(release, language)
    groups: dict[str, list[Line]] = {heading: [] for heading in headings.values()}
    only_land, reasons = 0, {}
    bases = {
        key: next(iter(choices.bases(release, release.indicator[key], language)))
        for key in choices.indicators(release) if not only or key in only
    }  # fmt: skip
    own = {key: newest_vintage(found) for key, found in release.figures_of(region, bases).items()}
    told = {key: year for key, rows in own.items() if (year := _told_of(rows))}
    told |= _told_beside(release, wider, bases, {key: rows for key, rows in own.items() if key not in told})
    told |= {key: max(rows) for key, rows in own.items() if key not in told}
    others = [release.figures_of(one, bases, told) for one in wider]
    judged = release.assessed_of(region, bases, told)
    for key, base in bases.items():
        indicator = release.indicator[key]
        if key not in own:
            only_land += 1
            continue
        rows = own[key]
        beside = [newest_vintage(one.get(key, ())).get(told[key]) for one in others]
        line = _line(release, indicator, region, rows, beside, judged, lead(key, base), language, year=told[key])
        heading = headings.get((indicator.plan, indicator.maal)) or choices.group_label(release, indicator, language)
        groups.setdefault(heading, []).append(line)
        if line.value is None:
            missing = why_missing(rows.get(line.year), language)
            if missing:
                reasons[missing.label] = missing.reason
    titles = [
        text("dashboard.column_indicator", language),
        text("dashboard.column_year", language),
        name_of(region, language),
        text("dashboard.column_denominator", language),
        text("dashboard.column_change", language),
        text("dashboard.column_rest", language),
        *(name_of(one, language) for one in wider),
    ]
    return Profile(
        region=region,
        beside=tuple(wider),
        groups=tuple((name, tuple(lines)) for name, lines in groups.items() if lines),
        columns=tuple(Column(title, numeric=i not in _WORDS, wordy=i == _CHANGE) for i, title in enumerate(titles)),
        took_part=_took_part(release, region, language),
        declared=_declared(release, region, language),
        only_land=only_land,
        reasons=tuple(f"{label}: {reason}" for label, reason in sorted(reasons.items())),
        unsure=any(line.unsure for lines in groups.values() for line in lines),
        figures=tuple(figure for lines in groups.values() for line in lines for figure in line.figures),
    )


def _goals(release: Release, language: str) -> dict[tuple[str | None, str | None], str]:
    """(plan, goal) as the catalogue names them -> its heading, the earliest plan first."""
    plans = sorted(release.plans.by_id.values(), key=lambda plan: plan.period.first)
    return {
        (plan.id, str(goal.number)): goal_title(goal, language)
        for plan in plans for goal in plan.goals
    }  # fmt: skip


def _line(
    release: Release,
    indicator: Indicator,
    region: Region,
    own: Mapping[int, Figure],
    beside: Sequence[Figure | None],
    judged: Mapping[tuple[str, int, str, str | None], Assessment],
    address: str | None,
    language: str,
    *,
    year: int,
) -> Line:
    """One line.

    Args:
        own: the place's figures by year.
        beside: the figures of the places beside it in the year that is told of, land last.
        judged: what is said of the place's figures, by indicator, year, source and vintage.
        year: the one that is told of.
    """
    figure = own[year]
    land = beside[-1] if beside else None
    own_notes = [note for note in on_indicator(release, region, indicator) if note.indikator]
    share = indicator.enhet == shown.PERCENT
    said = judged.get((indicator.indikator, year, figure.kilde, figure.argang)) if figure.has_value else None
    return Line(
        indicator=indicator,
        year=year,
        cells=(
            Cell(
                indicator.title(language),
                note=choices.base_label(release, indicator, figure.basisgruppe, language),
                link=address,
                remark=in_cell(release, region, own_notes, year, language),
            ),
            Cell(str(year)),
            _cell(figure, indicator, language),
            Cell(shown.count(figure.nevner, language) if figure.status is not Status.HIDDEN else ""),
            Cell(_change(indicator, own, figure, said, language)),
            Cell(side(said, language)),
            *(_cell(f, indicator, language) for f in beside),
        ),
        value=figure.verdi if figure.has_value and share else None,
        low=figure.ki_lav if figure.has_value and share else None,
        high=figure.ki_hoy if figure.has_value and share else None,
        land=land.verdi if share and land is not None and land.has_value else None,
        unsure=any(f is not None and f.status is Status.UNCERTAIN for f in (figure, *beside)),
        figures=tuple(f for f in (figure, *beside) if f is not None),
        side=said.land_sammenlignet if said else None,
    )


def _told_of(own: Mapping[int, Figure]) -> int | None:
    """The latest year with a value; without any, the latest that is hidden, since the place took part then."""
    shown_in = [year for year, figure in own.items() if figure.has_value]
    hidden_in = [year for year, figure in own.items() if figure.status is Status.HIDDEN]
    return max(shown_in or hidden_in, default=None)


def _told_beside(
    release: Release, wider: Sequence[Region], bases: Mapping[str, str], own: Mapping[str, Mapping[int, Figure]]
) -> dict[str, int]:
    """Indicator -> the latest year with a value in the whole land, of `own` indicators that the place has nothing of.

    A year in which nobody took part would show nothing beside the place either.
    """
    if not wider or not own:
        return {}
    land = release.figures_of(wider[-1], {key: bases[key] for key in own})
    found = {key: newest_vintage(rows) for key, rows in land.items()}
    known = {key: {year: rows[year] for year in rows if year in own[key]} for key, rows in found.items()}
    return {key: year for key, rows in known.items() if (year := _told_of(rows))}


def _change(
    indicator: Indicator, own: Mapping[int, Figure], figure: Figure, said: Assessment | None, language: str
) -> str:
    earlier = [f for year, f in sorted(own.items()) if year < figure.aar and f.has_value]
    return change_short(indicator, figure, earlier[-1], said, language) if figure.has_value and earlier else ""


def _cell(figure: Figure | None, indicator: Indicator, language: str) -> Cell:
    notes = [
        shown.interval(figure, indicator, language),
        shown.estimated(figure, language),
        shown.marks(figure, language),
    ]
    missing = figure is None or not figure.has_value
    said = ", ".join(note for note in notes if note)
    return Cell(shown.value(figure, indicator, language), note=said or None, missing=missing)


def _took_part(release: Release, region: Region, language: str) -> str:
    """In which years the place (or how many of its municipalities) took part, survey by survey."""
    whole = region.regiontype == choices.MUNICIPALITY
    parts = []
    for survey in release.codes("undersokelse"):
        years = [
            str(year) if whole else f"{year} ({_part(covered, language)})"
            for year, covered in release.covered(survey, region).items() if covered.kommuner_med
        ]  # fmt: skip
        if years:
            parts.append(f"{release.label('undersokelse', survey, language)} {', '.join(years)}")
    if not parts:
        return text("dashboard.took_part_never", language)
    return text("dashboard.took_part" if whole else "dashboard.took_part_region", language, waves="; ".join(parts))


def _declared(release: Release, region: Region, language: str) -> str:
    """In which years the place (or how many of its municipalities) has declared that it did not map; empty if none."""
    waves = {
        release.label("undersokelse", survey, language): [
            _declared_year(covered, language)
            for covered in release.covered(survey, region).values() if covered.kommuner_meldt
        ]
        for survey in release.codes("undersokelse")
    }  # fmt: skip
    named = "; ".join(f"{name} {', '.join(years)}" for name, years in waves.items() if years)
    key = "merknad.kartla_ikke" if region.regiontype == choices.MUNICIPALITY else "merknad.kartla_ikke_deler"
    return text(key, language, waves=named) if named else ""


def _declared_year(covered: Coverage, language: str) -> str:
    """«2019», or «2019 (2 av 5)» where it is not the whole place."""
    if covered.kommuner_meldt == covered.kommuner_i_alt:
        return str(covered.aar)
    return text("merknad.antall_av", language, year=covered.aar, n=shown.count(covered.kommuner_meldt, language),
                all=shown.count(covered.kommuner_i_alt, language))  # fmt: skip


def _part(covered: Coverage, language: str) -> str:
    """«8 av 19, 46 %»."""
    took = text("dashboard.of", language, med=shown.count(covered.kommuner_med, language),
                alle=shown.count(covered.kommuner_i_alt, language))  # fmt: skip
    return ", ".join(part for part in (took, shown.percent(covered.dekning, language)) if part)
