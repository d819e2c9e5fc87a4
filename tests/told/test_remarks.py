"""A municipality's own words: whose, when, about which year, and never mixed with ours."""

from __future__ import annotations

import pytest

from dashboards.components.remarks import remark_list
from dashboards.view_models.comparison import comparison
from dashboards.view_models.trend import trend
from pipelines.published import Release
from pipelines.told.profile import profile
from pipelines.told.remarks import in_cell, on_indicator, on_whole_waves, remarks


def said(release: Release, key: str, indicator: str, language: str = "nb") -> list[tuple[str, str]]:
    place, one = release.region[key], release.indicator[indicator]
    return remarks(release, place, on_indicator(release, place, one), language)


ALL_OF_2017 = ("2017, alle tall", "«Én av tjenestene var ikke med.» – Trondheim (kommune til 2017), 1. februar 2018")
OF_2019 = ("2019", "«Ny rutine <fra> 2018.» – Trondheim (kommune fra 2018), 12. mars 2020")


@pytest.mark.parametrize(
    ("key", "indicator", "expected"),
    [
        pytest.param("kommune-5001", "individuell_plan",
                     [ALL_OF_2017, OF_2019], id="its own, and all figures"),
        pytest.param("kommune-5001", "bostedslos", [ALL_OF_2017], id="not one on another figure"),
        pytest.param("kommune-5001", "tilfreds", [], id="not of another survey"),
        pytest.param("kommune-5636", "blalys", [("2019", "«Vi bruker nytt fagsystem.» – 5. januar 2020")],
                     id="beside a hidden figure"),
        pytest.param("kommune-1505", "bostedslos",
                     [("2019, alle tall", "«Vi kartlegger annethvert år.» – 31. desember 2019")], id="without figures"),
        pytest.param("fylke-50", "individuell_plan", [], id="not of a county"),
    ],
)  # fmt: skip
def test_notes_on_an_indicator(release: Release, key: str, indicator: str, expected: list[tuple[str, str]]) -> None:
    assert said(release, key, indicator) == expected


def test_as_reported_nobody_else_can_have_spoken(release: Release) -> None:
    """On the borders of 2024 Trondheim and Klæbu are one place, so there it is said which of them."""
    seen = release.in_view("rapportert")
    assert said(seen, "kommune-5001", "bostedslos") == [
        ("2017, alle tall", "«Én av tjenestene var ikke med.» – 1. februar 2018")
    ]


def test_a_cell_says_who_spoke_where_it_could_be_several(release: Release) -> None:
    place = release.region["kommune-5001"]
    assert in_cell(release, place, release.notes_on(place), 2017) == (
        "Merknad for 2017 fra Trondheim (kommune til 2017): «Én av tjenestene var ikke med.»"
    )


def test_in_nynorsk(release: Release) -> None:
    assert said(release, "kommune-1505", "bostedslos", "nn")[0][0] == "2019, alle tal"


def test_a_whole_waves_note_stands_once_however_many_indicators(release: Release) -> None:
    found = on_whole_waves(release, release.region["kommune-5001"], release.indicator.values())
    assert [note.tekst for note in found] == ["Én av tjenestene var ikke med."]


def test_a_cell_has_only_its_own_years_words(release: Release) -> None:
    place = release.in_view("rapportert").region["kommune-5001"]
    notes = release.notes_on(release.region["kommune-5001"])
    assert in_cell(release, place, notes, 2019) == "Kommunens merknad for 2019: «Ny rutine <fra> 2018.»"
    assert in_cell(release, place, notes, 2015) is None


def test_words_are_escaped_and_said_to_be_the_municipalitys(release: Release) -> None:
    content = remark_list(said(release, "kommune-5001", "individuell_plan"))
    assert "Kommunens egne ord" in content
    assert "Ny rutine &lt;fra&gt; 2018." in content
    assert remark_list([]) == ""


class TestBesideTheFigure:
    def test_the_trend_table_marks_the_years(self, release: Release) -> None:
        found = trend(release, release.indicator["individuell_plan"], release.region["kommune-5001"], "alle")
        assert {row[0].text: row[0].note for row in found.table.rows} == {
            "2015": None, "2016": None, "2017": "se merknad", "2018": None, "2019": "se merknad",
        }  # fmt: skip

    def test_a_comparison_has_the_words_of_that_year(self, release: Release) -> None:
        found = comparison(release, release.indicator["blalys"], release.region["kommune-5636"], "rus", 2019, "kommune")
        cells = {row[0].text: (row[0].remark, row[1].text) for row in found.table.rows}
        assert cells["Nesseby"] == ("Kommunens merknad for 2019: «Vi bruker nytt fagsystem.»", ": skjult")
        assert cells["Alta"][0] is None

    def test_a_profile_has_them_at_the_line(self, release: Release) -> None:
        found = profile(release, release.region["kommune-5001"])
        heads = {line.indicator.indikator: line.cells[0].remark for _, lines in found.groups for line in lines}
        assert {key: remark for key, remark in heads.items() if remark} == {
            "individuell_plan": "Merknad for 2019 fra Trondheim (kommune fra 2018): «Ny rutine <fra> 2018.»"
        }
