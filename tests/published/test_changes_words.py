"""What changed, in words: every cause and every fingerprint has a text, names are the release's, digits tell apart."""

from __future__ import annotations

import pytest

from pipelines.published import Changes, Release
from pipelines.published.changes import BasisChange, ChangeCount, ChangedFigure, MunicipalityChange
from pipelines.published.changes_words import causes, change_tables, lead, year_ranges
from pipelines.release.causes import Cause
from pipelines.release.diff_page import diff_page
from pipelines.texts import READ_IN
from pipelines.texts.numbers import number

FIGURE = {"indikator": "bostedslos", "aar": 2019, "regiontype": "land", "regionkode": "0", "geografi": "2024",
          "basisgruppe": "rus", "inndeling": "kjonn", "kategori": "kvinne", "enhet": "prosent"}  # fmt: skip


def changes(**said: object) -> Changes:
    nothing = {"grunnlag": (), "kommuner": (), "antall": (), "storst": ()}
    return Changes(**{"fra": "a1", "til": "b2", "forklart": True, "endret": 3, "uforklart": 0} | nothing | said)


def moved(before: float, after: float, **other: object) -> ChangedFigure:
    return ChangedFigure(**{**FIGURE, "verdi_fra": before, "verdi_til": after, "arsaker": ("data", "metode")} | other)


@pytest.mark.parametrize(
    ("years", "said"),
    [([], ""), ([2019], "2019"), ([2019, 2015, 2018, 2017], "2015, 2017–2019"), ([2015, 2015], "2015")],
)
def test_years(years: list[int], said: str) -> None:
    assert year_ranges(years) == said


@pytest.mark.parametrize("language", READ_IN)
def test_every_cause_has_a_name_of_its_own(language: str) -> None:
    assert len({causes([cause.value], language) for cause in Cause}) == len(Cause)


def test_several_causes_are_alternatives() -> None:
    assert causes(["data", "metode"]) == "data eller metode"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"endret": 0}, "Ingen tall er endret siden utgivelse a1."),
        ({"endret": 1234}, "1\N{NO-BREAK SPACE}234 tall er endret siden utgivelse a1."),
        ({"forklart": False, "uforklart": 3}, "forteller ikke hva den bygger på"),
        ({"uforklart": 2}, "2 av dem kan ikke forklares"),
    ],
    ids=["nothing", "many", "an old release", "unexplained"],
)
def test_the_lead(said: dict[str, object], words: str) -> None:
    assert words in lead(changes(**said))


def test_what_differs_is_one_row_for_all_years_of_a_kind(release: Release) -> None:
    found = (
        BasisChange("data", "deler", "brukerplan", 2019, None),
        BasisChange("data", "deler", "brukerplan", 2015, None),
        BasisChange("metode", "program_metode", None, None, None),
        BasisChange("metode", "indikatorer", None, None, "bostedslos"),
    )
    (table,) = change_tables(changes(grunnlag=found), release)
    assert [(row[0], row[2]) for row in table.rows] == [
        ("data", "BrukerPlan 2015, 2019"), ("metode", "alle tall"), ("metode", "Bostedsløse")
    ]  # fmt: skip


def test_municipalities_by_their_names_of_the_year(release: Release) -> None:
    found = (
        MunicipalityChange("brukerplan", 2017, "1601", "ny"),
        MunicipalityChange("brukerplan", 2017, "0301", "borte"),
        MunicipalityChange("brukerplan", 2017, "9999", "borte"),
    )
    (table,) = change_tables(changes(kommuner=found), release)
    assert table.rows == (("BrukerPlan", "2017", "Trondheim", "", "Oslo, 9999"),)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        pytest.param(14.0, 15.0, ("14,0 %", "15,0 %"), id="one decimal"),
        pytest.param(14.012, 14.031, ("14,01 %", "14,03 %"), id="as many as tell them apart"),
        pytest.param(14.000001, 14.000002, ("14,0000 %", "14,0000 %"), id="not without end"),
    ],
)
def test_values_are_told_apart(release: Release, before: float, after: float, shown: tuple[str, str]) -> None:
    (table,) = change_tables(changes(storst=(moved(before, after),)), release)
    spaced = tuple(value.replace(" ", "\N{NO-BREAK SPACE}") for value in shown)
    assert table.rows[0][4:6] == spaced
    assert table.rows[0][:4] == ("Bostedsløse", "2019", "Hele landet", "Alle med rusproblem, Kvinne")


def test_a_place_and_an_indicator_the_release_does_not_know_keep_their_ids(release: Release) -> None:
    shown = moved(1.0, 2.0, indikator="borte_na", regiontype="kommune", regionkode="9999")
    (table,) = change_tables(changes(storst=(shown,)), release)
    assert (table.rows[0][0], table.rows[0][2]) == ("borte_na", "9999")


@pytest.mark.parametrize("language", READ_IN)
def test_the_page_holds_it_all(release: Release, language: str) -> None:
    said = changes(
        grunnlag=(BasisChange("data", "deler", "brukerplan", 2019, None),),
        kommuner=(MunicipalityChange("brukerplan", 2017, "1601", "ny"),),
        antall=(ChangeCount(("data",), "bostedslos", 1234, 1000, 200, 30, 4, 0, 0),),
        storst=(moved(1.0, 2.0),),
    )
    page = diff_page(said, release, language)
    assert page.count("\n## ") == 4
    assert number(1234, language=language).replace("\N{NO-BREAK SPACE}", " ") in page
    assert "Trondheim" in page
    assert "None" not in page
    nothing = diff_page(changes(endret=0), release, language)
    assert "##" not in nothing
    assert nothing.count("\n") == 3
