"""A draft built from accepted parts: synthetic or not is read from the rows, and nothing small is in any file."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.repository import Contracts
from pipelines.orchestration.stages import Stages
from pipelines.register import open_register
from pipelines.release.freeze import ReleaseError
from pipelines.release.workflow import publish
from pipelines.settings import Settings
from tests.support.installation import put_wave


def draft(settings: Settings) -> Path:
    stages = Stages(settings)
    stages.load(stages.partitions)
    stages.build_cube()
    stages.protect()
    return settings.releases / stages.draft()


def manifest(release: Path) -> dict[str, object]:
    return json.loads((release / "manifest.json").read_text(encoding="utf-8"))


def test_synthetic_rows_make_a_synthetic_release(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 40})
    facts = manifest(draft(home))
    assert (facts["syntetisk"], facts["ekte_personrader"], facts["ikke_offentlige_tall"]) == (True, False, False)
    assert facts["revisjon"] == "ikke revidert"


def test_one_unmarked_municipality_makes_it_real(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 40})
    put_wave(home, "brukerplan", 2015, {"0301": 30}, synthetic=False)
    release = draft(home)
    assert manifest(release)["ekte_personrader"] is True
    with pytest.raises(ReleaseError, match="ikke revidert"):
        publish(home.releases, release.name, open_register(home.register_url), "kari")


def test_the_order_of_deliveries_does_not_matter(tmp_path: Path) -> None:
    sizes = {"1103": 20, "0301": 30, "1201": 15}
    homes = [Settings(home=tmp_path / "en"), Settings(home=tmp_path / "to")]
    put_wave(homes[0], "brukerplan", 2015, sizes)
    put_wave(homes[1], "brukerplan", 2015, dict(reversed(sizes.items())))
    releases = [draft(home) for home in homes]
    contents = [{p.name: p.read_bytes() for p in release.iterdir()} for release in releases]
    assert contents[0] == contents[1]


def test_the_cube_is_the_contracts(home: Settings, contracts: Contracts) -> None:
    from pipelines.contracts.odcs import read_form

    put_wave(home, "brukerplan", 2015, {"1103": 40, "0301": 6})
    cube = pl.read_parquet(draft(home) / "cube.parquet")
    declared = read_form(contracts.folder / "output" / "cube.odcs.yaml", "output")
    types = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}
    assert dict(cube.schema) == {c.name: types[c.type]() for c in declared.columns}
    for column in declared.columns:
        values = cube[column.name]
        assert not (column.required and values.null_count()), column.name
        if column.codes:
            assert set(values.drop_nulls().unique()) <= column.harmonised.keys()


def test_no_file_of_the_release_holds_a_small_count(home: Settings) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 12, "0301": 9, "1201": 30})
    release = draft(home)
    cube = pl.read_parquet(release / "cube.parquet").filter(pl.col("indikator") != "kommuner_kartlagt")
    shown = cube.filter(pl.col("status") == "ok")
    assert not shown["teller"].is_between(1, 4).any()
    assert not (shown["nevner"] - shown["teller"]).is_between(1, 4).any()
    assert (
        cube.filter(pl.col("status") == "skjult")
        .select("teller", "nevner", "verdi", "ki_lav", "ki_hoy")
        .null_count()
        .row(0)
        == (cube.filter(pl.col("status") == "skjult").height,) * 5
    )
    others = {p.name for p in release.glob("*.parquet")} - {"cube.parquet"}
    assert others == {
        f"{name}.parquet" for name in ("indicators", "regions", "coverage", "labels", "notes", "similar", "planstatus")
    }
    for name in others:
        assert not {"teller", "nevner", "rader"} & set(pl.read_parquet_schema(release / name)), name


def test_every_code_of_the_cube_has_a_label(home: Settings) -> None:
    put_wave(home, "brukerplan", 2019, {"1103": 60})
    put_wave(home, "brukertilfredshet", 2017, {"1103": 40})
    release = draft(home)
    cube, labels = (pl.read_parquet(release / f"{n}.parquet") for n in ("cube", "labels"))
    known = set(labels.select("dimensjon", "kode").iter_rows())
    used = set(cube.filter(pl.col("inndeling") != "alle").select("inndeling", "kategori").unique().iter_rows())
    assert used <= known
    named = {code for dimension, code in known if dimension == "basisgruppe"}
    assert set(cube["basisgruppe"].unique()) <= named
