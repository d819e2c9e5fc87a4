"""What must be known of a place: how long its number was in use, what it was before, and whom it cannot hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboards.url_state import View, link
from pipelines.published import VIEW_REPORTED, Region, Release
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.words import joined


@dataclass(frozen=True)
class Note:
    """A sentence, and places to go on to (label, address)."""

    words: str
    links: tuple[tuple[str, str], ...] = ()


def place_notes(
    release: Release, region: Region, page: str, view: View, names: Sequence[str], language: str = "nb"
) -> list[Note]:
    """The notes on `region` in the view that `release` is seen in; mostly none."""
    if region.gyldig_fra is not None and region.regiontype == choices.MUNICIPALITY:
        return list(_through_time(release, region, page, view, names, language))
    return list(_divided(release, region, language))


def _through_time(
    release: Release, region: Region, page: str, view: View, names: Sequence[str], language: str
) -> Iterator[Note]:
    """A reported municipality: what lay there before its first year, and after its last."""
    first, last = region.gyldig_fra, region.gyldig_til
    before = release.within(region, first - 1) if first is not None and first > choices.FIRST_YEAR else []
    after = release.within(region, last + 1) if last is not None else []
    for key, year, places in (("before", first, before), ("after", last, after)):
        others = [release.in_view(VIEW_REPORTED).region[f"{choices.MUNICIPALITY}-{p.linje}"] for p in places if p.linje]
        if others:
            links = tuple(
                (choices.region_label(release, one, language=language), link(page, view, names, region=one.key))
                for one in dict.fromkeys(others)
            )
            yield Note(text(f"grenser.{key}", language, name=region.navn, year=year), links)


def _divided(release: Release, region: Region, language: str) -> Iterator[Note]:
    """A place on present borders that lacks, or holds, persons of municipalities that were divided."""
    if not region.delt:
        return
    seen = release.in_view(VIEW_REPORTED)
    places = dict.fromkeys(seen.region[f"{choices.MUNICIPALITY}-{seen.reported(code).linje}"] for code in region.delt)
    named = joined([f"{one.navn} ({choices.years_of(one, language)})" for one in places], language)
    if region.regiontype == choices.GROUP:
        yield Note(text("grenser.divided_group", language, places=named))
        return
    county = release.region.get(f"{choices.COUNTY}-{region.overordnet}")
    key = "divided_unknown" if choices.unknown(region) else "divided_lacks"
    yield Note(text(f"grenser.{key}", language, places=named, county=county.navn if county else ""))
