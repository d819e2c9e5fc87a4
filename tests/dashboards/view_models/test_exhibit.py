"""What is taken away from a chart says by itself what it is, and its link brings back the view."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from urllib.parse import parse_qsl

import pytest

from dashboards.url_state import ALL, View, frame_of, parse
from dashboards.view_models.breakdown import breakdown
from dashboards.view_models.comparison import comparison
from dashboards.view_models.exhibit import breakdown_exhibit, comparison_exhibit, lasting, trend_exhibit
from dashboards.view_models.offers import broken_down_years, compared_years
from dashboards.view_models.trend import trend
from pipelines.contracts.plan_file import Target
from pipelines.published import Release
from tests.support.release import RELEASE

NBSP = "\N{NO-BREAK SPACE}"


def asked(release: Release, **params: str) -> View:
    view, problems = parse({"indikator": "bostedslos", "base": "rus", **params}, release)
    assert problems == ()
    return view


def of_trend(release: Release, region: str) -> tuple[View, str, str]:
    view = asked(release, region=region)
    found = trend(release, release.indicator["bostedslos"], release.region[region], "rus")
    shown = trend_exhibit(release, view, found)
    return view, shown.sentence, shown.title


def test_a_figure_is_cited_with_group_n_coverage_source_and_release(release: Release) -> None:
    _, said, title = of_trend(release, "land-0")
    assert title == "Bostedsløse, hele landet, år for år. Alle med rusproblem"
    for part in ("Bostedsløse, hele landet 2019: 7,9", f"av 22{NBSP}404", "95 % konfidensintervall",
                 "Gruppe: Alle med rusproblem.", "Dekning: ", "BrukerPlan", f"Utgivelse {RELEASE}.",
                 "Syntetiske data."):  # fmt: skip
        assert part in said, part


def test_a_chart_without_a_figure_of_the_place_cites_its_own_summary(release: Release) -> None:
    view = asked(release, region="land-0", inndeling="kjonn", aar="2019")
    indicator, land = release.indicator["bostedslos"], release.region["land-0"]
    shown = breakdown_exhibit(release, view, breakdown(release, indicator, land, "rus", "kjonn", 2019))
    assert shown.sentence == f"{shown.summary} {shown.source}"
    assert shown.name == f"bostedslos_land-0_rus_kjonn_2019_{RELEASE}"


def test_a_map_has_its_own_notes_and_no_axis(release: Release) -> None:
    view = asked(release, region="land-0", sammenlign="korus", aar="2019")
    found = comparison(release, release.indicator["bostedslos"], release.region["land-0"], "rus", 2019, "korus")
    assert comparison_exhibit(release, view, found, ("Et rutekart.",)).notes[-1] == "Et rutekart."
    assert {f.aar for f in comparison_exhibit(release, view, found).figures} == {2019}


def test_the_link_brings_back_the_view_in_this_release(release: Release) -> None:
    view = asked(release, region="kommune-5001", aar="2017", sammenlign="fylke")
    params = dict(parse_qsl(lasting(view, release, ALL).removeprefix("?")))
    assert params["utgivelse"] == RELEASE
    again, problems = parse(params, release, frame=frame_of(params, view.frame))
    assert problems == ()
    assert again == replace(view, frame=replace(view.frame, release=RELEASE))


def test_every_year_of_an_empty_series_is_accounted_for(release: Release) -> None:
    found = trend(release, release.indicator["blalys"], release.region["kommune-5636"], "rus")
    assert found.empty
    for gap in found.series[0].gaps:
        assert str(gap.aar) in found.summary
        assert gap.missing.reason in found.summary


@pytest.mark.parametrize(
    ("strict", "words"), [(False, f"Mål: 5{NBSP}%"), (True, f"Mål: under 5{NBSP}%")], ids=["reached", "under"]
)
def test_a_level_that_a_plan_names_is_drawn_and_said(release: Release, strict: bool, words: str) -> None:
    key, plan = next(iter(release.plans.by_id.items()))
    one = plan.indicators[0].model_copy(update={
        "carried_by": ("bostedslos",), "unit": "prosent", "direction": "lower",
        "target": Target(value=5, strict=strict, source="x"),
    })  # fmt: skip
    wanting = replace(release.plans, by_id=MappingProxyType({key: plan.model_copy(update={"indicators": (one,)})}))
    with_plan = replace(release, plans=wanting)
    found = trend(with_plan, with_plan.indicator["bostedslos"], with_plan.region["land-0"], "rus")
    assert [(level.value, level.words) for level in found.targets] == [(5, words)]
    assert found.axis.low <= 5 <= found.axis.high
    count = trend(with_plan, with_plan.indicator["bostedslos_antall"], with_plan.region["land-0"], "rus")
    assert count.targets == ()


def test_an_empty_year_offers_the_nearest_that_have_figures(release: Release) -> None:
    view = asked(release, region="land-0", inndeling="kjonn", aar="2018", sammenlign="korus")
    indicator = release.indicator["bostedslos"]
    for found in (
        broken_down_years(release, indicator, release.region["land-0"], view),
        compared_years(release, indicator, view),
    ):
        assert [label for label, _ in found] == ["Året 2017", "Året 2019"]
        assert all(f"aar={year}" in address for year, (_, address) in zip((2017, 2019), found, strict=True))


def test_a_plan_that_names_no_number_says_why_no_line_is_drawn(release: Release) -> None:
    view = asked(release, region="land-0")
    found = trend(release, release.indicator["bostedslos"], release.region["land-0"], "rus")
    said = "har ikke noe mål i tall for dette. Derfor er ingen mållinje tegnet."
    assert found.targets == ()
    assert sum(said in note for note in trend_exhibit(release, view, found).notes) == 1
    unplanned = trend(release, release.indicator["kvinner"], release.region["land-0"], "rus")
    assert not any(said in note for note in trend_exhibit(release, view, unplanned).notes)
