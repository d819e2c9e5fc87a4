"""The story every number carries: base group, n, coverage, source and vintage, form, borders, release."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipelines.published import Figure, Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.assessed import break_notes, method
from pipelines.told.covered import coverage_sentence
from pipelines.told.sources import published_indicator, published_twins, source
from pipelines.told.words import joined


def source_line(release: Release, indicator: Indicator, figures: Iterable[Figure], language: str = "nb") -> str:
    """One line under a chart: where its figures come from, the borders, and the release.

    Where none of them has a number, it tells where they would have come from.
    """
    told = list(figures)
    rows = [f for f in told if f.has_value] or told
    parts = []
    if any(f.computed for f in rows):
        forms = list(dict.fromkeys(f.skjema for f in rows if f.computed and f.skjema))
        survey = release.label("undersokelse", indicator.undersokelse, language)
        key = "dashboard.source_computed" if forms else "dashboard.source_computed_plain"
        parts.append(text(key, language, survey=survey, forms=joined(forms, language)))
    delivered = list(dict.fromkeys(source(f, language) for f in rows if not f.computed))
    if delivered:
        key = "dashboard.source_delivered" if parts else "dashboard.source_only_delivered"
        parts.append(text(key, language, sources="; ".join(delivered)))
    parts.append(text("dashboard.source_release", language, release=release.id))
    parts.append(text(f"grenser.source_{release.view}", language))
    if base := next((f.avrundet for f in rows if f.avrundet), None):
        parts.append(text("avrunding.kilde", language, base=base))
    if any(f.syntetisk for f in rows):
        parts.append(text("dashboard.synthetic", language) + ".")
    return " ".join(parts)


def sources_line(release: Release, surveys: Sequence[str], language: str = "nb") -> str:
    """The line under figures of several surveys: which ones, the release, the borders."""
    names = [release.label("undersokelse", survey, language) for survey in dict.fromkeys(surveys)]
    parts = [text("dashboard.source_surveys", language, surveys=joined(names, language))] if names else []
    parts.append(text("dashboard.source_release", language, release=release_name(release, language)))
    parts.append(text(f"grenser.source_{release.view}", language))
    return " ".join(parts)


def story(
    release: Release, indicator: Indicator, region: Region, figure: Figure | None, base: str, language: str = "nb"
) -> list[tuple[str, str]]:
    """Terms and what they are for the latest figure, as a list of definitions."""
    pairs: list[tuple[str, str]] = [("definition", indicator.definition(language))]
    pairs.append(("base", choices.base_label(release, indicator, base, language)))
    if figure is not None:
        pairs.append(("n", shown.count(figure.nevner, language)))
        covered = release.covered(indicator.undersokelse, region).get(figure.aar)
        if covered is not None and covered.kommuner_i_alt > 1 and figure.computed:
            pairs.append(("coverage", coverage_sentence(covered, language)))
        pairs.append(("source", _source(release, indicator, figure, language)))
        if figure.computed:
            pairs.append(("form", figure.skjema or ""))
        pairs.append(("metode", method(figure, language)))
    pairs.append(("brudd", " ".join(break_notes(release.breaks_of(indicator.indikator, base), language))))
    twin = published_indicator(release, indicator)
    if twin is not None:
        beside = [f for f in published_twins(release, indicator, region, base) if f.has_value]
        said = [f"{f.aar}: {shown.value(f, twin, language)} ({source(f, language)})" for f in beside]
        pairs.append(("published", "; ".join(said)))
    pairs.append(("borders", text(f"grenser.borders_{release.view}", language)))
    pairs.append(("release", release_name(release, language)))
    return [(text(f"dashboard.term_{key}", language), said) for key, said in pairs if said]


def release_name(release: Release, language: str = "nb") -> str:
    """The release with what must be known of it: «2026-11-23-a1b2c3 (ikke revidert, syntetiske data)»."""
    known = [text(f"utgivelse.om_{release.manifest.revisjon}", language)]
    if release.manifest.syntetisk:
        known.append(text("dashboard.synthetic", language).lower())
    return f"{release.id} ({', '.join(known)})"


def _source(release: Release, indicator: Indicator, figure: Figure, language: str) -> str:
    if not figure.computed:
        return source(figure, language)
    survey = release.label("undersokelse", indicator.undersokelse, language)
    return text("dashboard.source_own", language, survey=survey)
