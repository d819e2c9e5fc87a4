"""What is said of a municipality's similar ones: how they were chosen, or that there are too few and what to do."""

from __future__ import annotations

from dashboards.url_state import View, link
from dashboards.view_models.comparison import kind_name
from dashboards.view_models.place_notes import Note
from pipelines.published import Region, Release
from pipelines.texts import text
from pipelines.told import choices


def chosen_how(release: Release, region: Region, language: str = "nb") -> Note:
    """How the municipalities beside `region` were chosen, and where more is told of it."""
    n = len(release.similar_to(region))
    words = text("likhet.valgt", language, n=n, place=region.navn, year=release.similar_year)
    return Note(words, ((text("likhet.slik_velges", language), "om-tallene"),))


def too_few(release: Release, region: Region, view: View, language: str = "nb") -> Note | None:
    """That too few are like `region`, and a comparison of its county to go on to; None where there are enough."""
    if release.similar_to(region):
        return None
    beside = [one for one in choices.of_kind(release, choices.MUNICIPALITY) if one.overordnet == region.overordnet]
    instead = choices.MUNICIPALITY if len(beside) > 1 else choices.COUNTY  # Oslo is alone in its county
    words = text("likhet.for_fa", language, place=region.navn, year=release.similar_year)
    return Note(words, ((kind_name(release, region, instead, language), link("indikator", view, sammenlign=instead)),))
