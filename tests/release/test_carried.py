"""A wave whose rows are deleted keeps the figures it was published with, and nothing else changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.handin import Desk
from pipelines.orchestration import checks
from pipelines.orchestration.stages import Stages
from pipelines.published import COMPUTED, KEY
from pipelines.published.files import COLUMNS
from pipelines.register import open_register
from pipelines.release.carried import with_carried
from pipelines.release.freeze import ReleaseError, freeze
from pipelines.settings import Settings
from tests.support.installation import NEXT, WAVE, build_draft, put_wave, set_on_the_pages

INDICATORS = {"a": "s", "b": "s", "borte": "s", "c": "t"}


def figure(indicator: str, year: int, value: float | None, **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = {name: "x" for name, kind in COLUMNS["cube"].items() if kind == pl.String()}
    said = {"indikator": indicator, "aar": year, "verdi": value, "kilde": COMPUTED, "argang": None, "syntetisk": True}
    return plain | {"teller": None, "nevner": None, "ki_lav": None, "ki_hoy": None} | said | more


def cube(*figures: dict[str, Any]) -> pl.DataFrame:
    table = pl.DataFrame(figures, schema=COLUMNS["cube"])
    survey = pl.col("indikator").replace_strict(INDICATORS)
    return table.with_columns(undersokelse=survey).sort(KEY, nulls_last=True)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    indicators = pl.DataFrame([*INDICATORS.items()], schema=["indikator", "undersokelse"], orient="row")
    held = cube(
        figure("a", 2019, 1.0), figure("a", 2017, 2.0), figure("borte", 2019, 3.0), figure("c", 2019, 4.0),
        figure("a", 2019, 5.0, kilde="Fafo", argang="2019"),
    )  # fmt: skip
    return tmp_path / freeze(tmp_path, {"cube": held.drop("undersokelse"), "indicators": indicators}, {})


def test_only_the_lost_wave_is_as_it_was_published(published: Path) -> None:
    now = cube(
        figure("a", 2019, None, status="ikke_mottatt"), figure("b", 2019, None, status="ikke_mottatt"),
        figure("a", 2017, 20.0), figure("c", 2019, 40.0), figure("a", 2019, 50.0, kilde="Fafo", argang="2020"),
    )  # fmt: skip
    found = with_carried(now, {("s", 2019): published})
    wanted = cube(
        figure("a", 2019, 1.0), figure("a", 2017, 20.0), figure("c", 2019, 40.0),
        figure("a", 2019, 50.0, kilde="Fafo", argang="2020"),
    )  # fmt: skip
    assert found.equals(wanted)


def test_nothing_lost_changes_nothing() -> None:
    now = cube(figure("a", 2019, 1.0))
    assert with_carried(now, {}) is now


def test_figures_are_not_taken_from_a_release_that_is_changed(published: Path) -> None:
    (published / "cube.parquet").write_bytes(b"")
    with pytest.raises(ReleaseError, match="cube"):
        with_carried(cube(figure("a", 2019, 1.0)), {("s", 2019): published})


@pytest.mark.slow
def test_a_deletion_after_publication_changes_no_figure(home: Settings) -> None:
    put_wave(home, *WAVE, {"1103": 40, "0301": 30})
    put_wave(home, *NEXT, {"1103": 35})

    def draft() -> Path:
        stages = Stages(home)
        release = build_draft(stages)
        assert [question(stages) for question in checks.ALL] == [[]] * len(checks.ALL)
        return home.releases / release

    first = draft()
    set_on_the_pages(home, first.name)
    Desk.of(home).delete("L000001", actor="kari", reason="reservasjon")
    second = draft()
    cubes = [pl.read_parquet(folder / "cube.parquet") for folder in (first, second)]
    assert cubes[0].equals(cubes[1])
    assert open_register(home.register_url).lost_waves() == {WAVE: first.name}
