"""A municipality's own words about its figures, ready to read: quoted, dated, and with the year they are about."""

from __future__ import annotations

from collections.abc import Iterable

from pipelines.published import VIEW_2024, VIEW_REPORTED, Indicator, Note, Region, Release
from pipelines.texts import text
from pipelines.texts.numbers import date_text
from pipelines.told import choices

Remark = tuple[str, str]
"""What the words are about («2019», «2019, alle tall») and the words, with date; pairs of a list of definitions."""


def on_indicator(release: Release, region: Region, indicator: Indicator) -> list[Note]:
    """The notes on one indicator's figures, those on all figures of a wave among them, oldest wave first."""
    return [note for note in _of_survey(release, region, indicator) if note.indikator in (None, indicator.indikator)]


def on_whole_waves(release: Release, region: Region, indicators: Iterable[Indicator]) -> list[Note]:
    """The notes on all figures of a wave, of the survey that `indicators` belong to."""
    found = (note for one in indicators for note in _of_survey(release, region, one) if note.indikator is None)
    return list(dict.fromkeys(found))


def in_cell(release: Release, region: Region, notes: Iterable[Note], year: int, language: str = "nb") -> str | None:
    """Those of `notes` that are about `year`, for a cell beside its figure; None without any."""
    of_year = [note for note in notes if note.aar == year]
    return " ".join(_in_cell(note, _speaker(release, region, note, language), language) for note in of_year) or None


def remarks(release: Release, region: Region, notes: Iterable[Note], language: str = "nb") -> list[Remark]:
    """`notes` as terms and what was said; a place made of several municipalities says which of them spoke."""
    return [(_about(note, language), _said(release, region, note, language)) for note in notes]


def _of_survey(release: Release, region: Region, indicator: Indicator) -> list[Note]:
    return [note for note in release.notes_on(region) if note.undersokelse == indicator.undersokelse]


def _about(note: Note, language: str) -> str:
    return str(note.aar) if note.indikator else text("merknad.alle_tall", language, year=note.aar)


def _said(release: Release, region: Region, note: Note, language: str) -> str:
    date, speaker = date_text(note.dato, language), _speaker(release, region, note, language)
    by = ", ".join(part for part in (speaker, date) if part)
    return text("merknad.sagt", language, words=note.tekst, by=by)


def _in_cell(note: Note, speaker: str, language: str) -> str:
    key = "merknad.ved_tallet_av" if speaker else "merknad.ved_tallet"
    return text(key, language, year=note.aar, words=note.tekst, name=speaker)


def _speaker(release: Release, region: Region, note: Note, language: str) -> str:
    """Which municipality spoke, with the years of its number; empty where `region` can be no other.

    On the borders of 2024 a place may be made of several, one of which often has the same name.
    """
    if region.geografi != VIEW_2024 or len(release.within(region, note.aar)) == 1:
        return ""
    seen = release.in_view(VIEW_REPORTED)
    return choices.region_label(seen, seen.reported(note.kommunenummer), language=language)
