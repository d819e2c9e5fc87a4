"""What can be chosen in a release: indicators, regions, base groups, breakdowns; each with the name users read."""

from __future__ import annotations

from collections import Counter

from pipelines.published import VIEW_2024, WHOLE, Indicator, Region, Release
from pipelines.texts import text
from pipelines.texts.borrowed import said
from pipelines.told.words import alphabetical, lower_first

LAND = "land"
MUNICIPALITY = "kommune"
COUNTY = "fylke"
KORUS = "korus"
HEALTH_REGION = "helseregion"
DISTRICT = "bydel"
GROUP = "gruppe"
SIMILAR = "lignende"
"""No region type, but a choice like one: a municipality and those that are like it in size and age."""
COLUMN = "kolonne"
"""The dimension of the release's labels that names breakdown columns."""
THEME = "tema"
"""The dimension of the release's labels that names themes."""
FIRST_YEAR = 2012
"""Numbers in use in the first year of the reference tables may be older."""
ORDER = (LAND, KORUS, HEALTH_REGION, COUNTY, GROUP, MUNICIPALITY, DISTRICT)
"""The region types that can be chosen, widest first; municipalities told of together are none of them."""
COMPARABLE = (KORUS, HEALTH_REGION, COUNTY, GROUP)
"""Region types that can be set side by side whole; municipalities only within one county."""
CHANGES = ("alle", "samme")
"""Whose change is told: all who took part, or the municipalities that did both times."""
RANKING, MAP, BOUNDARY_MAP = "rangering", "kart", "grensekart"
MAPPED = (KORUS, HEALTH_REGION, COUNTY, MUNICIPALITY)
"""Region types that a map can show; the others are ranked."""


def indicators(release: Release, language: str = "nb") -> dict[str, str]:
    """Indicator id -> label with its survey, in the catalogue's order.

    A reported figure shown beside its computed twin is not a choice of its own, nor is an indicator without rows.
    """
    twins = {one.publisert_som for one in release.indicator.values()}
    return {
        key: indicator_label(release, one, language)
        for key, one in release.indicator.items()
        if key in release.years and not (one.reported and key in twins)
    }


def indicator_label(release: Release, indicator: Indicator, language: str = "nb") -> str:
    """«BrukerPlan: Bostedsløse»."""
    return f"{release.label('undersokelse', indicator.undersokelse, language)}: {indicator.title(language)}"


def groups(release: Release, language: str = "nb") -> dict[str, str]:
    """Survey and theme -> label, of the indicators that can be chosen; surveys in their order, themes in theirs."""
    found = {group_of(release.indicator[key]): release.indicator[key] for key in indicators(release)}
    themes = {theme: order for order, theme in enumerate(release.codes(THEME))}
    surveys = {survey: order for order, survey in enumerate(release.codes("undersokelse"))}
    ordered = sorted(
        found.values(), key=lambda i: (surveys.get(i.undersokelse, 0), themes.get(i.tema or "", len(themes)))
    )
    return {group_of(one): group_label(release, one, language) for one in ordered}


def group_of(indicator: Indicator) -> str:
    """The group of indicators it is listed in: its survey and theme, as a key."""
    return f"{indicator.undersokelse}-{indicator.tema or ''}"


def group_label(release: Release, indicator: Indicator, language: str = "nb") -> str:
    """«BrukerPlan: Levekår og funksjon»; only the survey where it has no theme."""
    survey = release.label("undersokelse", indicator.undersokelse, language)
    return f"{survey}: {release.label(THEME, indicator.tema, language)}" if indicator.tema else survey


def in_group(release: Release, indicator: Indicator, language: str = "nb") -> dict[str, str]:
    """The indicators of the same survey and theme -> title, in the catalogue's order."""
    same = (release.indicator[key] for key in indicators(release))
    return {i.indikator: i.title(language) for i in same if group_of(i) == group_of(indicator)}


def regions(release: Release, language: str = "nb") -> dict[str, str]:
    """Region key -> label, widest first, then by name; two places of one name are told apart by county and years."""
    known = [region for kind in ORDER for region in of_kind(release, kind)]
    names = Counter(_told_apart_by(region) for region in known)
    return {
        region.key: region_label(release, region, ambiguous=names[_told_apart_by(region)] > 1, language=language)
        for region in known
    }


def _told_apart_by(region: Region) -> tuple[str, str, str]:
    return region.regiontype, region.navn, years_of(region)


def years_of(region: Region, language: str = "nb") -> str:
    """«til 2019», «fra 2020», «2020–2023»: the years a reported number was in use; empty where that is all of them."""
    began = region.gyldig_fra if region.gyldig_fra and region.gyldig_fra > FIRST_YEAR else None
    if began and region.gyldig_til:
        return f"{began}–{region.gyldig_til}"
    if began:
        return text("grenser.since", language, year=began)
    return text("grenser.until", language, year=region.gyldig_til) if region.gyldig_til else ""


def borders(release: Release, language: str = "nb") -> dict[str, str]:
    """View of borders -> label."""
    return {view: text(f"grenser.view_{view}", language) for view in release.views}


def of_kind(release: Release, kind: str) -> list[Region]:
    """The regions of one type in the order of the Norwegian alphabet."""
    found = (region for region in release.region.values() if region.regiontype == kind)
    return sorted(found, key=lambda region: alphabetical(region.navn))


def land(release: Release) -> Region:
    """The whole country."""
    return of_kind(release, LAND)[0]


def region_label(release: Release, region: Region, *, ambiguous: bool = False, language: str = "nb") -> str:
    """«Trondheim (kommune)», «Herøy (kommune i Nordland)», «KoRus Midt»."""
    if region.regiontype not in (MUNICIPALITY, COUNTY, DISTRICT):
        return name_of(region, language)
    county = release.region.get(f"{COUNTY}-{region.overordnet}")
    if ambiguous and county is not None:
        label = text("dashboard.region_in_county", language, name=region.navn, county=county.navn)
    else:
        label = text(f"dashboard.region_{region.regiontype}", language, name=region.navn)
    years = years_of(region, language)
    return f"{label[:-1]} {years})" if years else label


def name_of(region: Region, language: str = "nb") -> str:
    """The place's name; the whole country is called the same in every release."""
    if region.regiontype == LAND:
        return text("dashboard.land", language)
    return said({"nb": region.navn}, language) if region.regiontype == GROUP else region.navn


def in_sentence(region: Region, language: str = "nb") -> str:
    """The name inside a sentence: «hele landet», but «Trondheim»."""
    name = name_of(region, language)
    return lower_first(name) if region.regiontype == LAND else name


def kind_of(release: Release, region: Region, language: str = "nb") -> str:
    """What sort of place it is: «Kommune i Trøndelag», «Fylke»; empty where the name says it."""
    county = county_of(release, region)
    if region.regiontype == MUNICIPALITY and county is not None:
        return text("dashboard.kind_municipality_in", language, county=county.navn)
    return text(f"dashboard.kind_{region.regiontype}", language)


def bases(release: Release, indicator: Indicator, language: str = "nb") -> dict[str, str]:
    """Base group -> label; the first is the default."""
    if indicator.reported:  # delivered figures bring their own bases; the catalogue need not list them
        found = dict.fromkeys(figure.basisgruppe for figure in release.figures(indicator.indikator))
        known = [
            *(b for b in indicator.basisgrupper if b in found),
            *(b for b in found if b not in indicator.basisgrupper),
        ]
    else:
        known = list(indicator.basisgrupper) or [WHOLE]
    return {code: base_label(release, indicator, code, language) for code in known}


def base_label(release: Release, indicator: Indicator, base: str, language: str = "nb") -> str:
    """What a base group is called; «Alle som svarte» and the like where the survey has no groups."""
    if base == WHOLE and len(indicator.basisgrupper) <= 1:
        return text("dashboard.base_whole", language)
    return release.label("basisgruppe", base, language)


def breakdowns(release: Release, indicator: Indicator, language: str = "nb") -> dict[str, str]:
    """Breakdown -> label, «ingen» first."""
    whole = {WHOLE: text("dashboard.breakdown_none", language)}
    return whole | {one: release.label(COLUMN, one, language) for one in indicator.inndelinger}


def plans(release: Release, language: str = "nb") -> dict[str, str]:
    """Plan -> its title, the earliest first."""
    found = sorted(release.plans.by_id.values(), key=lambda plan: plan.period.first)
    return {plan.id: plan.title.said(language) for plan in found}


def years(release: Release, indicator: Indicator) -> list[int]:
    """Every year the indicator has a row for, newest first."""
    return sorted(release.years.get(indicator.indikator, ()), reverse=True)


def presentations(borders: str) -> list[str]:
    """How places can be set beside each other: maps are of the municipalities and counties of 2024.

    The last, real boundaries, is offered only where some are imported.
    """
    return [RANKING, MAP, BOUNDARY_MAP] if borders == VIEW_2024 else [RANKING]


def comparable_kinds(release: Release, region: Region, *, everywhere: bool = False) -> list[str]:
    """Region types that can be set beside each other from where the reader stands.

    Args:
        everywhere: on a map, which has room for every municipality; else those of one county at most.
    """
    known = [kind for kind in COMPARABLE if kind != GROUP or of_kind(release, GROUP)]
    if everywhere or county_of(release, region) is not None:
        known.append(MUNICIPALITY)
    if not everywhere and _may_have_similar(release, region):
        known.append(SIMILAR)
    if region.regiontype == DISTRICT:
        known.append(DISTRICT)
    return known


def _may_have_similar(release: Release, region: Region) -> bool:
    """Whether the release knows of similar municipalities, and `region` is one (too few is said later)."""
    of_2024 = region.regiontype == MUNICIPALITY and region.geografi == VIEW_2024 and not unknown(region)
    return of_2024 and release.similar_year is not None


def unknown(region: Region) -> bool:
    """Whether it is no place, but stands for a county's persons who cannot be placed in a municipality of 2024."""
    return region.regiontype == MUNICIPALITY and region.regionkode.endswith("99")


def county_of(release: Release, region: Region) -> Region | None:
    """The county a municipality lies in, or the county itself."""
    if region.regiontype == COUNTY:
        return region
    return release.region.get(f"{COUNTY}-{region.overordnet}") if region.regiontype == MUNICIPALITY else None


def above(release: Release, region: Region) -> list[Region]:
    """The larger regions `region` lies in, nearest first, land last; not the region itself."""
    city = release.region.get(f"{MUNICIPALITY}-{region.overordnet}") if region.regiontype == DISTRICT else None
    county = county_of(release, city or region)
    chain = [city, county, release.region.get(f"{KORUS}-{county.overordnet}") if county else None]
    chain.append(land(release))
    return [one for one in chain if one is not None and one != region]
