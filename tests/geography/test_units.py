"""A code in a year: what it stood for, and which one it should have been."""

from __future__ import annotations

import pytest

from pipelines.geography import Geography


@pytest.mark.parametrize(
    ("code", "year", "names", "county"),
    [
        pytest.param("0301", 2012, ("Oslo",), "Oslo", id="Oslo keeps its zero"),
        pytest.param("1601", 2017, ("Trondheim",), "Sør-Trøndelag", id="a code that ended"),
        pytest.param("5001", 2019, ("Trondheim",), "Trøndelag", id="before the second name"),
        pytest.param("5001", 2023, ("Trondheim", "Tråante"), "Trøndelag", id="in two languages"),
        pytest.param("5503", 2026, ("Harstad", "Hárstták"), "Troms", id="the newest year"),
    ],
)
def test_what_a_code_stood_for(geography: Geography, code: str, year: int, names: tuple[str, ...], county: str) -> None:
    unit = geography.unit(code, year)
    assert unit is not None
    assert (unit.names, unit.name, unit.county_name) == (names, names[0], county)


@pytest.mark.parametrize(
    ("code", "year"), [("1601", 2018), ("5001", 2017), ("1507", 2024), ("1508", 2023), ("9999", 2020), ("301", 2020)]
)
def test_a_code_outside_its_time_stands_for_nothing(geography: Geography, code: str, year: int) -> None:
    assert geography.unit(code, year) is None


@pytest.mark.parametrize("year", [2012, 2018, 2020, 2026])
def test_every_valid_code_has_one_name_and_a_county_of_that_year(geography: Geography, year: int) -> None:
    counties = {
        code for code, first, last in geography.all_counties.select("fylke", "valid_from", "valid_to").iter_rows()
        if first <= year <= (last or year)
    }  # fmt: skip
    for code, name in geography.names(year).items():
        unit = geography.unit(code, year)
        assert unit is not None
        assert name in unit.names
        assert unit.county in counties


@pytest.mark.parametrize(
    ("code", "year", "expected"),
    [
        pytest.param("1102", 2021, "1102 var Sandnes til og med 2019. Bruk 1108 (Sandnes) for 2021.", id="merged"),
        pytest.param("1108", 2015, "1108 er Sandnes fra og med 2020. Bruk 1102 (Sandnes) eller 1129 (Forsand) for "
                     "2015.", id="too early: the same name first"),
        pytest.param("1601", 2019, "1601 var Trondheim til og med 2017. Bruk 5001 (Trondheim) for 2019.",
                     id="only the number changed, though Klæbu lies there today"),
        pytest.param("1201", 2024, "1201 var Bergen til og med 2019. Bruk 4601 (Bergen) for 2024.", id="twice removed"),
        pytest.param("1534", 2021, "1534 var Haram til og med 2019. Bruk 1507 (Ålesund) for 2021.", id="Haram"),
        pytest.param("1507", 2024, "1507 var Ålesund til og med 2023. Bruk 1508 (Ålesund) eller 1580 (Haram) for 2024.",
                     id="divided"),
        pytest.param("5012", 2021, "5012 var Snillfjord til og med 2019. Bruk 5055 (Heim), 5056 (Hitra) eller "
                     "5059 (Orkland) for 2021.", id="divided in three"),
        pytest.param("5059", 2016, "5059 er Orkland fra og med 2020. Bruk 1613 (Snillfjord), 1622 (Agdenes), 1636 "
                     "(Meldal) eller 1638 (Orkdal) for 2016.", id="as many as are listed"),
        pytest.param("3020", 2015, "3020 er Nordre Follo fra og med 2020. Bruk 0213 (Ski) eller 0217 (Oppegård) for "
                     "2015.", id="ended since, and asked about before"),
        pytest.param("1103", 2015, None, id="valid"),
        pytest.param("9999", 2015, None, id="never a municipality"),
        pytest.param("", 2015, None, id="blank"),
    ],
)  # fmt: skip
def test_the_right_code_is_named(geography: Geography, code: str, year: int, expected: str | None) -> None:
    assert geography.suggestion(code, year) == expected


def test_in_nynorsk(geography: Geography) -> None:
    said = geography.suggestion("1108", 2015, "nn")
    assert said == "1108 er Sandnes frå og med 2020. Bruk 1102 (Sandnes) eller 1129 (Forsand) for 2015."


@pytest.mark.parametrize("year", [2015, 2021, 2024])
def test_every_code_of_another_year_gets_one_that_is_valid(geography: Geography, year: int) -> None:
    for code in set(geography.municipalities["code"]) - geography.valid(year):
        said = geography.suggestion(code, year)
        assert said is not None
        named = {word.strip("(),") for word in said.partition("Bruk ")[2].split()}
        assert named & geography.valid(year), code
