"""Dagster's home follows the settings as long as nobody has changed its file, and runs are kept where it says."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import psycopg
import pytest
import yaml

from pipelines.errors import UserError
from pipelines.orchestration import instance as module
from pipelines.orchestration.instance import CONFIGURATION, DATABASE, IN_POSTGRESQL, prepare_home
from tests.support.postgres import Server

OWN = "telemetry:\n  enabled: false\n# mine\n"
URL = "postgresql://kari:hemmelig@127.0.0.1:1/dagster"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DAGSTER_HOME", "")
    monkeypatch.delenv(DATABASE, raising=False)
    return tmp_path / "dagster"


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written does not hang on the database."""
    monkeypatch.setattr(module, "require_database", lambda _url: None)


@pytest.mark.usefixtures("answering")
@pytest.mark.parametrize("before", [None, CONFIGURATION, CONFIGURATION + IN_POSTGRESQL, *module.EARLIER])
@pytest.mark.parametrize(("url", "after"), [(None, CONFIGURATION), (URL, CONFIGURATION + IN_POSTGRESQL)])
def test_what_we_have_written_follows_the_settings(
    folder: Path, monkeypatch: pytest.MonkeyPatch, before: str | None, url: str | None, after: str
) -> None:
    if url:
        monkeypatch.setenv(DATABASE, url)
    if before:
        folder.mkdir()
        (folder / "dagster.yaml").write_text(before)
    prepare_home(folder)
    written = (folder / "dagster.yaml").read_text()
    assert written == after
    assert "hemmelig" not in written
    assert yaml.safe_load(written)["telemetry"] == {"enabled": False}
    assert yaml.safe_load(written)["python_logs"] == {"python_log_level": "INFO"}


@pytest.mark.usefixtures("answering")
def test_what_somebody_has_changed_is_left_and_must_use_the_database_that_is_set(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.mkdir()
    file = folder / "dagster.yaml"
    file.write_text(OWN)
    prepare_home(folder)
    assert file.read_text() == OWN
    monkeypatch.setenv(DATABASE, URL)
    with pytest.raises(UserError, match="bruker den ikke"):
        prepare_home(folder)
    file.write_text(OWN + IN_POSTGRESQL)
    prepare_home(folder)
    assert file.read_text() == OWN + IN_POSTGRESQL


def test_without_the_driver_it_is_said_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(DATABASE, URL)
    monkeypatch.setattr(module, "find_spec", lambda _: None)
    with pytest.raises(UserError, match=r"opptrapp\[postgresql\]"):
        prepare_home(folder)
    assert not (folder / "dagster.yaml").exists()


def test_a_database_that_does_not_answer_is_one_sentence_without_the_password(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(DATABASE, URL)
    with pytest.raises(UserError, match=r"svarer ikke på 127\.0\.0\.1:1") as refused:
        prepare_home(folder)
    assert "hemmelig" not in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_runs_are_kept_in_postgresql(folder: Path, monkeypatch: pytest.MonkeyPatch, postgres: Server) -> None:
    url = postgres.new_database()
    monkeypatch.setenv(DATABASE, url)
    prepare_home(folder)

    @dg.op
    def work() -> None: ...

    @dg.job
    def small() -> None:
        work()

    with dg.DagsterInstance.get() as instance:
        result = small.execute_in_process(instance=instance)
        assert [run.run_id for run in instance.get_runs()] == [result.run_id]
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT run_id, status FROM runs").fetchall() == [(result.run_id, "SUCCESS")]
        assert connection.execute("SELECT count(*) FROM event_logs").fetchone() != (0,)
    assert list(folder.rglob("*.db")) == []
