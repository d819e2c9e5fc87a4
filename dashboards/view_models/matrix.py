"""Chosen places by chosen indicators: each figure with its interval, and how the release judges it.

Nothing is compared here: whether a place lies above or below what it is held against stands in the release.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.matrix_state import AS_CHOSEN, BY_NAME, LATEST, RISING, Selection
from dashboards.url_state import BASE, BORDERS, INDICATOR, REGION, View, link
from pipelines.published import Figure, Indicator, Region, Release, Status
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING, SIGN_NOT_APPLICABLE
from pipelines.told import choices, shown
from pipelines.told.assessed import why_not
from pipelines.told.missing import why_missing
from pipelines.told.own_sum import can_be_added, own_sum
from pipelines.told.remarks import in_cell, on_indicator
from pipelines.told.series import newest_vintage
from pipelines.told.table import Cell, Column, Table
from pipelines.told.words import alphabetical, lower_first

SIGNS = {"over": "▲", "under": "▼", "ikke_forskjellig": "≈"}
"""For the eye, beside the words; up and down are of the number, not good and bad."""


@dataclass(frozen=True)
class Matrix:
    """What the page shows.

    Attributes:
        summary: how many figures differ from what they are held against, in a sentence.
        reasons: why figures are missing and why some are not judged, each once, with its sign.
        refused: titles of the indicators that single municipalities are not compared by.
        unsure: whether a figure rests on too few.
        undersokelser: surveys of the indicators, for the sources.
        figures: the rows of the release that are shown, by indicator and then as the rows stand.
    """

    table: Table
    summary: str
    reasons: tuple[str, ...]
    refused: tuple[str, ...]
    unsure: bool
    undersokelser: tuple[str, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class _Series:
    """One indicator with its figures of one year by place."""

    indicator: Indicator
    base: str
    year: int
    figures: Mapping[str, Figure | None]


def matrix(release: Release, chosen: Selection, view: View, language: str = "nb") -> Matrix:
    """The places of `chosen` by its indicators, the whole country first.

    Args:
        release: seen on the borders of `chosen`.
        view: what links to the page Indikator take the rest of their choices from.
    """
    land = choices.land(release)
    places = [release.region[key] for key in chosen.steder if key != land.key]
    several = [_series(release, release.indicator[key], [land, *places], chosen.aar) for key in chosen.indikatorer]
    ordered = [land, *_ordered(places, several, chosen)]
    tally: Counter[str] = Counter()
    reasons: dict[str, None] = {}
    rows = tuple(
        (
            Cell(choices.name_of(place, language), note=choices.kind_of(release, place, language) or None,
                 link=link("region", view, (REGION, BORDERS), region=place.key)),
            *(_cell(release, one, place, chosen, tally, reasons, language) for one in several),
        )
        for place in ordered
    )  # fmt: skip
    towns = [place for place in places if place.regiontype == choices.MUNICIPALITY]
    if len(towns) > 1:
        rows = (*rows, _together(towns, several, reasons, language))
    against = text(f"sammenlign.mot_{chosen.mot}", language)
    caption = text("sammenlign.tabell", language, against=lower_first(against))
    return Matrix(
        table=Table(caption, _columns(release, several, view, chosen, language), rows),
        summary=_summary(places, several, chosen, tally, language),
        reasons=tuple(reasons),
        refused=tuple(one.indicator.title(language) for one in several if towns and not one.indicator.rangering),
        unsure=any(f is not None and f.status is Status.UNCERTAIN for one in several for f in one.figures.values()),
        undersokelser=tuple(dict.fromkeys(one.indicator.undersokelse for one in several)),
        figures=tuple(
            figure
            for one in several
            for place in ordered
            if (figure := one.figures[place.key]) is not None and not _refused(one.indicator, place)
        ),
    )


def _together(
    towns: Sequence[Region], several: Sequence[_Series], reasons: dict[str, None], language: str
) -> tuple[Cell, ...]:
    """The chosen municipalities as one, from shown figures alone; why not, where one of them is not shown."""
    cells = [Cell(text("uttak.samlet", language), note=text("uttak.samlet_antall", language, n=len(towns)))]
    for one in several:
        added = own_sum(one.indicator, [one.figures[place.key] for place in towns])
        if added is None:
            why = "mangler" if can_be_added(one.indicator) else "ikke_sum"
            sign = SIGN_MISSING if can_be_added(one.indicator) else SIGN_NOT_APPLICABLE
            reasons[text(f"uttak.samlet_{why}_hvorfor", language, sign=sign)] = None
            cells.append(Cell(f"{sign} {text(f'uttak.samlet_{why}', language)}", missing=True))
            continue
        notes = (
            text("dashboard.card_n", language, n=shown.count(added.n, language)) if added.n is not None else "",
            text("grenser.unsure", language) if added.unsure else "",
        )
        note = ", ".join(part for part in notes if part) or None
        cells.append(Cell(added.words(one.indicator, language), note=note))
    return tuple(cells)


def _series(release: Release, indicator: Indicator, places: Sequence[Region], year: str) -> _Series:
    base = next(iter(choices.bases(release, indicator)))
    rows = release.figures(indicator.indikator, regions=places, base=base)
    by_place = {
        place.key: newest_vintage(
            f for f in rows if (f.regiontype, f.regionkode) == (place.regiontype, place.regionkode)
        )
        for place in places
    }
    chosen = int(year) if year != LATEST else _latest(by_place, places)
    return _Series(indicator, base, chosen, {key: found.get(chosen) for key, found in by_place.items()})


def _latest(by_place: Mapping[str, Mapping[int, Figure]], places: Sequence[Region]) -> int:
    """The latest year one of the places other than the land has a number in; else the land; else any at all."""
    for keys in ([place.key for place in places[1:]], [place.key for place in places[:1]]):
        if known := [year for key in keys for year, f in by_place[key].items() if f.has_value]:
            return max(known)
    return max((year for found in by_place.values() for year in found), default=0)


def _ordered(places: list[Region], several: Sequence[_Series], chosen: Selection) -> list[Region]:
    """By name, as chosen, or by one indicator, places without a number last whichever way."""
    if chosen.sorter == AS_CHOSEN:
        return places
    rising = chosen.rekkefolge == RISING
    if chosen.sorter == BY_NAME:
        return sorted(places, key=lambda place: alphabetical(place.navn))
    by = next(one for one in several if one.indicator.indikator == chosen.sorter)

    def rank(place: Region) -> tuple[bool, float, str]:
        figure = by.figures[place.key]
        if figure is None or not figure.has_value or figure.verdi is None or _refused(by.indicator, place):
            return True, 0.0, alphabetical(place.navn)
        return False, figure.verdi if rising else -figure.verdi, alphabetical(place.navn)

    return sorted(places, key=rank)


def _refused(indicator: Indicator, place: Region) -> bool:
    return place.regiontype == choices.MUNICIPALITY and not indicator.rangering


def _cell(
    release: Release,
    one: _Series,
    place: Region,
    chosen: Selection,
    tally: Counter[str],
    reasons: dict[str, None],
    language: str,
) -> Cell:
    """One figure as a cell; counts how it is judged in `tally`, and why it is not in `reasons`."""
    if _refused(one.indicator, place):
        tally["refused"] += 1
        return Cell(f"{SIGN_NOT_APPLICABLE} {text('sammenlign.ikke_kommuner', language)}", missing=True)
    figure = one.figures[place.key]
    missing = why_missing(figure, language)
    if missing is not None or figure is None:
        tally["missing"] += 1
        if missing is not None:
            reasons[f"{missing.label}: {missing.reason}"] = None
        return Cell(missing.label if missing else "", missing=True)
    side, why = _judged(release, figure, place, chosen.mot)
    tally[side or "unjudged"] += place.regiontype != choices.LAND
    if said := why_not(why, language):
        reasons[said] = None
    notes = (
        shown.interval(figure, one.indicator, language), shown.estimated(figure, language),
        shown.basis(figure, language),
        shown.marks(figure, language),
    )  # fmt: skip
    return Cell(
        shown.value(figure, one.indicator, language),
        note=", ".join(note for note in notes if note) or None,
        remark=in_cell(release, place, on_indicator(release, place, one.indicator), one.year, language),
        judged=text(f"vurdering.kort_{side}", language) if side else None,
        judged_sign=SIGNS[side] if side else None,
    )


def _judged(release: Release, figure: Figure, place: Region, against: str) -> tuple[str | None, str | None]:
    """Which side of what it is held against the figure lies, or why that is not said."""
    said = release.assessed(figure) if place.regiontype != choices.LAND else None
    if said is None:
        return None, None
    if against == choices.KORUS:
        return said.korus_sammenlignet, said.korus_arsak
    return said.land_sammenlignet, said.land_arsak


def _columns(
    release: Release, several: Sequence[_Series], view: View, chosen: Selection, language: str
) -> tuple[Column, ...]:
    found = [Column(text("dashboard.column_place", language), numeric=False)]
    for one in several:
        key = one.indicator.indikator
        base = choices.base_label(release, one.indicator, one.base, language)
        order = "ascending" if chosen.rekkefolge == RISING else "descending"
        found.append(
            Column(
                one.indicator.title(language),
                note=", ".join(part for part in (str(one.year) if one.year else "", lower_first(base)) if part),
                link=link("indikator", view, (INDICATOR, REGION, BORDERS, BASE), indikator=key, base=one.base),
                sorted=order if chosen.sorter == key else None,  # type: ignore[arg-type]
            )
        )
    return tuple(found)


def _summary(
    places: Sequence[Region], several: Sequence[_Series], chosen: Selection, tally: Counter[str], language: str
) -> str:
    against = lower_first(text(f"sammenlign.mot_{chosen.mot}", language))
    said = [
        text("sammenlign.oppsummert", language, places=_many("steder", len(places), language), against=against,
             indicators=_many("indikatorer", len(several), language), over=tally["over"], under=tally["under"],
             same=tally["ikke_forskjellig"]),
        *(text(f"sammenlign.uten_{what}", language, n=tally[key])
          for what, key in (("tall", "missing"), ("vurdering", "unjudged")) if tally[key]),
    ]  # fmt: skip
    return " ".join(said)


def _many(what: str, n: int, language: str) -> str:
    return text(f"sammenlign.antall_{what}", language, n=n)
