"""The cube: region sums are sums of counts, and every missing figure says why."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipelines.orchestration.stages import Stages
from pipelines.published import KEY
from pipelines.settings import REPOSITORY, Settings
from pipelines.warehouse.cube import SCHEMA
from pipelines.warehouse.database import open_warehouse
from tests.support.installation import put_part, put_wave

SIZES_2015 = {"1103": 40, "0301": 60, "1201": 25, "1613": 12, "1850": 15}
# Said that they did not map: Sandnes and Forsand, which are one municipality in 2024, and all of Finnmark.
DECLARED_2015 = ("1102", "1129", *(f"{n}" for n in (2002, 2003, 2004, 2011, 2012, 2014, 2015, 2017, 2018, 2019, 2020,
                                                   2021, 2022, 2023, 2024, 2025, 2027, 2028, 2030)))  # fmt: skip


@pytest.fixture(scope="module")
def cube(tmp_path_factory: pytest.TempPathFactory) -> pl.DataFrame:
    settings = Settings(home=tmp_path_factory.mktemp("home"))
    put_wave(settings, "brukerplan", 2015, SIZES_2015)
    put_wave(settings, "brukerplan", 2019, {"1103": 30, "0301": 50, "1102": 20}, bydelsnummer=None)
    put_wave(settings, "brukerplan", 2021, {"1507": 30, "0301": 40}, bydelsnummer="030103")
    put_wave(settings, "brukertilfredshet", 2017, {"1103": 12, "0301": 15})
    stages = Stages(settings)
    for code in DECLARED_2015:
        stages.register.declare_not_mapping("brukerplan", 2015, code, reason="annethvert år", actor="kari")
    stages.register.declare_not_mapping("brukerplan", 2024, "1103", reason="neste år", actor="kari")
    stages.load(stages.partitions)
    stages.build_cube()
    made = stages.cube()
    assert made is not None
    return made


def test_there_is_no_cube_before_one_is_made(tmp_path: Path) -> None:
    assert Stages(Settings(home=tmp_path)).cube() is None


def cell(
    cube: pl.DataFrame, indikator: str, aar: int, kind: str = "land", code: str = "0", **extra: str
) -> dict[str, object]:
    wanted = {"geografi": "2024", "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle", **extra}
    found = cube.filter(indikator=indikator, aar=aar, regiontype=kind, regionkode=code, **wanted)
    return found.row(0, named=True)


def test_has_the_published_shape(cube: pl.DataFrame) -> None:
    assert dict(cube.schema) == {name: dtype() for name, dtype in SCHEMA.items()}
    assert cube.equals(cube.sort(KEY, nulls_last=True))
    assert cube.select(KEY).is_unique().all()


def test_a_survey_that_nobody_has_used_is_not_told_of(cube: pl.DataFrame) -> None:
    assert set(cube["undersokelse"]) == {"brukerplan", "brukertilfredshet"}


def test_land_is_the_sum_of_its_municipalities(cube: pl.DataFrame) -> None:
    # 16-17-year-olds are handed in but not published, so the count is of the others.
    total = cell(cube, "kartlagte", 2015)["teller"]
    parts = cube.filter(
        indikator="kartlagte", aar=2015, regiontype="kommune", geografi="2024", basisgruppe="alle", inndeling="alle"
    )
    assert total == parts["teller"].sum()
    assert 0 < int(str(total)) <= sum(SIZES_2015.values())


def test_a_rate_is_of_summed_counts_not_an_average(cube: pl.DataFrame) -> None:
    land = cell(cube, "bolig_tilfredsstillende", 2015)
    parts = cube.filter(
        indikator="bolig_tilfredsstillende", aar=2015, regiontype="kommune", geografi="2024", basisgruppe="alle",
        inndeling="alle",
    )  # fmt: skip
    assert land["verdi"] == pytest.approx(100 * parts["teller"].sum() / parts["nevner"].sum())


def test_divided_municipalities_count_as_unknown_in_their_county(cube: pl.DataFrame) -> None:
    assert cell(cube, "kartlagte", 2015, "kommune", "5099")["status"] == "ok"
    assert cell(cube, "kartlagte", 2015, "kommune", "1899")["status"] == "ok"
    assert (
        cell(cube, "kartlagte", 2015, "fylke", "50")["teller"]
        == cell(cube, "kartlagte", 2015, "kommune", "5099")["teller"]
    )


def test_declared_sums_of_base_groups(cube: pl.DataFrame) -> None:
    groups = ("rus", "rop", "alle", "kun_psykisk", "rus_uten_psykisk", "rop_mindre_alvorlig", "rop_alvorlig")
    count = {g: int(str(cell(cube, "kartlagte", 2015, basisgruppe=g)["teller"])) for g in groups}
    assert count["rop"] == count["rop_mindre_alvorlig"] + count["rop_alvorlig"]
    assert count["rus"] == count["rus_uten_psykisk"] + count["rop"]
    assert count["alle"] == count["rus"] + count["kun_psykisk"]


def test_municipalities_are_counted_once_whatever_their_base_groups(cube: pl.DataFrame) -> None:
    for base in ("rus", "alle"):
        assert cell(cube, "kommuner_kartlagt", 2015, basisgruppe=base)["teller"] == len(SIZES_2015)


@pytest.mark.parametrize(
    ("aar", "kind", "code", "status"),
    [
        pytest.param(2016, "land", "0", "ikke_mottatt", id="a wave nobody delivered"),
        pytest.param(2015, "kommune", "1108", "ikke_kartlagt", id="all of its municipalities have said so"),
        pytest.param(2015, "fylke", "56", "ikke_kartlagt", id="and so for a county"),
        pytest.param(2015, "korus", "nord", "usikkert", id="but a region where others did has a figure"),
        pytest.param(2019, "kommune", "1108", "ok", id="Sandnes mapped in 2019, with nearly everybody in it"),
        pytest.param(2021, "kommune", "1508", "ikke_plassert", id="Ålesund as a part of 1507"),
        pytest.param(2021, "kommune", "1580", "ikke_plassert", id="and Haram"),
        pytest.param(2020, "kommune", "1508", "ikke_mottatt", id="where 1507 did not deliver either"),
        pytest.param(2021, "kommune", "1599", "ok", id="those persons are unknown in the county"),
        pytest.param(2021, "fylke", "15", "usikkert", id="and count in it, a quarter of its people"),
        pytest.param(2018, "korus", "ost", "ikke_mottatt", id="the same for a region"),
        pytest.param(2015, "korus", "ost", "ikke_mottatt", id="a region without taking-part municipalities"),
        pytest.param(2015, "kommune", "1106", "ikke_mottatt", id="a municipality that did not deliver"),
        pytest.param(2015, "kommune", "1103", "ok", id="one that did"),
    ],
)
def test_missing_figures_say_why(cube: pl.DataFrame, aar: int, kind: str, code: str, status: str) -> None:
    row = cell(cube, "bolig_tilfredsstillende", aar, kind, code)
    assert row["status"] == status
    assert (row["verdi"] is None) == (status not in ("ok", "usikkert"))


def test_a_municipality_made_of_several_has_declared_when_all_of_them_have(cube: pl.DataFrame) -> None:
    reported = {
        code: cell(cube, "bolig_tilfredsstillende", 2015, "kommune", code, geografi="rapportert")["status"]
        for code in ("1102", "1129", "1106")
    }
    assert reported == {"1102": "ikke_kartlagt", "1129": "ikke_kartlagt", "1106": "ikke_mottatt"}


def test_waves_after_the_last_received_or_declared_are_not_missed(cube: pl.DataFrame) -> None:
    last = dict(cube.filter(kilde="beregnet").group_by("undersokelse").agg(pl.col("aar").max()).iter_rows())
    assert last == {"brukerplan": 2024, "brukertilfredshet": 2021}
    declared = cube.filter(status="ikke_kartlagt", aar=2024, geografi="2024", indikator="kartlagte", basisgruppe="alle")
    assert declared["regionkode"].to_list() == ["1103"]


def test_both_views_have_the_same_persons(cube: pl.DataFrame) -> None:
    whole = cube.filter(indikator="kartlagte", basisgruppe="alle", inndeling="alle", kilde="beregnet")
    for kind in ("kommune", "fylke"):
        sums = whole.filter(regiontype=kind).group_by("aar", "geografi").agg(pl.col("teller").sum())
        assert sums.group_by("aar").agg(pl.col("teller").n_unique())["teller"].max() == 1
    assert (
        cell(cube, "kartlagte", 2015, "kommune", "1613", geografi="rapportert")["teller"]
        == cell(cube, "kartlagte", 2015, "kommune", "5099")["teller"]
    )


def test_regions_by_present_areas_stand_once(cube: pl.DataFrame) -> None:
    views = cube.group_by("regiontype").agg(pl.col("geografi").unique().sort())
    once = {kind for kind, found in views.iter_rows() if found == ["2024"]}
    twice = {kind for kind, found in views.iter_rows() if found == ["2024", "rapportert"]}
    assert once == {"land", "helseregion", "korus", "gruppe", "bydel"}
    assert twice == {"kommune", "fylke"}


def test_a_rate_is_of_those_who_took_part_and_no_others(cube: pl.DataFrame) -> None:
    with (REPOSITORY / "data_contracts" / "reference" / "population.csv").open(encoding="utf-8") as file:
        adults = {row["code"]: int(row["population"]) for row in csv.DictReader(file)
                  if (row["year"], row["age_band"]) == ("2015", "18+")}  # fmt: skip
    land = cell(cube, "kartlagte_per_1000", 2015)
    assert land["nevner"] == sum(adults[code] for code in SIZES_2015)
    assert land["teller"] == cell(cube, "kartlagte", 2015)["teller"]
    assert land["verdi"] == pytest.approx(1000 * int(str(land["teller"])) / int(str(land["nevner"])))
    assert land["ki_lav"] < land["verdi"] < land["ki_hoy"]  # type: ignore[operator]
    assert cell(cube, "kartlagte_per_1000", 2015, "korus", "oslo")["nevner"] == 520_037
    for base in ("rus", "kun_psykisk"):
        assert cell(cube, "kartlagte_per_1000", 2015, basisgruppe=base)["nevner"] == land["nevner"]


def test_a_rate_without_a_known_population_has_no_numbers(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"0706": 10, "0301": 10})
    stages = Stages(home)
    stages.load(["brukerplan|2015"])
    stages.build_cube()
    with open_warehouse(home.warehouse) as connection:
        cube = connection.sql("FROM kube WHERE indikator = 'kartlagte_per_1000'").pl()
    for row in (cell(cube, "kartlagte_per_1000", 2015), cell(cube, "kartlagte_per_1000", 2015, "kommune", "3907")):
        assert row["status"] == "ukjent_nevner"
        assert [row[name] for name in ("teller", "nevner", "verdi", "ki_lav", "ki_hoy")] == [None] * 5
    assert cell(cube, "kartlagte_per_1000", 2015, "korus", "oslo")["status"] == "ok"


def test_districts_stand_where_they_were_delivered(cube: pl.DataFrame) -> None:
    sagene = cell(cube, "kartlagte", 2021, "bydel", "030103")
    assert sagene["teller"] == cell(cube, "kartlagte", 2021)["teller"]
    assert cell(cube, "kartlagte", 2019, "bydel", "030103")["status"] == "ikke_mottatt"
    of_districts = set(cube.filter(regiontype="bydel")["indikator"])
    assert of_districts.isdisjoint({"kommuner_kartlagt", "kartlagte_per_1000"})
    assert "bolig_tilfredsstillende" in of_districts


def test_groups_are_sums_of_their_municipalities(cube: pl.DataFrame) -> None:
    four = cell(cube, "kartlagte", 2015, "gruppe", "fire_storste")["teller"]
    parts = [cell(cube, "kartlagte", 2015, "kommune", code)["teller"] for code in ("0301", "1103", "4601")]
    assert four == sum(int(str(n)) for n in parts)


def test_zero_is_a_figure(cube: pl.DataFrame) -> None:
    zeros = cube.filter(pl.col("teller") == 0, pl.col("nevner") > 0)
    assert not zeros.is_empty()
    assert zeros["status"].is_in(["ok", "usikkert"]).all()
    assert (zeros.filter(pl.col("ki_lav").is_not_null())["ki_lav"] == 0).all()


def test_no_figure_for_ages_that_are_not_published(cube: pl.DataFrame) -> None:
    assert cube.filter(inndeling="aldersgruppe", kategori="16-17").is_empty()


def test_an_indicator_the_form_does_not_ask_is_not_asked(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 10})
    stages = Stages(home)
    survey = stages.contracts.surveys["brukerplan"]
    columns = tuple(c for c in survey.forms["2015"].columns if c.name != "individuell_plan")
    forms = {**survey.forms, "2015": replace(survey.forms["2015"], columns=columns)}
    surveys = {**stages.contracts.surveys, "brukerplan": replace(survey, forms=forms)}
    stages.__dict__["contracts"] = replace(stages.contracts, surveys=surveys)
    stages.load(["brukerplan|2015"])
    stages.build_cube()
    with open_warehouse(home.warehouse) as connection:
        rows = connection.sql("FROM kube WHERE indikator = 'individuell_plan' AND aar = 2015").pl()
    assert set(rows["status"]) == {"ikke_spurt"}
    assert rows["teller"].null_count() == rows.height


def test_reported_figures_stand_as_delivered(home: Settings) -> None:
    place = {"aar": "2019", "regiontype": "land", "regionkode": "0"}
    whole = {"basisgruppe": "alle", "inndeling": "alle", "kategori": "alle"}
    source = {"enhet": "årsverk", "kilde": "K", "argang": "2020"}
    row = {"indikator": "arsverk_totalt", "verdi": "16399,5", **place, **whole, **source}
    moved = {**row, "regiontype": "kommune", "regionkode": "1201", "verdi": "120"}
    merged = {**row, "regiontype": "kommune", "regionkode": "1102", "verdi": "40"}
    hidden = {**row, "aar": "2019", "indikator": "arsverk_voksne", "verdi": None, "flagg": ":"}
    put_part(home, "indikatortall", 2019, [row, moved, merged, hidden], None)
    stages = Stages(home)
    stages.load(["indikatortall|2019"])
    stages.build_cube()
    with open_warehouse(home.warehouse) as connection:
        cube = connection.sql("FROM kube").pl()
    local = cube.filter(regiontype="kommune").select("geografi", "regionkode", "verdi").sort(pl.all()).rows()
    assert local == [("2024", "4601", 120), ("rapportert", "1102", 40), ("rapportert", "1201", 120)]
    shown = cube.row(
        by_predicate=(pl.col("indikator") == "arsverk_totalt") & (pl.col("regiontype") == "land"), named=True
    )
    assert (shown["verdi"], shown["kilde"], shown["argang"], shown["status"]) == (16399.5, "K", "2020", "ok")
    assert cube.row(by_predicate=pl.col("indikator") == "arsverk_voksne", named=True)["status"] == "skjult"
