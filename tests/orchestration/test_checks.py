"""Each check fails when its stage has gone wrong: the fault is planted in what the stage left behind."""

from __future__ import annotations

import pytest

from pipelines.orchestration import checks
from pipelines.orchestration.stages import Stages
from pipelines.settings import Settings
from pipelines.warehouse.database import open_warehouse

SHOWN = "WHERE indikator = 'audit_c_over_grensen' AND status = 'ok'"


@pytest.fixture
def stages(drafted: Settings) -> Stages:
    """An installation with a draft, to be spoilt."""
    return Stages(drafted)


def test_all_pass_on_a_sound_run(stages: Stages) -> None:
    assert [question(stages) for question in checks.ALL] == [[]] * len(checks.ALL)


@pytest.mark.parametrize(
    ("question", "fault"),
    [
        (checks.waves_hold_every_accepted_row, "DELETE FROM rader_audit_c_2020 WHERE kjonn = 'mann'"),
        (checks.waves_hold_every_accepted_row, "DROP TABLE rader_audit_c_2020"),
        (checks.cube_adds_up, "UPDATE kube SET teller = teller + 1 WHERE regiontype = 'korus' AND regionkode = 'oslo'"),
        (checks.cube_adds_up, "INSERT INTO kube FROM kube LIMIT 1"),
        (checks.nothing_small_is_left, f"UPDATE kube_vernet SET teller = 3, nevner = 30 {SHOWN}"),
        (checks.nothing_small_is_left, f"UPDATE kube_vernet SET teller = 27, nevner = 30 {SHOWN}"),
        (checks.nothing_small_is_left, "UPDATE kube_vernet SET ki_lav = 1 WHERE status = 'skjult'"),
    ],
)  # fmt: skip
def test_a_planted_fault_in_the_warehouse_is_found(stages: Stages, question: checks.Question, fault: str) -> None:
    with open_warehouse(stages.settings.warehouse) as connection:
        connection.execute(fault)
    assert question(stages)


def test_a_changed_part_is_found(stages: Stages) -> None:
    part = stages.register.current_parts()[0]
    (stages.settings.accepted / part.path).write_bytes(b"x")
    assert checks.accepted_parts_are_as_received(stages)


def test_a_changed_draft_is_found(stages: Stages) -> None:
    folder = stages.settings.releases / stages.register.releases()[0].id
    (folder / "cube.parquet").write_bytes(b"x")
    assert checks.draft_is_whole(stages)


def test_no_draft_at_all_is_found(home: Settings) -> None:
    assert checks.draft_is_whole(Stages(home))
