"""Short notes under a chart: where the axis begins, and which years have no figure and why."""

from __future__ import annotations

from dashboards.view_models.axis import Axis
from dashboards.view_models.trend import Trend
from dashboards.view_models.words import joined
from pipelines.texts import text
from pipelines.texts.numbers import number


def axis_note(axis: Axis, language: str = "nb") -> str:
    """That the value axis does not begin at zero; nothing when it does."""
    return text("dashboard.axis_cut", language, start=number(axis.low, 0, language)) if axis.cut else ""


def gap_note(trend: Trend, language: str = "nb") -> str:
    """The years without a figure for the place, gathered by reason."""
    reasons: dict[str, list[str]] = {}
    signs: dict[str, str] = {}
    for gap in trend.series[0].gaps:
        reasons.setdefault(gap.missing.reason, []).append(str(gap.aar))
        signs[gap.missing.reason] = gap.missing.sign
    parts = [
        text("dashboard.gap_note", language, years=joined(years, language), sign=signs[reason], reason=reason)
        for reason, years in reasons.items()
    ]
    if any(segment.broken for one in trend.series for segment in one.segments):
        parts.append(text("dashboard.gap_line", language))
    return " ".join(parts)
