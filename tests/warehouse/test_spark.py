"""The counting step on Spark gives what it gives on DuckDB, figure by figure, and leaves no rows behind."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator

import polars as pl
import pytest
from sqlglot import exp, parse

from pipelines.contracts.model import SurveyKind
from pipelines.contracts.repository import load_contracts
from pipelines.errors import UserError
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.counts import counts_sql
from pipelines.orchestration.stages import CUBE, Stages, partition_key
from pipelines.settings import REPOSITORY, Settings
from pipelines.warehouse import spark as module
from pipelines.warehouse.database import open_warehouse
from pipelines.warehouse.engine import engine_of
from pipelines.warehouse.spark import in_spark_sql, on_spark
from tests.support import spark
from tests.support.installation import put_wave

CONTRACTS = load_contracts(REPOSITORY / "data_contracts")
CATALOGUE = load_catalogue(REPOSITORY / "data_contracts")
COUNTED = [one for one in CONTRACTS.surveys.values() if one.kind is not SurveyKind.FIGURES and CATALOGUE.get(one.id)]
PLACES = {"0301": 40, "1103": 60, "4601": 50, "5001": 3}
"""With Oslo, whose rows have districts, and a municipality of few."""


@pytest.mark.parametrize("survey", COUNTED, ids=lambda survey: survey.id)
def test_every_select_makes_rows_of_one_list_at_most_and_every_column_is_there(survey) -> None:
    for district in {survey.form_of(year).district for year in survey.years}:  # nothing else differs between waves
        query = counts_sql(survey, CATALOGUE[survey.id], "rader", district)
        (tree,) = parse(in_spark_sql(query), read="spark")
        for select in tree.find_all(exp.Select):
            assert len([one for one in select.expressions if "INLINE" in one.sql("spark")]) <= 1
        assert "MATERIALIZED" not in tree.sql("spark")
        assert len(list(tree.find_all(exp.Union))) == query.count("UNION ALL")


def test_lists_side_by_side_become_one_list_of_rows() -> None:
    query = "SELECT unnest(['a', 'b']) AS navn, aar, unnest([s0, NULL]::BIGINT[]) AS n FROM (SELECT 1 AS s0, 2 AS aar)"
    assert in_spark_sql(query) == (
        "SELECT aar, INLINE(ARRAYS_ZIP(ARRAY('a', 'b'), CAST(ARRAY(s0, NULL) AS ARRAY<BIGINT>))) AS (navn, n) "
        "FROM (SELECT 1 AS s0, 2 AS aar)"
    )


def test_without_pyspark_it_is_said_what_to_install(home: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    chosen = home.model_copy(update={"engine": "spark"})
    with pytest.raises(UserError) as told, engine_of(chosen):
        pass
    command = str(told.value).partition("«")[2].partition("»")[0]
    assert command in (REPOSITORY / "docs/explanation/scale.md").read_text(encoding="utf-8")
    assert command.split()[1:] in [line.split()[1:] for line in (REPOSITORY / "Makefile").read_text().splitlines()]


@pytest.fixture(scope="module")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster; without what it needs the test is skipped, or fails where OPPTRAPP_REQUIRE_SPARK is set."""
    if lacks := spark.missing():
        if os.environ.get("OPPTRAPP_REQUIRE_SPARK"):
            pytest.fail(lacks)
        pytest.skip(lacks)
    with spark.cluster(tmp_path_factory.mktemp("klynge")) as address:
        yield address


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves its connection to Java to the collector
class TestOnACluster:
    """One cluster for all, and one installation with a wave of every form."""

    @pytest.fixture
    def delivered(self, home: Settings) -> Settings:
        for survey in COUNTED:
            for form in survey.forms:
                year = next(year for year in survey.years if survey.form_by_year[year] == form)
                put_wave(home, survey.id, year, PLACES)
        return home

    def test_every_figure_is_that_of_duckdb(self, delivered: Settings, master: str) -> None:
        chosen = delivered.model_copy(update={"engine": "spark", "spark_master": master})
        found = []
        for settings in (delivered, chosen):
            settings.warehouse.unlink(missing_ok=True)
            stages = Stages(settings)
            loaded = stages.load(stages.partitions)
            assert sum(loaded.values()) > 10_000
            stages.build_cube()
            with open_warehouse(settings.warehouse) as connection:
                counts: pl.DataFrame = connection.sql("FROM tellinger ORDER BY ALL").pl()
                found.append((loaded, counts, connection.sql(f"FROM {CUBE}").pl()))
        (loaded, counts, cube), (loaded_there, counts_there, cube_there) = found
        assert loaded == loaded_there
        assert counts.equals(counts_there)
        assert cube.equals(cube_there)
        assert not chosen.spark_folder.exists()

    def test_rows_on_their_way_are_for_the_owner_only_and_go(self, home: Settings, master: str) -> None:
        put_wave(home, "brukerplan", 2015, {"1103": 5})
        stages = Stages(home)
        stages.load([partition_key("brukerplan", 2015)])
        home.spark_folder.mkdir()
        (home.spark_folder / "rader.parquet").write_bytes(b"of a run that was killed")
        with open_warehouse(home.warehouse) as connection, on_spark(master, home.spark_folder) as engine:
            assert not home.spark_folder.exists()
            with engine(connection, "rader_brukerplan_2015", "SELECT count(*) AS n FROM rader_brukerplan_2015") as sql:
                assert connection.sql(f"FROM {sql}").fetchall() == [(5,)]
                assert stat.S_IMODE(home.spark_folder.stat().st_mode) == 0o700
            wrong = "SELECT CAST(kommunenummer || 'x' AS INTEGER) AS n FROM rader_brukerplan_2015"
            with (
                pytest.raises(UserError, match="Spark stanset") as stopped,
                engine(connection, "rader_brukerplan_2015", wrong),
            ):
                pass
            assert "1103" not in str(stopped.value), "what Spark says may quote a value"
        assert not home.spark_folder.exists()


COUNT_ONE = """
from pipelines.orchestration.stages import Stages
from pipelines.settings import Settings
Stages(Settings()).load(["brukerplan|2015"])
"""


@pytest.mark.slow
def test_a_cluster_that_does_not_answer_is_one_sentence(home: Settings) -> None:
    if lacks := spark.missing():
        pytest.skip(lacks)
    put_wave(home, "brukerplan", 2015, {"1103": 5})
    chosen = {
        "OPPTRAPP_HOME": str(home.home),
        "OPPTRAPP_ENGINE": "spark",
        "OPPTRAPP_SPARK_MASTER": "spark://127.0.0.1:1",
    }
    # In a process of its own, as a run is: a Java that has given up is of no more use to the others here.
    done = subprocess.run(
        [sys.executable, "-c", COUNT_ONE], cwd=REPOSITORY, env=os.environ | chosen, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    *_, last = done.stderr.strip().splitlines()
    assert last.startswith("pipelines.errors.UserError: Spark svarer ikke på spark://127.0.0.1:1.")
    assert not home.spark_folder.exists()
