"""What is due is deleted, what is not stands, and the trail tells; with a real register and real files."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipelines.privacy.due import Retention
from pipelines.privacy.policy import Kept
from pipelines.register import PartState
from pipelines.settings import Settings
from tests.support.register import DELIVERY, PART

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def kept(home: Settings) -> Retention:
    return Retention.of(home)


def hand_in(kept: Retention, number: int, survey: str = "brukerplan", key: str = "a") -> None:
    path = f"{survey}/{number}.parquet"
    part = replace(PART, survey=survey, path=path, sha256=f"{number}" * 64, replaces_key=key)
    kept.desk.register.record(replace(DELIVERY, survey=survey), [part], ())
    for file in (kept.desk.accepted / path, (kept.desk.accepted / path).with_suffix(".funn.json")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"rader")


def due(kept: Retention, days: float) -> list[tuple[str, str]]:
    return [(one.kept.value, one.subject) for one in kept.due(NOW + days * DAY)]


def test_rows_are_due_when_their_time_is_out_and_sooner_when_they_count_no_more(kept: Retention) -> None:
    hand_in(kept, 1)
    hand_in(kept, 2)  # takes the place of the first
    hand_in(kept, 3, key="b")
    kept.desk.withdraw("L000003", actor="kari", reason="feil fil")
    assert due(kept, 89) == []
    assert due(kept, 91) == [("rader_uten_virkning", "L000001"), ("rader_uten_virkning", "L000003")]
    assert ("rader", "L000002") not in due(kept, 1824)
    assert ("rader", "L000002") in due(kept, 1826)


def test_figures_that_came_counted_are_not_rows_of_persons(kept: Retention) -> None:
    hand_in(kept, 1, survey="indikatortall")
    assert due(kept, 9999) == []


def test_due_rows_go_with_their_findings_and_the_rest_stands(kept: Retention) -> None:
    hand_in(kept, 1)
    hand_in(kept, 2)
    for one in kept.due(NOW + 100 * DAY):
        kept.delete(one, actor="drift")
    register = kept.desk.register
    assert [entry.parts[0].state for entry in register.deliveries()] == [PartState.CURRENT, PartState.DELETED]
    left = sorted(path.name for path in kept.desk.accepted.rglob("*") if path.is_file())
    assert left == ["2.funn.json", "2.parquet"]
    ending = register.delivery("L000001").deleted
    assert ending is not None
    assert (ending.actor, ending.reason) == ("drift", "Oppbevaringstiden er ute (policies/retention.yaml).")
    assert register.events("L000001")[-1].actor == "drift"
    assert due(kept, 100) == []


def test_a_name_is_forgotten_a_year_after_the_last_grant_and_the_number_stays(kept: Retention) -> None:
    register = kept.desk.register
    kari, ola = register.meet("https://id.example", "a", "Kari"), register.meet("https://id.example", "b", "Ola")
    given = {"start": NOW, "reason": "r", "actor": "admin"}
    register.give_grant(kari, "evaluator", "land", until=NOW + 100 * DAY, **given)  # type: ignore[arg-type]
    assert due(kept, 364) == []
    assert due(kept, 366) == [("navn", ola.number)]
    assert due(kept, 466) == [("navn", ola.number), ("navn", kari.number)]
    for one in kept.due(NOW + 366 * DAY):
        kept.delete(one, actor="drift")
    assert [(person.number, person.name) for person in register.people()] == [("P0001", "Kari"), ("P0002", None)]
    assert register.events()[-1].action == "navn slettet"
    assert register.first_broken() is None, "the trail stays whole"


def test_answers_and_candidates_go_and_marks_of_what_was_answered_stay(kept: Retention) -> None:
    answers, candidates = kept.settings.inbox / "svar", kept.settings.candidates
    (candidates / "abc").mkdir(parents=True)
    (candidates / "abc" / "kube.parquet").write_bytes(b"x")
    answers.mkdir(parents=True)
    for name in ("L000001-fil.html", "abc-def.besvart", ".skriver-x"):
        (answers / name).write_bytes(b"funn")
    assert due(kept, 6) == []
    assert due(kept, 8) == [("kandidater", "abc")]
    for one in kept.due(NOW + 31 * DAY):
        kept.delete(one, actor="drift")
    assert sorted(path.name for path in answers.iterdir()) == [".skriver-x", "abc-def.besvart"]
    assert list(candidates.iterdir()) == []
    told = [(event.action, event.subject) for event in kept.desk.register.events()]
    assert told == [(f"slettet etter oppbevaringstid: {one}", one.value) for one in (Kept.CANDIDATES, Kept.ANSWERS)]


def test_what_is_gone_already_is_deleted_without_complaint(kept: Retention) -> None:
    answers = kept.settings.inbox / "svar"
    answers.mkdir(parents=True)
    (answers / "a.html").write_bytes(b"x")
    os.utime(answers / "a.html", (0, 0))
    (one,) = kept.due(NOW)
    (answers / "a.html").unlink()
    kept.delete(one, actor="drift")
