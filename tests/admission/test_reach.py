"""What lies in an area: a municipality with those that became it, a region with its counties, never a divided one."""

from __future__ import annotations

import pytest

from pipelines.access.area import LAND, parse_area
from pipelines.admission.reach import check_area, places, reach
from pipelines.errors import UserError
from pipelines.geography import Geography
from pipelines.published import VIEW_2024, VIEW_REPORTED


def test_a_municipality_answers_for_those_that_became_it(geography: Geography) -> None:
    stavanger = reach(geography, parse_area("kommune:1103"))
    assert stavanger is not None
    assert {"1103", "1141", "1142"} <= stavanger, "Finnøy and Rennesøy became Stavanger in 2020"
    assert reach(geography, parse_area("kommune:5001")) == {"1601", "1662", "5001", "5030"}, "Trondheim and Klæbu"


def test_a_divided_municipality_is_nobodys_alone(geography: Geography) -> None:
    assert "1507" not in (reach(geography, parse_area("kommune:1508")) or ())


def test_a_region_has_its_counties_municipalities_and_no_others(geography: Geography) -> None:
    midt = reach(geography, parse_area("korus:midt"))
    assert midt is not None
    assert {"5001", "1508"} <= midt
    assert "1103" not in midt
    assert reach(geography, LAND) is None


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("kommune:9999", "ingen kommune 9999"),
        ("kommune:1601", "ingen kommune 1601"),
        ("korus:norge", "KoRus-region norge"),
    ],
)
def test_an_area_that_does_not_exist_today_is_refused(geography: Geography, area: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        check_area(geography, parse_area(area))


def test_every_region_there_is_can_be_written_and_given(geography: Geography) -> None:
    regions = [code for _, kind, code in places(geography) if kind == "korus"]
    assert len(regions) == 7
    for code in regions:
        check_area(geography, parse_area(f"korus:{code}"))


def test_places_are_of_both_views(geography: Geography) -> None:
    known = places(geography)
    assert known[VIEW_REPORTED, "fylke", "19"] <= known[VIEW_2024, "korus", "nord"]
    assert known[VIEW_REPORTED, "kommune", "1142"] == {"1142"}
    assert "1142" in known[VIEW_2024, "kommune", "1103"]
