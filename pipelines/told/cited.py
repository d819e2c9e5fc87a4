"""A figure as a sentence that can be pasted into a text and stands alone there: group, n, coverage, source, release."""

from __future__ import annotations

from pipelines.published import Figure, Indicator, Region, Release
from pipelines.texts import text
from pipelines.told import choices, shown
from pipelines.told.covered import coverage_sentence
from pipelines.told.story import source_line
from pipelines.told.summary import figure_sentence


def cited(
    release: Release, indicator: Indicator, region: Region, figure: Figure, base: str, language: str = "nb"
) -> str:
    """`figure`, a number of `region` in the group `base`, with what must be known to use it."""
    parts = [figure_sentence(indicator, region, figure, language)]
    group = choices.base_label(release, indicator, base, language)
    if group:
        parts.append(text("uttak.gruppe", language, group=group))
    if figure.nevner is not None and figure.teller is None:
        parts.append(text("uttak.n", language, n=shown.count(figure.nevner, language)))
    covered = release.covered(indicator.undersokelse, region).get(figure.aar)
    if covered is not None and covered.kommuner_i_alt > 1 and figure.computed:
        parts.append(text("uttak.dekning", language, coverage=coverage_sentence(covered, language)))
    if unsure := shown.unsure(figure, language):
        parts.append(text("uttak.usikkert", language, unsure=unsure))
    return " ".join([*parts, source_line(release, indicator, [figure], language)])
