"""What municipalities have said, from the desk to the frozen release: notes as a file, declarations as status."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.handin import Desk
from pipelines.orchestration import checks
from pipelines.orchestration.stages import Stages
from pipelines.register import FigureNote
from pipelines.release.freeze import ReleaseError, check_unchanged
from pipelines.release.notes import SCHEMA, published_notes
from pipelines.settings import Settings
from tests.support.installation import build_draft, freeze_draft, put_wave

SECRET = "kari-som-skrev"


def draft(stages: Stages) -> Path:
    waves = [f"{part.survey}|{part.year}" for part in stages.register.current_parts()]
    return stages.settings.releases / build_draft(stages, waves)


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Two waves; Sandnes and Forsand, one municipality in 2024, have declared for 2017; notes of every kind."""
    home = Settings(home=tmp_path_factory.mktemp("home"))
    put_wave(home, "brukertilfredshet", 2017, {"1103": 40, "0301": 9})
    put_wave(home, "brukertilfredshet", 2019, {"1103": 30, "1102": 8})
    desk = Desk.of(home)
    for code in ("1102", "1129"):
        desk.declare_not_mapping(
            "brukertilfredshet", 2017, code, actor=SECRET, reason="grunnen er ikke til publisering"
        )
    for year, code, indicator, words in (
        (2019, "1102", None, "Ny rutine fra 2018."),
        (2017, "1103", "hjelp_ved_behov", "Vi har 3 uten hjelp."),
        (2017, "1103", "hjelp_ved_behov", "Hjelp på telefon er talt med."),
        (2017, "1129", None, "Vi kartlegger annethvert år."),
    ):
        desk.add_note("brukertilfredshet", year, code, indicator, words, actor=SECRET)
    return Stages(home)


@pytest.fixture(scope="module")
def release(stages: Stages) -> Path:
    return draft(stages)


def test_notes_are_published_in_their_own_words_and_place(release: Path) -> None:
    rows = pl.read_parquet(release / "notes.parquet").drop("dato").rows()
    assert rows == [
        ("brukertilfredshet", 2017, "1103", "1103", "hjelp_ved_behov", "Hjelp på telefon er talt med."),
        ("brukertilfredshet", 2017, "1129", "1108", None, "Vi kartlegger annethvert år."),
        ("brukertilfredshet", 2019, "1102", "1108", None, "Ny rutine fra 2018."),
    ]


def test_a_note_with_a_number_is_held_back_where_something_is_hidden(release: Path) -> None:
    cube = pl.read_parquet(release / "cube.parquet")
    assert cube.filter(regionkode="1103", status="skjult").height
    assert check_unchanged(release)["merknader_holdt_tilbake"] == 1


def test_neither_who_wrote_nor_the_reason_of_a_declaration_is_in_any_file(release: Path) -> None:
    for path in release.iterdir():
        content = path.read_bytes()
        if path.suffix == ".parquet":
            content += pl.read_parquet(path).select(pl.col(pl.String)).write_csv().encode()
        assert SECRET.encode() not in content, path.name
        assert b"grunnen er ikke" not in content, path.name


def test_a_rebuild_is_the_same_release_to_the_byte(stages: Stages, release: Path) -> None:
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    again = stages.settings.releases / freeze_draft(stages)
    assert (again, {path.name: path.read_bytes() for path in again.iterdir()}) == (release, before)


@pytest.mark.parametrize("change", [lambda p: p.write_bytes(b"x"), lambda p: p.unlink()], ids=["changed", "removed"])
def test_verification_covers_the_notes(release: Path, tmp_path: Path, change: Callable[[Path], object]) -> None:
    copy = tmp_path / release.name
    copy.mkdir()
    for path in release.iterdir():
        (copy / path.name).write_bytes(path.read_bytes())
    change(copy / "notes.parquet")
    with pytest.raises(ReleaseError, match=r"notes\.parquet"):
        check_unchanged(copy)


def test_declared_and_silent_are_told_apart_in_both_views_and_in_coverage(release: Path) -> None:
    cube = pl.read_parquet(release / "cube.parquet").filter(
        aar=2017, indikator="hjelp_ved_behov", basisgruppe="alle", inndeling="alle", regiontype="kommune"
    )
    status = {(view, code): s for view, code, s in cube.select("geografi", "regionkode", "status").iter_rows()}
    assert {key for key, said in status.items() if said == "ikke_kartlagt"} == {
        ("rapportert", "1102"), ("rapportert", "1129"), ("2024", "1108"),
    }  # fmt: skip
    assert status["2024", "1106"] == "ikke_mottatt"
    coverage = pl.read_parquet(release / "coverage.parquet").filter(undersokelse="brukertilfredshet", aar=2017)
    declared = coverage.filter(pl.col("kommuner_meldt") > 0, pl.col("regiontype") != "gruppe", geografi="2024")
    assert set(declared.select("regiontype", "regionkode", "kommuner_meldt").iter_rows()) == {
        ("land", "0", 2), ("helseregion", "vest", 2), ("korus", "vest_stavanger", 2), ("fylke", "11", 2),
        ("kommune", "1108", 2),
    }  # fmt: skip


def test_a_later_delivery_takes_the_place_of_the_declaration(home: Settings) -> None:
    Desk.of(home).declare_not_mapping("brukertilfredshet", 2017, "1103", actor="kari", reason="neste år")
    put_wave(home, "brukertilfredshet", 2017, {"1103": 400})
    stages = Stages(home)
    cube = pl.read_parquet(draft(stages) / "cube.parquet").filter(
        regiontype="kommune", regionkode="1103", indikator="svar", basisgruppe="alle", inndeling="alle"
    )
    # A single municipality is also the land: whether its total can be shown is for disclosure control to say.
    assert cube.height == 2
    assert not set(cube["status"]) & {"ikke_kartlagt", "ikke_mottatt"}
    assert checks.draft_is_whole(stages) == []


def test_declarations_alone_are_a_wave_without_figures(home: Settings) -> None:
    Desk.of(home).declare_not_mapping("brukertilfredshet", 2017, "1103", actor="kari", reason="neste år")
    stages = Stages(home)
    cube = pl.read_parquet(draft(stages) / "cube.parquet")
    assert (cube["aar"].unique().to_list(), cube["verdi"].null_count()) == ([2017], cube.height)
    assert set(cube.filter(regiontype="land", indikator="hjelp_ved_behov")["status"]) == {"ikke_mottatt"}
    assert [question(stages) for question in checks.ALL] == [[]] * len(checks.ALL)


class TestPublishedNotes:
    CUBE = pl.DataFrame(
        schema={"regiontype": pl.String, "regionkode": pl.String, "status": pl.String, "avrundet": pl.Int64}
    )

    def made(self, geography: Geography, *notes: FigureNote, cube: pl.DataFrame = CUBE) -> tuple[pl.DataFrame, int]:
        found = published_notes(
            notes, cube=cube, geography=geography, waves={("u", 2015), ("u", 2021)}, indicators=["kjent"]
        )
        return found.table, found.held_back

    @staticmethod
    def note(text: str = "Ord", id: int = 1, at: datetime = datetime(2024, 1, 1, tzinfo=UTC), **changes) -> FigureNote:
        said = {"survey": "u", "year": 2015, "municipality": "1103", "indicator": None, "actor": "kari"} | changes
        return FigureNote(id=id, text=text, at=at, **said)

    def test_none_is_a_table_with_its_columns(self, geography: Geography) -> None:
        table, held_back = self.made(geography)
        assert (table.schema, table.height, held_back) == (pl.Schema(SCHEMA), 0, 0)

    def test_the_order_they_were_entered_in_does_not_matter(self, geography: Geography) -> None:
        notes = [self.note("b", 1), self.note("a", 2), self.note("c", 3, indicator="kjent"), self.note("a", 4)]
        assert self.made(geography, *notes)[0].equals(self.made(geography, *reversed(notes))[0])

    def test_a_note_on_all_figures_stands_after_those_on_one(self, geography: Geography) -> None:
        table, _ = self.made(geography, self.note("a"), self.note("b", indicator="kjent"))
        assert table["indikator"].to_list() == ["kjent", None]

    def test_the_day_is_norwegian(self, geography: Geography) -> None:
        table, _ = self.made(geography, self.note(at=datetime(2023, 12, 31, 23, 30, tzinfo=UTC)))
        assert table["dato"].cast(pl.String).to_list() == ["2024-01-01"]

    def test_a_divided_municipality_lies_where_its_figures_stand(self, geography: Geography) -> None:
        table, _ = self.made(geography, self.note(year=2021, municipality="1507"))
        assert table["kommune_2024"].to_list() == ["1599"]

    @pytest.mark.parametrize(
        "changes",
        [
            pytest.param({"survey": "borte"}, id="a survey that is no more"),
            pytest.param({"year": 2016}, id="a year without a form"),
            pytest.param({"indicator": "borte"}, id="an indicator that is no more"),
            pytest.param({"municipality": "1108"}, id="a number not in use that year"),
        ],
    )
    def test_what_is_not_known_any_more_is_held_back(self, geography: Geography, changes: dict[str, object]) -> None:
        table, held_back = self.made(geography, self.note(), self.note(**changes))
        assert (table.height, held_back) == (1, 1)

    @pytest.mark.parametrize("hidden", ["1102", "1108"])
    def test_hidden_in_either_view_is_hidden(self, geography: Geography, hidden: str) -> None:
        cube = pl.DataFrame([("kommune", hidden, "skjult", None)], schema=self.CUBE.schema, orient="row")
        notes = [self.note("Vi har 3", municipality=code) for code in ("1102", "1103")]
        table, held_back = self.made(geography, *notes, cube=cube)
        assert (table["kommunenummer"].to_list(), held_back) == (["1103"], 1)
