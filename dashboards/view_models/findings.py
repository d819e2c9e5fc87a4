"""What was found in a wave's deliveries, by type. Of deliveries only: the release tells of no rows."""

from __future__ import annotations

from dataclasses import dataclass

from dashboards.wave_state import Wave
from pipelines.published import FoundType, Release, found_types
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_HIDDEN
from pipelines.told import shown
from pipelines.told.table import Cell, Column, Table


@dataclass(frozen=True)
class Bar:
    """One type that was found: what it is, in how many deliveries, and that in words; no number where it is hidden."""

    name: str
    deliveries: int | None
    words: str


@dataclass(frozen=True)
class Findings:
    """What was found in a wave. `bars` has the types with something to draw, the commonest first and hidden ones last.

    `deliveries` is how many the wave is built of.
    """

    bars: tuple[Bar, ...]
    deliveries: int
    unit: str
    summary: str
    notes: tuple[str, ...]
    table: Table

    @property
    def empty(self) -> bool:
        """Whether no bar can be drawn."""
        return not any(bar.deliveries for bar in self.bars)


def findings(release: Release, wave: Wave, language: str = "nb") -> Findings | None:
    """What was found in the deliveries of `wave`; None where the release does not tell."""
    found = found_types(release.findings, wave.undersokelse, wave.aar)
    if not found:
        return None
    ordered = sorted(found, key=lambda one: (one.leveranser == 0, one.leveranser is None, -(one.leveranser or 0)))
    deliveries = found[0].leveranser_i_alt
    of = shown.count(deliveries, language)
    return Findings(
        bars=tuple(
            Bar(one.title(language), one.leveranser, _words(one, language)) for one in ordered if one.leveranser != 0
        ),
        deliveries=deliveries,
        unit=text("dekning.funn_akse", language, antall=of),
        summary=_summary(ordered, wave.aar, language),
        notes=_notes(ordered, language),
        table=_table(ordered, wave.aar, language),
    )


def _share(one: FoundType, language: str) -> str:
    n = one.leveranser
    return "" if n is None else shown.percent(100 * n / one.leveranser_i_alt, language)


def _words(one: FoundType, language: str) -> str:
    if one.leveranser is None:
        return text("dekning.funn_skjult", language, tegn=SIGN_HIDDEN)
    return f"{shown.count(one.leveranser, language)} ({_share(one, language)})"


def _summary(ordered: list[FoundType], year: int, language: str) -> str:
    first = ordered[0]
    words = {"year": year, "antall": shown.count(first.leveranser_i_alt, language)}
    if first.leveranser:
        n = shown.count(first.leveranser, language)
        return text("dekning.funn_oppsummert", language, type=first.title(language), n_vist=n, **words)
    hidden = any(one.leveranser is None for one in ordered)
    return text("dekning.funn_ingen_vises" if hidden else "dekning.funn_ingen", language, **words)


def _notes(ordered: list[FoundType], language: str) -> tuple[str, ...]:
    hidden = sum(one.leveranser is None for one in ordered)
    notes = [text("dekning.funn_om", language)]
    if hidden:
        notes.append(text("dekning.funn_skjulte", language, n=hidden, grense=ordered[0].grense))
    if any(one.leveranser == 0 for one in ordered) and any(one.leveranser for one in ordered):
        notes.append(text("dekning.funn_bare_tabell", language))
    return tuple(notes)


def _table(ordered: list[FoundType], year: int, language: str) -> Table:
    columns = (
        Column(text("dekning.kol_type", language), numeric=False, wordy=True),
        *(Column(text(f"dekning.kol_{key}", language)) for key in ("leveranser", "andel_leveranser")),
    )
    rows = tuple(
        (
            Cell(one.title(language)),
            Cell(_words(one, language), missing=True)
            if one.leveranser is None
            else Cell(shown.count(one.leveranser, language)),
            Cell(_share(one, language) or SIGN_HIDDEN, missing=one.leveranser is None),
        )
        for one in ordered
    )
    return Table(text("dekning.funn_tabell", language, year=year), columns, rows)
