"""Each format holds the same figures as the release, says what it is, and is the same bytes every time."""

from __future__ import annotations

import io
import json
import math
import random
from dataclasses import replace
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from pyjstat import pyjstat

from pipelines.exports import Format, NothingChosen, Selection, export, of_figures, written
from pipelines.exports import excel_file as excel
from pipelines.exports.table import FORMULA_STARTS, NUMBERS
from pipelines.published import KEY, Release

ONE = Selection(indicators=("bostedslos",), regions=("land-0", "kommune-5001", "kommune-5636"))
HIDDEN = pl.col("status") == "skjult"


def rows_of(release: Release, selection: Selection = ONE) -> pl.DataFrame:
    return release.cube.filter(
        pl.col("indikator").is_in(selection.indicators),
        pl.concat_str("regiontype", "regionkode", separator="-").is_in(selection.regions),
    )


def csv(content: bytes) -> pl.DataFrame:
    return pl.read_csv(content, separator=";", decimal_comma=True, infer_schema_length=None,
                       schema_overrides={"regionkode": pl.String, "geografi": pl.String})  # fmt: skip


def workbook(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("kind", Format)
class TestAll:
    def test_the_same_choice_is_the_same_bytes(self, release: Release, kind: Format) -> None:
        assert written(release, ONE, kind) == written(release, ONE, kind)

    def test_it_says_release_synthetic_and_protection(self, release: Release, kind: Format) -> None:
        content = written(release, ONE, kind)
        if kind is Format.EXCEL:
            content = "".join(str(c.value) for row in workbook(content).worksheets[0] for c in row).encode()
        for words in (release.id, "syntetiske data", "små tall er skjult; ikke revidert"):
            assert words.encode() in content, words

    def test_the_figures_of_a_view_are_the_same_file_as_the_choice_of_them(
        self, release: Release, kind: Format
    ) -> None:
        shown = [
            figure
            for breakdown in rows_of(release)["inndeling"].unique(maintain_order=True)
            for figure in release.figures(
                "bostedslos", regions=[release.region[r] for r in ONE.regions], breakdown=breakdown
            )
        ]
        same = {tuple(vars(f).values()): f for f in shown}
        ordered = [same[row] for row in rows_of(release).iter_rows() if row in same]
        assert len(ordered) == len(shown) > 10
        alone = replace(release, cube=pl.DataFrame([vars(f) | {"status": str(f.status)} for f in ordered],
                                                   schema=release.cube.schema))  # fmt: skip
        assert of_figures(release, ordered, kind) == written(alone, Selection(), kind)

    def test_real_data_are_not_called_synthetic(self, release: Release, kind: Format) -> None:
        real = replace(release, manifest=replace(release.manifest, syntetisk=False, revisjon="bestatt"))
        content = written(real, ONE, kind)
        if kind is Format.EXCEL:
            content = "".join(str(c.value) for row in workbook(content).worksheets[0] for c in row).encode()
        assert b"syntetiske data" not in content
        assert b"virkelige data" in content

    def test_a_file_is_what_is_written_in_memory(self, release: Release, kind: Format, tmp_path: Path) -> None:
        path = tmp_path / f"ut{kind.suffix}"
        path.write_bytes(b"gammelt")
        assert export(release, ONE, kind, path) == rows_of(release).height
        assert path.read_bytes() == written(release, ONE, kind)
        assert list(tmp_path.iterdir()) == [path]


class TestCsv:
    def test_every_figure_is_there_with_its_digits_and_order(self, release: Release) -> None:
        read = csv(written(release, ONE, Format.CSV))
        assert read.select(NUMBERS).rows() == rows_of(release).select(NUMBERS).rows()
        key = [c for c in KEY if c != "argang"]
        assert read.select(key).rows() == rows_of(release).select(key).rows()

    def test_it_opens_in_a_norwegian_spreadsheet(self, release: Release) -> None:
        content = written(release, ONE, Format.CSV)
        assert content.startswith("\N{BYTE ORDER MARK}indikator;tittel;aar;".encode())
        assert b"\r\n" in content
        assert b"Trondheim" in content

    def test_no_number_has_a_sign_instead(self, release: Release) -> None:
        read = csv(written(release, ONE, Format.CSV))
        assert set(read.filter(pl.col("verdi").is_not_null())["tegn"]) == {None}
        assert set(read.filter(HIDDEN)["tegn"]) == {":"}

    def test_names_follow_the_language(self, release: Release) -> None:
        assert b"Kvinner;" in written(release, Selection(("kvinner",)), Format.CSV)
        nynorsk = written(release, ONE, Format.CSV, "nn").decode()
        assert "Bustadlause" in nynorsk
        assert "små tal er skjulte" in nynorsk

    def test_nothing_begins_as_a_formula(self, evil: Release) -> None:
        read = csv(written(evil, Selection(), Format.CSV))
        texts = [str(v) for c in read.select(pl.selectors.string()) for v in c.drop_nulls().unique()]
        assert [t for t in texts if t.startswith(FORMULA_STARTS)] == []
        assert '\'=HYPERLINK("x")' in texts


class TestExcel:
    def test_figures_stand_as_numbers_and_signs(self, release: Release) -> None:
        sheet = workbook(written(release, ONE, Format.EXCEL))["Tall"]
        head, *body = sheet.iter_rows(values_only=True)
        columns = dict(zip(head, zip(*body, strict=True), strict=True))
        own = rows_of(release)
        expected = [v if v is not None else {"skjult": ":", "ikke_mottatt": "..", "ikke_kartlagt": ".."}.get(s, ".")
                    for v, s in own.select("verdi", "status").iter_rows()]  # fmt: skip
        assert list(columns["Verdi"]) == [v if isinstance(v, str) else pytest.approx(v, rel=1e-14) for v in expected]
        assert list(columns["Teller"]) == own["teller"].to_list()
        assert ":" in columns["Verdi"]

    def test_its_pages(self, release: Release) -> None:
        book = workbook(written(release, ONE, Format.EXCEL))
        assert book.sheetnames == ["Om tallene", "Tall", "Indikatorer", "Merknader"]
        assert [book[name].freeze_panes for name in book.sheetnames[1:]] == ["A2"] * 3
        assert book["Tall"].auto_filter.ref == f"A1:Z{rows_of(release).height + 1}"
        assert book["Tall"].column_dimensions["A"].width >= 40
        indicators = list(book["Indikatorer"].iter_rows(values_only=True))
        assert [row[0] for row in indicators[1:]] == ["bostedslos"]
        assert "boligsituasjon" in indicators[1][3]
        notes = [row[:2] + row[5:6] for row in book["Merknader"].iter_rows(min_row=2, values_only=True)]
        assert ("BrukerPlan", "2019", "Ny rutine <fra> 2018.") in notes

    def test_a_delivered_figure_has_its_source(self, release: Release) -> None:
        content = written(release, Selection(("bp_bostedslos",)), Format.EXCEL)
        sources = {row[4] for row in workbook(content)["Indikatorer"].iter_rows(min_row=2, values_only=True)}
        delivered = set(release.cube.filter(indikator="bp_bostedslos")["kilde"])
        assert sources == {"; ".join(sorted(delivered))}

    def test_nothing_runs(self, evil: Release) -> None:
        book = workbook(written(evil, Selection(), Format.EXCEL))
        cells = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row]
        assert {c.data_type for c in cells} <= {"s", "n", "inlineStr"}
        assert [c for c in cells if c.hyperlink] == []
        assert "=1+1" in {c.value for c in cells}

    def test_too_many_rows_are_refused_before_anything_is_written(
        self, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(excel, "MOST_ROWS", 10)
        with pytest.raises(excel.TooManyRows, match="høyst 10"):
            export(release, ONE, Format.EXCEL, tmp_path / "ut.xlsx")
        assert list(tmp_path.iterdir()) == []


class TestParquet:
    def test_it_is_the_cube(self, release: Release) -> None:
        assert pl.read_parquet(written(release, ONE, Format.PARQUET)).equals(rows_of(release))


def valid(dataset: dict[str, object]) -> None:
    """What JSON-stat 2.0 demands of a dataset: https://json-stat.org/full/."""
    assert (dataset["version"], dataset["class"]) == ("2.0", "dataset")
    sizes = []
    for name in dataset["id"]:
        category = dataset["dimension"][name]["category"]
        assert isinstance(dataset["dimension"][name]["label"], str)
        assert len(set(category["index"])) == len(category["index"]) > 0
        assert category["label"].keys() == set(category["index"])
        sizes.append(len(category["index"]))
    assert dataset["size"] == sizes
    assert set(dataset["dimension"]) == set(dataset["id"])
    assert {name for names in dataset["role"].values() for name in names} <= set(dataset["id"])
    cells = math.prod(sizes)
    for held, kind in ((dataset["value"], int | float), (dataset["status"], str)):
        assert all(0 <= int(place) < cells and isinstance(value, kind) for place, value in held.items())


class TestJsonStat:
    def test_one_indicator_is_a_dataset_and_several_a_collection(self, release: Release) -> None:
        valid(json.loads(written(release, ONE, Format.JSON_STAT)))
        several = json.loads(written(release, Selection(regions=("land-0",)), Format.JSON_STAT))
        assert (several["version"], several["class"]) == ("2.0", "collection")
        items = several["link"]["item"]
        there = release.cube.filter(regiontype="land")["indikator"].unique(maintain_order=True).to_list()
        assert [item["extension"]["indikator"] for item in items] == there
        for item in items:
            valid(item)

    # What pyjstat says of a function of its own that it calls.
    @pytest.mark.filterwarnings("ignore:Shouldn't use this function anymore:DeprecationWarning")
    def test_it_round_trips_in_pyjstat(self, release: Release) -> None:
        content = written(release, ONE, Format.JSON_STAT).decode()
        frame = pyjstat.Dataset.read(content).write("dataframe", naming="id")
        again = pyjstat.Dataset.read(frame).write("dataframe", naming="id")
        table = pl.from_pandas(frame)
        assert table.equals(pl.from_pandas(again))
        read = table.filter(pl.col("value").is_not_null()).pivot("maal", index=pl.selectors.exclude("maal", "value"),
                                                                values="value")  # fmt: skip
        own = rows_of(release).filter(pl.any_horizontal(pl.col(NUMBERS).is_not_null()))
        found = {(int(r["aar"]), r["geografi"], r["region"], r["basisgruppe"], r["del"]): tuple(r[n] for n in NUMBERS)
                 for r in read.iter_rows(named=True)}  # fmt: skip
        expected = {
            (r["aar"], r["geografi"], f"{r['regiontype']}-{r['regionkode']}", r["basisgruppe"],
             f"{r['inndeling']}:{r['kategori']}"): tuple(r[n] for n in NUMBERS)
            for r in own.iter_rows(named=True)
        }  # fmt: skip
        assert found == expected
        assert len(expected) > 50

    def test_a_sign_stands_where_the_value_would(self, release: Release) -> None:
        said = json.loads(written(release, ONE, Format.JSON_STAT))
        own = rows_of(release)
        assert sorted(said["status"].values()).count(":") == own.filter(HIDDEN).height
        assert not said["status"].keys() & said["value"].keys()
        of_values = math.prod(said["size"][1:])
        assert all(int(place) < of_values for place in said["status"])

    def test_a_vintage_is_part_of_the_source(self, release: Release) -> None:
        mine = release.cube.filter(indikator="bostedslos", regiontype="land").head(1)
        both = pl.concat([mine.with_columns(kilde=pl.lit('FHI "ny"'), argang=pl.lit(year)) for year in ("2021", None)])
        said = json.loads(written(replace(release, cube=both), Selection(), Format.JSON_STAT))
        assert said["dimension"]["kilde"]["category"]["index"] == ['FHI "ny"', 'FHI "ny", 2021']
        valid(said)


def test_hidden_figures_have_no_number_in_any_format(release: Release) -> None:
    """Whatever its columns hold is refused when a release is made; nor do the formats add anything."""
    hidden = replace(release, cube=rows_of(release).filter(HIDDEN))
    assert csv(written(hidden, Selection(), Format.CSV)).select(pl.col(NUMBERS).is_null().all()).row(0) == (True,) * 5
    assert json.loads(written(hidden, Selection(), Format.JSON_STAT))["value"] == {}
    numbers = [c.value for row in workbook(written(hidden, Selection(), Format.EXCEL))["Tall"].iter_rows(min_row=2)
               for c in row if isinstance(c.value, float)]  # fmt: skip
    assert numbers == []


class TestSelection:
    @pytest.mark.parametrize(
        ("selection", "said"),
        [
            (Selection(indicators=("bostedslose",)), "bostedslos"),
            (Selection(regions=("5001",)), "kommune-5001"),
            (Selection(years=(1999,)), "1999"),
            (Selection(indicators=("tilfreds",), years=(2017,)), "ingen tall for alt dette"),
        ],
        ids=["indicator", "region", "year", "together"],
    )
    def test_what_is_not_there_is_said(self, release: Release, selection: Selection, said: str) -> None:
        with pytest.raises(NothingChosen, match=said):
            written(release, selection, Format.CSV)

    def test_years_and_several_of_a_kind(self, release: Release) -> None:
        asked = Selection(("bostedslos", "kvinner"), ("land-0",), (2017, 2019))
        read = csv(written(release, asked, Format.CSV))
        assert set(read["indikator"]) == {"bostedslos", "kvinner"}
        assert set(read["regiontype"]) == {"land"}
        assert set(read["aar"]) == {2017, 2019}


@pytest.mark.parametrize("seed", range(3))
def test_any_choice_is_a_part_of_everything(release: Release, seed: int) -> None:
    draw = random.Random(seed)
    indicators, years = ([draw.choice(release.cube[c].unique().sort().to_list())] for c in ("indikator", "aar"))
    indicators.append("bostedslos")
    years.append(2019)
    whole, part = (
        pl.read_csv(written(release, asked, Format.CSV), separator=";", infer_schema=False)
        for asked in (Selection(), Selection(tuple(indicators), (), tuple(years)))
    )
    assert whole.height == release.cube.height
    named = pl.col("indikator").is_in(indicators) & pl.col("aar").is_in([str(year) for year in years])
    assert part.equals(whole.filter(named))


def test_english_files_borrow_names_and_say_the_rest_in_english(release: Release) -> None:
    figures = release.figures("bostedslos", regions=[release.region["land-0"]], base="rus")
    book = workbook(of_figures(release, figures, Format.EXCEL, "en"))
    assert book.sheetnames == ["About the figures", "Figures", "Indicators", "Remarks"]
    assert [cell.value for cell in book["Figures"][1]][:3] == ["Indicator", "Year", "Place"]
    assert book["Indicators"]["B2"].value == "Bostedsløse"
    found = csv(of_figures(release, figures, Format.CSV, "en"))
    assert found["data"].unique().to_list() == ["synthetic data"]
    assert found["tittel"].unique().to_list() == ["Bostedsløse"]


@pytest.mark.parametrize("kind", [Format.CSV, Format.EXCEL])
def test_rounded_figures_say_so(release: Release, kind: Format) -> None:
    rounded = replace(release, cube=release.cube.with_columns(avrundet=pl.lit(3, pl.Int64)))
    content = written(rounded, ONE, kind)
    if kind is Format.CSV:
        assert set(csv(content)["avrundet"]) == {3}
        return
    book = workbook(content)
    head, *body = book["Tall"].iter_rows(values_only=True)
    assert {row[head.index("Avrundet til")] for row in body} == {3}
    about = dict(book["Om tallene"].iter_rows(values_only=True, max_col=2))
    assert "BrukerPlan" in str(about["Avrunding"])
    assert "går opp i 3" in str(about["Avrunding"])
    assert "Avrunding" not in dict(
        workbook(written(release, ONE, kind))["Om tallene"].iter_rows(values_only=True, max_col=2)
    )
