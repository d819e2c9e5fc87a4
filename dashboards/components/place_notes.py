"""The notes on a place, as markup."""

from __future__ import annotations

from collections.abc import Sequence

from dashboards.components import markup
from dashboards.url_state import View
from dashboards.view_models import place_notes as notes
from pipelines.published import Region, Release


def place_notes(
    release: Release, region: Region, page: str, view: View, names: Sequence[str], language: str = "nb"
) -> str:
    """The notes on `region`, each with the places it names; nothing where there are none."""
    found = notes.place_notes(release, region, page, view, names, language)
    return "".join(markup.paragraph(note.words, "small") + markup.chips(note.links) for note in found)
