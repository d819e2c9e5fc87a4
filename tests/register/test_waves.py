"""A wave is built of its current parts until it is published, and of the published ones from then on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipelines.contracts.model import Finding, Severity
from pipelines.errors import UserError
from pipelines.register import AcceptedPart, DeliveryOfWave, Register
from tests.support.register import DELIVERY, PART

OSLO = replace(PART, replaces_key='["2019", "0301"]', municipality="0301", path="s/2019/b.parquet", sha256="b" * 64)
NEWER = replace(PART, path="s/2019/c.parquet", sha256="c" * 64)
LATE = replace(PART, replaces_key='["2019", "5001"]', municipality="5001", path="s/2019/d.parquet", sha256="d" * 64)


def built(register: Register) -> list[str]:
    return [part.path[-9] for part in register.parts_to_build("s", 2019)]


def publish(register: Register, name: str, parts: list[AcceptedPart]) -> None:
    register.note_release(name, None, [part.path for part in parts])
    register.close_waves(name, "kari", {"s"})


@pytest.fixture
def closed(register: Register) -> Register:
    """A wave of two municipalities, published as they first delivered."""
    register.record(DELIVERY, [PART, OSLO], [])
    publish(register, "r1", [PART, OSLO])
    return register


def test_an_open_wave_is_built_of_what_is_current(register: Register) -> None:
    register.record(DELIVERY, [PART, OSLO], [])
    register.record(DELIVERY, [NEWER], [])
    register.record(DELIVERY, [LATE], [])
    register.withdraw(3, actor="kari", reason="feil")
    assert built(register) == ["b", "c"]
    assert register.waiting("s", 2019).entering == ()


def test_a_closed_wave_is_built_as_it_was_published(closed: Register) -> None:
    closed.record(DELIVERY, [NEWER, LATE], [])
    assert built(closed) == ["b", "a"]
    waiting = closed.waiting("s", 2019)
    assert [part.path[-9] for part in waiting.entering] == ["c", "d"]
    assert [part.path[-9] for part in waiting.leaving] == ["a"]
    closed.withdraw(1, actor="kari", reason="feil")
    assert built(closed) == ["b", "a"]
    assert len(closed.waiting("s", 2019).leaving) == 2


def test_another_wave_stays_open(closed: Register) -> None:
    other = replace(PART, year=2020, path="s/2020/e.parquet", replaces_key="x")
    closed.record(DELIVERY, [other], [])
    assert closed.parts_to_build("s", 2020) == [other]
    assert closed.closed_waves() == {("s", 2019): "r1"}


def test_a_survey_whose_waves_are_not_closed(register: Register) -> None:
    register.record(DELIVERY, [PART], [])
    register.note_release("r1", None, [PART.path])
    register.close_waves("r1", "kari", set())
    assert register.closed_waves() == {}


def test_a_revision_lets_in_what_was_current_then_and_its_publication_ends_it(closed: Register) -> None:
    closed.record(DELIVERY, [NEWER], [])
    closed.open_revision("s", 2019, actor="eva", reason="rettet fil")
    closed.record(DELIVERY, [LATE], [])
    assert built(closed) == ["b", "c"]
    publish(closed, "r2", [OSLO, NEWER])
    assert built(closed) == ["b", "c"]
    assert closed.closed_waves() == {("s", 2019): "r2"}
    (revision,) = closed.revisions()
    assert (revision.actor, revision.reason, revision.release_id) == ("eva", "rettet fil", "r2")
    assert [part.path[-9] for part in closed.waiting("s", 2019).entering] == ["d"]
    told = [(e.actor, e.action, e.reason) for e in closed.events("s/2019")]
    assert told == [
        ("kari", "bølge stengt: r1", None),
        ("eva", "revisjon åpnet", "rettet fil"),
        ("kari", "revisjon publisert: r2", None),
    ]


def test_a_revision_that_is_given_up(closed: Register) -> None:
    closed.record(DELIVERY, [NEWER], [])
    closed.open_revision("s", 2019, actor="eva", reason="rettet fil")
    closed.close_revision("s", 2019, actor="eva", reason="feil fil")
    assert built(closed) == ["b", "a"]
    with pytest.raises(UserError, match="ingen åpen revisjon"):
        closed.close_revision("s", 2019, actor="eva", reason="igjen")


def test_only_closed_waves_are_revised_and_one_revision_at_a_time(closed: Register) -> None:
    with pytest.raises(UserError, match="ikke publisert ennå"):
        closed.open_revision("s", 2020, actor="eva", reason="x")
    closed.open_revision("s", 2019, actor="eva", reason="x")
    with pytest.raises(UserError, match="som er åpen"):
        closed.open_revision("s", 2019, actor="eva", reason="x")


def test_a_closed_wave_with_deleted_rows_is_lost_until_a_revision(closed: Register) -> None:
    assert closed.lost_waves() == {}
    closed.mark_deleted(1, actor="kari", reason="reservasjon")
    closed.record(DELIVERY, [NEWER, LATE], [])
    assert closed.lost_waves() == {("s", 2019): "r1"}
    assert built(closed) == ["b", "a"]
    assert closed.wave_problems("r1") == []
    assert closed.deleted_parts_of("r1") == 2
    closed.open_revision("s", 2019, actor="eva", reason="slettet")
    assert (built(closed), closed.lost_waves()) == (["c", "d"], {})


@pytest.mark.parametrize(
    ("parts", "gone"),
    [
        pytest.param([PART, OSLO], None, id="as it was published"),
        pytest.param([PART], False, id="without one"),
        pytest.param([PART, OSLO, LATE], False, id="with one that waits"),
        pytest.param([NEWER, OSLO], False, id="with a newer one"),
    ],
)
def test_what_keeps_a_release_from_being_published(
    closed: Register, parts: list[AcceptedPart], gone: bool | None
) -> None:
    closed.record(DELIVERY, [NEWER, LATE], [])
    closed.note_release("r2", None, [part.path for part in parts])
    found = [(p.survey, p.year, p.gone) for p in closed.wave_problems("r2")]
    assert found == ([] if gone is None else [("s", 2019, gone)])


@pytest.mark.parametrize(("end", "gone"), [("withdraw", True), ("mark_deleted", True)])
def test_a_draft_of_an_open_wave_whose_rows_are_gone(register: Register, end: str, gone: bool) -> None:
    register.record(DELIVERY, [PART], [])
    register.note_release("r1", None, [PART.path])
    assert register.wave_problems("r1") == []
    getattr(register, end)(1, actor="kari", reason="feil")
    assert [p.gone for p in register.wave_problems("r1")] == [gone]


def test_a_revision_given_up_stops_the_draft_that_was_built_with_it(closed: Register) -> None:
    closed.record(DELIVERY, [NEWER], [])
    closed.open_revision("s", 2019, actor="eva", reason="x")
    closed.note_release("r2", None, [OSLO.path, NEWER.path])
    assert closed.wave_problems("r2") == []
    closed.close_revision("s", 2019, actor="eva", reason="x")
    assert [p.gone for p in closed.wave_problems("r2")] == [False]


def test_the_deliveries_of_a_wave_have_the_rules_their_files_broke(register: Register) -> None:
    def found(rule: str) -> Finding:
        return Finding(rule, Severity.WARNING, "")

    register.record(DELIVERY, [PART, OSLO], [found("a"), found("a"), found("b")])
    register.record(DELIVERY, [NEWER], [])
    register.record(DELIVERY, [replace(LATE, year=2020)], [found("c")])
    register.record(DELIVERY, [], [found("refused")])
    assert register.deliveries_to_build() == [
        DeliveryOfWave("s", 2019, "f", frozenset({"0301"}), frozenset({"a", "b"})),
        DeliveryOfWave("s", 2019, "f", frozenset({"1103"}), frozenset()),
        DeliveryOfWave("s", 2020, "f", frozenset({"5001"}), frozenset({"c"})),
    ]


def test_the_deliveries_of_a_closed_wave_are_those_it_was_published_of(closed: Register) -> None:
    closed.record(DELIVERY, [NEWER, LATE], [Finding("a", Severity.WARNING, "")])
    assert [one.rules for one in closed.deliveries_to_build()] == [frozenset()]
