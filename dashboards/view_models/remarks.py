"""A municipality's own words about its figures, ready to read: quoted, dated, and with the year they are about."""

from __future__ import annotations

from collections.abc import Iterable

from dashboards.view_models import choices
from pipelines.published import Indicator, Note, Region, Release
from pipelines.texts import text
from pipelines.texts.numbers import date_text

Remark = tuple[str, str]
"""What the words are about («2019», «2019, alle tall») and the words, with date; pairs of a list of definitions."""


def on_indicator(release: Release, region: Region, indicator: Indicator) -> list[Note]:
    """The notes on one indicator's figures, those on all figures of a wave among them, oldest wave first."""
    return [note for note in _of_survey(release, region, indicator) if note.indikator in (None, indicator.indikator)]


def on_whole_waves(release: Release, region: Region, indicators: Iterable[Indicator]) -> list[Note]:
    """The notes on all figures of a wave, of the survey that `indicators` belong to."""
    found = (note for one in indicators for note in _of_survey(release, region, one) if note.indikator is None)
    return list(dict.fromkeys(found))


def in_cell(notes: Iterable[Note], year: int, language: str = "nb") -> str | None:
    """Those of `notes` that are about `year`, for a cell beside its figure; None without any."""
    said = [text("merknad.ved_tallet", language, year=year, words=note.tekst) for note in notes if note.aar == year]
    return " ".join(said) or None


def remarks(release: Release, region: Region, notes: Iterable[Note], language: str = "nb") -> list[Remark]:
    """`notes` as terms and what was said; a place made of several municipalities says which of them spoke."""
    return [(_about(note, language), _said(release, region, note, language)) for note in notes]


def _of_survey(release: Release, region: Region, indicator: Indicator) -> list[Note]:
    return [note for note in release.notes_on(region) if note.undersokelse == indicator.undersokelse]


def _about(note: Note, language: str) -> str:
    return str(note.aar) if note.indikator else text("merknad.alle_tall", language, year=note.aar)


def _said(release: Release, region: Region, note: Note, language: str) -> str:
    speaker = release.reported(note.kommunenummer)
    said = {"words": note.tekst, "date": date_text(note.dato, language)}
    if choices.name_of(region, language) == speaker.navn:
        return text("merknad.sagt", language, **said)
    return text("merknad.sagt_av", language, **said, name=speaker.navn)
