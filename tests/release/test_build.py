"""A draft built from accepted parts: synthetic or not is read from the rows, and nothing small is in any file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import polars as pl
import pytest

from pipelines.orchestration.stages import Stages
from pipelines.register import open_register
from pipelines.release.freeze import ReleaseError
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from tests.support.installation import WAVE, build_draft, put_wave

_BESIDE = (
    "vurdering",
    "breaks",
    "indicators",
    "regions",
    "coverage",
    "labels",
    "notes",
    "findings",
    "corrections",
    "similar",
    "planstatus",
)


def draft(settings: Settings) -> Path:
    return settings.releases / build_draft(Stages(settings))


def manifest(release: Path) -> dict[str, object]:
    return json.loads((release / "manifest.json").read_text(encoding="utf-8"))


@pytest.fixture
def release(draft_home: Path) -> Path:
    """The folder of a draft of example data, which is there once for all tests."""
    settings = Settings(home=draft_home)
    return settings.releases / open_register(settings.register_url).releases()[0].id


def test_synthetic_rows_make_a_synthetic_release(release: Path) -> None:
    facts = manifest(release)
    assert (facts["syntetisk"], facts["ekte_personrader"], facts["ikke_offentlige_tall"]) == (True, False, False)
    assert facts["revisjon"]["resultat"] in {"bestatt", "ikke_bestatt"}


@pytest.mark.slow
def test_one_unmarked_municipality_makes_it_real(home: Settings) -> None:
    put_wave(home, *WAVE, {"1103": 40})
    put_wave(home, *WAVE, {"0301": 30}, synthetic=False)
    release = draft(home)
    assert manifest(release)["ekte_personrader"] is True
    with pytest.raises(ReleaseError, match="Grensene for alle skjulte tall er ikke regnet ut"):
        Workflow.of(home).submit(release.name, actor="kari")


@pytest.mark.slow
def test_the_order_of_deliveries_does_not_matter(tmp_path: Path) -> None:
    sizes = {"1103": 20, "0301": 30, "4601": 15}
    homes = [Settings(home=tmp_path / "en"), Settings(home=tmp_path / "to")]
    put_wave(homes[0], *WAVE, sizes)
    put_wave(homes[1], *WAVE, dict(reversed(sizes.items())))
    releases = [draft(home) for home in homes]
    contents = [{p.name: p.read_bytes() for p in release.iterdir()} for release in releases]
    assert contents[0] == contents[1]


def test_a_draft_that_breaks_its_contract_is_not_made(home: Settings, tmp_path: Path) -> None:
    shutil.copytree(home.contracts, tmp_path / "data_contracts")
    path = tmp_path / "data_contracts" / "output" / "cube.odcs.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("{value: skjult}, ", ""), encoding="utf-8")
    settings = Settings(home=home.home, contracts=tmp_path / "data_contracts")
    put_wave(settings, *WAVE, {"1103": 40, "0301": 6})
    with pytest.raises(ReleaseError, match="cube: status har en kode som ikke står i kontrakten"):
        draft(settings)
    assert not settings.releases.exists()
    assert open_register(settings.register_url).releases() == []


def test_no_file_of_the_release_holds_a_small_count(release: Path) -> None:
    holds_no_small_count(release, "audit_c")


@pytest.mark.slow
def test_no_file_of_the_demos_release_holds_a_small_count(demo_release: Path) -> None:
    holds_no_small_count(demo_release, "brukerplan")


def holds_no_small_count(release: Path, survey: str) -> None:
    mine = pl.read_parquet(release / "indicators.parquet").filter(undersokelse=survey)["indikator"].to_list()
    cube = pl.read_parquet(release / "cube.parquet").filter(
        pl.col("indikator").is_in(mine), pl.col("indikator") != "kommuner_kartlagt", kilde="beregnet"
    )
    shown = cube.filter(pl.col("status") == "ok")
    assert not shown["teller"].is_between(1, 4).any()
    assert not (shown["nevner"] - shown["teller"]).is_between(1, 4).any()
    hidden = cube.filter(pl.col("status") == "skjult")
    assert hidden.height > 0
    numbers = hidden.select("teller", "nevner", "verdi", "ki_lav", "ki_hoy")
    assert numbers.null_count().row(0) == (hidden.height,) * 5
    others = {p.name for p in release.glob("*.parquet")} - {"cube.parquet"}
    assert others == {f"{name}.parquet" for name in _BESIDE}
    for name in others:
        assert not {"teller", "nevner", "rader"} & set(pl.read_parquet_schema(release / name)), name


@pytest.mark.slow
def test_every_code_of_the_cube_has_a_label(demo_release: Path) -> None:
    cube, labels = (pl.read_parquet(demo_release / f"{n}.parquet") for n in ("cube", "labels"))
    known = set(labels.select("dimensjon", "kode").iter_rows())
    used = set(cube.filter(pl.col("inndeling") != "alle").select("inndeling", "kategori").unique().iter_rows())
    assert used <= known
    named = {code for dimension, code in known if dimension == "basisgruppe"}
    assert set(cube["basisgruppe"].unique()) <= named
