"""Every written file keeps to its form: headers, codes, municipalities, keys; and says that it is synthetic."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from pipelines.contracts.model import Column
from pipelines.geography import Geography
from tests.synthetic.example_files import Made, MakeWave

WAVES = [("brukerplan", 2015), ("brukerplan", 2017), ("brukerplan", 2019),
         ("brukertilfredshet", 2017), ("brukertilfredshet", 2019), ("brukertilfredshet", 2021)]  # fmt: skip
COUNTIES_2024 = {"03", "11", "15", "18", "31", "32", "33", "34", "39", "40", "42", "46", "50", "55", "56"}

every_wave = pytest.mark.parametrize(("survey", "year"), WAVES, ids=[f"{s}-{y}" for s, y in WAVES])


@every_wave
def test_headers_are_the_contracts_in_its_order(made: MakeWave, survey: str, year: int) -> None:
    wave = made(survey, year)
    assert [c for c in wave.rows.columns if c != "fil"] == [c.header for c in wave.form.columns]


@every_wave
def test_values_are_what_the_form_allows(made: MakeWave, survey: str, year: int) -> None:
    wave = made(survey, year)
    wrong = {c.header: found for c in wave.form.columns if (found := not_allowed(c, wave.rows[c.header]))}
    assert wrong == {}


def not_allowed(column: Column, values: pl.Series) -> list[str | None]:
    """Distinct values of a column that its contract does not allow."""
    return [v for v in values.unique().to_list() if not allowed(column, v)]


def allowed(column: Column, value: str | None) -> bool:
    if value is None:
        return not column.required
    if column.codes:
        return value in {c.value for c in column.codes}
    if column.pattern:
        return re.fullmatch(column.pattern, value) is not None
    if column.type == "integer":
        return value.isdecimal() and (column.minimum or 0) <= int(value) <= (column.maximum or 10**9)
    return True


@every_wave
def test_one_file_for_each_municipality_valid_that_year(
    made: MakeWave, geography: Geography, survey: str, year: int
) -> None:
    wave = made(survey, year)
    number = wave.header(wave.survey.municipality or "")
    per_file = wave.rows.group_by("fil").agg(pl.col(number).unique())
    in_name = {name: re.split("_", name)[2] for name in per_file["fil"]}
    assert dict(per_file.iter_rows()) == {n: [c] for n, c in in_name.items()}
    assert set(wave.rows[number]) <= geography.valid(year)
    assert set(wave.rows[wave.header(wave.survey.year)]) == {str(year)}
    assert all(path.name.isascii() and path.parent.name == str(year) for path in wave.files)


@every_wave
def test_every_county_of_2024_and_oslo_take_part(made: MakeWave, geography: Geography, survey: str, year: int) -> None:
    wave = made(survey, year)
    numbers = set(wave.rows[wave.header(wave.survey.municipality or "")])
    places = geography.to_2024.filter(pl.col("kommunenummer").is_in(numbers))["kommune_2024"]
    assert set(places.str.slice(0, 2)) == COUNTIES_2024
    assert "0301" in numbers


@every_wave
def test_row_keys_are_marked_and_unique_in_the_municipality(made: MakeWave, survey: str, year: int) -> None:
    wave = made(survey, year)
    key = wave.rows[wave.header(wave.survey.row_key or "")]
    assert key.str.contains(r"^SYN-[A-Z0-9]{6}$").all()
    assert wave.rows.select(wave.header(wave.survey.municipality or ""), key).is_duplicated().sum() == 0
    assert not (key.sort() == key).all(), "the keys would tell the order people were registered in"


@every_wave
def test_nothing_looks_like_an_identity_number(made: MakeWave, survey: str, year: int) -> None:
    wave = made(survey, year)
    found = [c for c in wave.rows.columns if wave.rows[c].str.contains(r"\d{6} ?\d{5}").any()]
    assert found == []
    assert not any(re.search(r"\d{11}", path.name) for path in wave.files)


@pytest.mark.parametrize("year", [2015, 2017, 2019])
class TestBrukerPlan:
    def test_only_units_with_legal_basis(self, made: MakeWave, year: int) -> None:
        wave = made("brukerplan", year)
        codes = wave.form.by_name["enhet"].harmonised
        assert {codes[v] for v in wave.rows["Enhet"].unique()} == {"psykisk_helse", "rus", "oppfolging", "annet"}
        assert wave.rows.group_by("Kommunenr").agg(pl.col("Enhet").n_unique())["Enhet"].max() == 4

    def test_number_of_children_stands_where_there_are_children_and_only_there(self, made: MakeWave, year: int) -> None:
        wave = made("brukerplan", year)
        has = wave.rows[wave.header("barn")].is_in(["1", "2"])
        assert (wave.rows["Antall barn"].is_not_null() == has).all()

    def test_districts_are_oslos(self, made: MakeWave, year: int) -> None:
        rows = made("brukerplan", year).rows
        with_district = rows.filter(pl.col("Bydelsnr").is_not_null())
        assert set(with_district["Kommunenr"]) == {"0301"}
        assert with_district["Bydelsnr"].str.contains("^0301(0[1-9]|1[0-5])$").all()
        assert with_district["Bydelsnr"].n_unique() == 15

    def test_municipalities_differ_more_than_chance_would_make_them(self, made: MakeWave, year: int) -> None:
        wave = made("brukerplan", year)
        plan = wave.header("individuell_plan")
        shares = (
            wave.rows.filter(pl.col("Aldersgruppe") != "1")
            .group_by("Kommunenr")
            .agg(n=pl.len(), share=(pl.col(plan) == "1").mean())
            .filter(pl.col("n") >= 100)
        )
        by_chance = (0.13 * 0.87 / shares["n"].to_numpy()).mean() ** 0.5
        assert shares["share"].to_numpy().std() > 1.5 * by_chance


def test_mostly_the_same_municipalities_from_wave_to_wave(made: MakeWave) -> None:
    first, second = (
        {re.split(r"[_.]", name, maxsplit=3)[3] for name in made("brukerplan", year).rows["fil"].unique()}
        for year in (2015, 2017)
    )
    assert len(first & second) > 0.9 * len(first)


def test_csv_is_as_windows_saves_it(made: MakeWave) -> None:
    content = stavanger(made("brukerplan", 2015)).read_bytes()
    assert content.startswith("År;Kommunenr;Bydelsnr;Løpenr;".encode("cp1252"))
    assert content.count(b"\r\n") == content.count(b"\n")


def test_workbook_has_title_rows_that_say_it_is_synthetic(made: MakeWave) -> None:
    path = stavanger(made("brukerplan", 2019))
    top = pl.read_excel(path, has_header=False, read_options={"n_rows": 3, "dtypes": "string"})
    assert top.to_series(0).to_list() == [
        "BrukerPlan 2019 – 1103 Stavanger",
        "SYNTETISKE DATA – ingen rad gjelder en virkelig person",
        "Kartleggingsår",
    ]


def test_workbook_has_codes_as_numbers_and_municipality_as_text(made: MakeWave) -> None:
    path = next(p for p in made("brukerplan", 2019).files if "_0301_" in p.name)
    sheet = pl.read_excel(path, read_options={"header_row": 2})
    assert sheet["Kommunenr"].dtype == pl.String
    assert sheet["Boligsituasjon"].dtype.is_numeric()
    with zipfile.ZipFile(path) as book:
        assert "2020-01-01T00:00:00Z" in book.read("docProps/core.xml").decode()
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_spss_file_has_label_value_labels_and_user_missing_codes(made: MakeWave) -> None:
    path = made("brukertilfredshet", 2021).files[0]
    _, about = pyreadstat.read_sav(path, metadataonly=True, user_missing=True)
    assert about.creation_time == datetime(2020, 1, 1), "the time of writing would make the bytes differ"
    assert (about.file_label or "").startswith("SYNTETISKE DATA – Brukertilfredshet 2017 – ")
    assert about.variable_value_labels["s01_alt_i_alt_tilfreds"][5.0] == "I svært stor grad"
    assert about.column_names_to_labels["s02_hjelp_ved_behov"] == "Har fått hjelp ved behov"
    single = [{"lo": code, "hi": code} for code in (8.0, 9.0)]
    assert about.missing_ranges["s01_alt_i_alt_tilfreds"] == single


def stavanger(wave: Made) -> Path:
    return next(path for path in wave.files if path.stem.endswith("_1103_Stavanger"))
