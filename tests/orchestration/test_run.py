"""The real Dagster run: stages in order, checks that stop it, and a failed run leaves what was published alone."""

from __future__ import annotations

import pytest

from pipelines.orchestration.run import RunFailedError, run
from pipelines.orchestration.stages import Stages
from pipelines.published import current_id
from pipelines.register import open_register
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.warehouse import spark
from tests.support.installation import WAVE, put_wave, set_on_the_pages

STAGES = ["accepted_parts", "wave", "cube", "protected_cube", "release_candidate", "release_audit", "release_draft"]


@pytest.mark.slow
def test_a_run_makes_a_draft_and_the_same_one_again(home: Settings) -> None:
    put_wave(home, *WAVE, {"1103": 40})
    first = run(home)
    assert [s.stage for s in first.stages] == STAGES
    assert [s.rows is None for s in first.stages[:3]] == [True, True, False], "rows of the first two are persons"
    again = run(home, "audit_c|2020")
    assert again.release == first.release
    assert again.run_id != first.run_id


@pytest.mark.slow
def test_a_tampered_part_stops_the_run_and_the_published_release_stands(drafted: Settings) -> None:
    register = open_register(drafted.register_url)
    published = register.releases()[0].id
    set_on_the_pages(drafted, published)
    path = drafted.accepted / register.current_parts()[0].path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(RunFailedError, match="accepted_parts_are_as_received"):
        run(drafted)
    assert current_id(drafted.releases) == published
    assert [r.id for r in register.releases()] == [published]


@pytest.mark.slow
def test_a_lost_part_is_said_in_words(home: Settings) -> None:
    put_wave(home, *WAVE, {"1103": 40})
    (home.accepted / open_register(home.register_url).current_parts()[0].path).unlink()
    with pytest.raises(RunFailedError, match="mangler"):
        run(home)


@pytest.mark.slow
def test_many_lost_parts_are_told_by_the_first_few_and_how_many_more(home: Settings) -> None:
    put_wave(home, *WAVE, dict.fromkeys(("1103", "1106", "5001", "0301", "4601"), 2))
    for part in open_register(home.register_url).current_parts():
        (home.accepted / part.path).unlink()
    with pytest.raises(RunFailedError) as failed:
        run(home)
    assert str(failed.value).count("mangler eller er endret") == 3
    assert "og 2 funn til" in str(failed.value)


@pytest.mark.slow
def test_an_engine_that_is_not_installed_is_told_as_it_is_elsewhere(
    home: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    put_wave(home, *WAVE, {"1103": 40})
    with pytest.raises(RunFailedError) as failed:
        run(home.model_copy(update={"engine": "spark"}))
    assert str(failed.value) == f"Kjøringen stanset i trinnet wave: {text('kjoring.uten_pyspark')}"


def test_partitions_are_waves_of_the_contracts(home: Settings) -> None:
    stages = Stages(home)
    assert "brukerplan|2017" in stages.partitions
    assert not any(p.startswith("brukerplan|2022") for p in stages.partitions)
    assert [stages.wave(p)[1] for p in stages.partitions if p.startswith("brukertilfredshet")] == [2017, 2019, 2021]
