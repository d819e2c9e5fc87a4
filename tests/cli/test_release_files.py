"""`release diff` and `release export`, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.access.person import person
from pipelines.register import open_register
from pipelines.release.causes import ORIGIN
from pipelines.release.freeze import freeze
from pipelines.settings import Settings
from tests.support.release import write_release

Command = Callable[..., tuple[int, str, str]]


def origin(delivered: str) -> dict[str, Any]:
    nothing = {part: {} for part in ("program", "undersokelser", "vern", "dekning", "indikatorer", "steder")}
    return {**nothing, "siste_aar": 2019, "bolger": {"brukerplan|2019": {"deler": delivered, "skjema": "s"}}}


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, pl.DataFrame]:
    waves = {"brukerplan": {2019: 22404}}
    folder = write_release(tmp_path_factory.mktemp("utgivelser"), waves=waves, municipalities=("5001", "5636"))
    return {path.stem: pl.read_parquet(path) for path in folder.glob("*.parquet")}


@pytest.fixture
def pair(home: Settings, tables: dict[str, pl.DataFrame]) -> tuple[str, str]:
    """Two releases; in the later one the land's homeless of all with a problem are some more."""
    mine = (pl.col("indikator") == "bostedslos") & (pl.col("regiontype") == "land") & (pl.col("basisgruppe") == "rus")
    whole = mine & (pl.col("inndeling") == "alle") & (pl.col("aar") == 2019)
    later = tables["cube"].with_columns(verdi=pl.when(whole).then(9.5).otherwise("verdi"))
    facts = {"syntetisk": True, "revisjon": "ikke revidert"}
    old = freeze(home.releases, tables, facts | {ORIGIN: origin("a")})
    return old, freeze(home.releases, tables | {"cube": later}, facts | {ORIGIN: origin("b")})


class TestDiff:
    def test_as_a_table(self, opptrapp: Command, pair: tuple[str, str]) -> None:
        code, printed, _ = opptrapp("release", "diff", *pair)
        assert code == 0
        for words in (f"1 tall er endret siden utgivelse {pair[0]}", "Leveringer er nye", "BrukerPlan 2019", "9,5"):
            assert words in printed, words

    def test_as_json(self, opptrapp: Command, pair: tuple[str, str]) -> None:
        code, printed, _ = opptrapp("release", "diff", *pair, "--json")
        said = json.loads(printed)
        assert (code, said["fra"], said["til"], said["endret"], said["uforklart"]) == (0, *pair, 1, 0)
        assert said["antall"][0]["arsaker"] == ["data"]

    def test_as_markdown_in_nynorsk(self, opptrapp: Command, pair: tuple[str, str], tmp_path: Path) -> None:
        path = tmp_path / "endringer.md"
        code, printed, _ = opptrapp("release", "diff", *pair, "--markdown", path, "--language", "nn")
        assert (code, "endringer.md" in printed) == (0, True)
        assert path.read_text(encoding="utf-8").startswith(f"# Endringar frå utgjeving {pair[0]} til {pair[1]}\n")

    def test_whoever_was_shown_it_is_entered_and_nobody_else(
        self, opptrapp: Command, home: Settings, pair: tuple[str, str], tmp_path: Path
    ) -> None:
        old, new = pair
        register = open_register(home.register_url)
        for release in pair:
            register.note_release(release, None, actor="anne")
        assert opptrapp("release", "diff", old, new, "--markdown", tmp_path / "nei" / "x.md")[0] == 2
        assert register.changes_seen_by(new, old) == set()
        assert opptrapp("release", "diff", old, new)[0] == 0
        assert register.changes_seen_by(new, old) == {person()}

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("finnesikke", "finnesikke"), "finnes ikke"),
            (("../..", "../.."), "finnes ikke"),
        ],
        ids=["unknown", "a path"],
    )
    def test_what_cannot_be_compared(self, opptrapp: Command, arguments: tuple[str, str], said: str) -> None:
        code, _, error = opptrapp("release", "diff", *arguments)
        assert (code, said in error) == (2, True)

    def test_a_folder_that_is_not_there(self, opptrapp: Command, pair: tuple[str, str], tmp_path: Path) -> None:
        code, _, error = opptrapp("release", "diff", *pair, "--markdown", tmp_path / "nei" / "x.md")
        assert (code, "Mappen til «x.md» finnes ikke" in error) == (2, True)


class TestExport:
    @pytest.mark.parametrize("name", ["ut.csv", "ut.xlsx", "ut.parquet", "ut.json"])
    def test_by_the_name_of_the_file(self, opptrapp: Command, pair: tuple[str, str], tmp_path: Path, name: str) -> None:
        asked = ("--indicator", "bostedslos", "--region", "land-0", "--year", 2019)
        code, printed, _ = opptrapp("release", "export", pair[1], "-o", tmp_path / name, *asked)
        assert (code, "tall ligger i" in printed) == (0, True)
        assert (tmp_path / name).stat().st_size > 0

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("-o", "ut.txt"), "hvilket format"),
            (("-o", "ut.csv", "--format", "pdf"), "«pdf»"),
            (("-o", "fra_for.csv"), "finnes fra før"),
            (("-o", "nei/ut.csv"), "Kan ikke skrive «ut.csv»"),
            (("-o", "ut.csv", "--region", "5001"), "kommune-5001"),
        ],
        ids=["an ending", "a format", "a file that is there", "a folder that is not", "a region"],
    )
    def test_what_is_refused(
        self, opptrapp: Command, pair: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
        arguments: tuple[str, ...], said: str,
    ) -> None:  # fmt: skip
        monkeypatch.chdir(tmp_path)
        Path("fra_for.csv").write_bytes(b"mitt")
        before = sorted(tmp_path.iterdir())
        code, _, error = opptrapp("release", "export", pair[0], *arguments)
        assert (code, said in error) == (2, True), error
        assert sorted(tmp_path.iterdir()) == before
        assert Path("fra_for.csv").read_bytes() == b"mitt"

    def test_force(self, opptrapp: Command, pair: tuple[str, str], tmp_path: Path) -> None:
        path = tmp_path / "ut.csv"
        path.write_bytes(b"gammelt")
        assert opptrapp("release", "export", pair[0], "-o", path, "--force")[0] == 0
        assert path.read_bytes().startswith("\N{BYTE ORDER MARK}".encode())
