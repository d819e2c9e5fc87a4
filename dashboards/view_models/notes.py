"""Short notes under a chart: where the axis begins, and which years have no figure and why."""

from __future__ import annotations

from dashboards.view_models.trend import Trend
from pipelines.texts import text
from pipelines.texts.numbers import number
from pipelines.told.axis import Axis
from pipelines.told.missing import gap_sentences


def axis_note(axis: Axis, language: str = "nb") -> str:
    """That the value axis does not begin at zero; nothing when it does."""
    return text("dashboard.axis_cut", language, start=number(axis.low, 0, language)) if axis.cut else ""


def gap_note(trend: Trend, language: str = "nb") -> str:
    """The years without a figure for the place, gathered by reason."""
    parts = gap_sentences([(gap.aar, gap.missing) for gap in trend.series[0].gaps], language)
    if any(segment.broken for one in trend.series for segment in one.segments):
        parts.append(text("dashboard.gap_line", language))
    return " ".join(parts)
