"""The change from one figure to the next: among all who took part, or in those who did both times.

Who takes part varies from year to year. The switch between the two tells what is change and what is other participants.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from dashboards.url_state import BASE, BORDERS, CHANGE_OF, INDICATOR, REGION, View, link
from pipelines.published import Figure, Indicator, Region, Release
from pipelines.published.assessment import Assessment
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.assessed import panel_sentence, why_not
from pipelines.told.series import newest_vintage
from pipelines.told.table import Cell, Column, Table

ALL, SAME = choices.CHANGES


@dataclass(frozen=True)
class Changes:
    """What the part of the page shows; without rows the summary says why, and `offers` lead to where there are some."""

    summary: str
    table: Table
    offers: tuple[tuple[str, str], ...] = ()

    @property
    def empty(self) -> bool:
        """Whether no change is told."""
        return not self.table.rows


def changes(release: Release, view: View, indicator: Indicator, region: Region, language: str = "nb") -> Changes | None:
    """The changes of `indicator` in `region`, as `view` asks for them; None where there are not two figures."""
    rows = newest_vintage(release.figures(indicator.indikator, regions=[region], base=view.base))
    known = [figure for _, figure in sorted(rows.items()) if figure.has_value]
    if len(known) < 2:
        return None
    of_same = view.utvalg == SAME
    told = [
        row
        for old, new in pairwise(known)
        if (row := (_same if of_same else _all)(release, indicator, region, old, new, language)) is not None
    ]
    keys = (("year", False), ("fra", False), ("endring", False), ("intervall", True), ("kommuner", True),
            ("vurdering", False))  # fmt: skip
    columns = tuple(Column(text(f"endringer.kol_{key}", language), numeric) for key, numeric in keys)
    who = text(f"endringer.{view.utvalg}", language)
    caption = text("endringer.tabell", language, indicator=indicator.title(language),
                   region=choices.in_sentence(region, language), who=who)  # fmt: skip
    table = Table(caption, columns, tuple(told)).without_empty_columns()
    if told:
        return Changes(text(f"endringer.om_{view.utvalg}", language), table)
    said = release.assessed(known[-1])
    return Changes(_why_none(said, language), table, _offers(release, view, region, language) if of_same else ())


def _all(
    release: Release, indicator: Indicator, region: Region, old: Figure, new: Figure, language: str
) -> tuple[Cell, ...]:
    said = release.assessed(new)
    covered = release.covered(indicator.undersokelse, region).get(new.aar) if new.computed else None
    return (
        Cell(str(new.aar)), Cell(str(old.aar)),
        Cell(shown.difference_text(new, old, indicator, language)),
        Cell(_span(indicator, said, language)),
        Cell(shown.count(covered.kommuner_med, language) if covered else ""),
        Cell(_judged(said.endring_retning, said.endring_arsak, language) if said else ""),
    )  # fmt: skip


def _same(
    release: Release, indicator: Indicator, region: Region, old: Figure, new: Figure, language: str
) -> tuple[Cell, ...] | None:
    said = release.assessed(new)
    if said is None or said.panel_endring is None or not panel_sentence(said, language):
        return None
    size = text("vurdering.hele_poeng", language, n=shown.whole(said.panel_endring, language))
    return (
        Cell(str(new.aar)), Cell(str(said.panel_fra)), Cell(size), Cell(""),
        Cell(shown.count(said.panel_kommuner, language)), Cell(_judged(said.panel_retning, None, language)),
    )  # fmt: skip


def _judged(way: str | None, reason: str | None, language: str) -> str:
    if way is not None:
        return text(f"endringer.{way}", language)
    return why_not(reason, language)


def _span(indicator: Indicator, said: Assessment | None, language: str) -> str:
    if said is None or said.endring_lav is None or said.endring_hoy is None:
        return ""
    low, high = shown.signed(said.endring_lav, language), shown.amount(said.endring_hoy, indicator, language)
    return text("vurdering.fra_til", language, low=low, high=high)


def _why_none(said: Assessment | None, language: str) -> str:
    reason = said.panel_arsak if said is not None else None
    why = text(f"vurdering.uten_{reason}", language) if reason else ""
    return " ".join(part for part in (text("endringer.ingen_samme", language), why) if part)


def _offers(release: Release, view: View, region: Region, language: str) -> tuple[tuple[str, str], ...]:
    """The larger places that the change of the same municipalities is told of."""
    names = (INDICATOR, REGION, BORDERS, BASE, CHANGE_OF)
    found = []
    for place in choices.above(release, region):
        rows = newest_vintage(release.figures(view.indikator, regions=[place], base=view.base))
        if any((said := release.assessed(one)) and said.panel_endring is not None for one in rows.values()):
            found.append((choices.name_of(place, language), link("indikator", view, names, region=place.key)))
    return tuple(found)
