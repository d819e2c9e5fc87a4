"""How many must enter a closed wave together, counted from the very rows; and the wave is the same until they do."""

from __future__ import annotations

import pytest

from pipelines.contracts.release_policy import Least
from pipelines.errors import UserError
from pipelines.handin import Desk
from pipelines.orchestration.stages import Stages
from pipelines.register import AcceptedPart, PartState, open_register
from pipelines.release.revision import Pending, Revisions
from pipelines.settings import Settings
from tests.support.installation import put_part, put_wave, survey_rows
from tests.support.register import DELIVERY

WAVE = ("brukerplan", 2015)
PART = {"enhet": "2", "basisgruppe": "2"}
"""In one part, however many rows there are."""
PLACES = ("1103", "0301", "1201", "1601")


@pytest.fixture
def closed(home: Settings) -> Settings:
    """Four municipalities of twelve persons, published."""
    put_wave(home, *WAVE, dict.fromkeys(PLACES, 12), **PART)
    register = open_register(home.register_url)
    register.note_release("r1", None, [part.path for part in register.current_parts()])
    register.close_waves("r1", "kari", {WAVE[0]})
    return home


def deliver(home: Settings, place: str, changed: int, size: int = 12) -> None:
    """Deliver a municipality's persons again, `changed` of them with another answer."""
    survey = Stages(home).contracts.surveys[WAVE[0]]
    rows = survey_rows(survey, WAVE[1], place, size, **PART)
    other = {"1": "2", "2": "1"}
    new = [{**row, "kjonn": other[row["kjonn"] or "1"]} if n < changed else row for n, row in enumerate(rows)]
    put_part(home, *WAVE, new, place)


def pending(home: Settings) -> tuple[int, int, bool]:
    found = Revisions.of(home).of_wave(*WAVE)
    return found.municipalities, found.persons, found.enough


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        pytest.param({}, (0, 0, False), id="nothing"),
        pytest.param({"1103": 0}, (0, 0, False), id="delivered again, nothing changed"),
        pytest.param({"1103": 12}, (1, 12, False), id="one municipality"),
        pytest.param({"1103": 6, "0301": 6}, (2, 12, False), id="two municipalities"),
        pytest.param({"1103": 3, "0301": 3, "1201": 3}, (3, 9, False), id="nine persons"),
        pytest.param({"1103": 4, "0301": 3, "1201": 3}, (3, 10, True), id="just enough"),
        pytest.param({"1103": 6, "0301": 6, "1201": 0}, (2, 12, False), id="a third that changes nothing"),
    ],
)
def test_municipalities_and_persons_are_counted(
    closed: Settings, changes: dict[str, int], found: tuple[int, int, bool]
) -> None:
    for place, n in changes.items():
        deliver(closed, place, n)
    assert pending(closed) == found


def test_late_and_withdrawn_ones_count_with_all_their_rows(closed: Settings) -> None:
    put_wave(closed, *WAVE, {"5001": 7})
    Desk.of(closed).withdraw("L000001", actor="kari", reason="feil")
    assert pending(closed) == (2, 19, False)


def test_of_deleted_rows_only_the_difference_counts(closed: Settings) -> None:
    deliver(closed, "1103", 0, size=11)
    Desk.of(closed).delete("L000001", actor="kari", reason="reservasjon")
    assert pending(closed) == (1, 1, False)


def test_too_few_wait_with_the_reason_and_enough_enter(closed: Settings) -> None:
    revisions = Revisions.of(closed)
    deliver(closed, "1103", 5)
    before = [part.path for part in revisions.register.parts_to_build()]
    told = r"For lite venter: rader i 1 kommuner\. Minst 10 rader i 3 kommuner må komme inn samtidig"
    with pytest.raises(UserError, match=told):
        revisions.open(*WAVE, actor="eva", reason="rettet")
    assert revisions.register.revisions() == []
    assert [part.path for part in revisions.register.parts_to_build()] == before
    deliver(closed, "0301", 5)
    deliver(closed, "1201", 5)
    assert revisions.open(*WAVE, actor="eva", reason="rettet").persons == 15
    now = [part.path for part in revisions.register.parts_to_build()]
    assert len(set(now) - set(before)) == 3
    assert now == [part.path for part in revisions.register.current_parts()]
    assert [(one.survey, one.revision is not None) for one in revisions.pending()] == [("brukerplan", True)]


def test_the_receipt_says_that_it_waits(closed: Settings) -> None:
    from pipelines.handin import HandIn

    deliver(closed, "1103", 5)
    engine = HandIn.of(closed)
    (part,) = engine.receipt("L000005").parts
    assert (part.waits, part.part.state) == (True, PartState.CURRENT)
    (replaced,) = engine.receipt("L000001").parts
    assert (replaced.waits, replaced.part.state) == (True, PartState.REPLACED)
    assert [p.waits for p in engine.receipt("L000002").parts] == [False]


@pytest.mark.parametrize("wave", [("brukerplan", 2017), ("ukjent", 2015), ("indikatortall", 2015)])
def test_a_wave_that_is_not_closed(closed: Settings, wave: tuple[str, int]) -> None:
    with pytest.raises(UserError, match="ikke publisert ennå"):
        Revisions.of(closed).open(*wave, actor="eva", reason="rettet")


@pytest.mark.parametrize(
    ("municipalities", "persons", "enough"), [(3, 10, True), (2, 99, False), (99, 9, False), (0, 0, False)]
)
def test_both_limits_hold(municipalities: int, persons: int, enough: bool) -> None:
    least = Least(municipalities=3, persons=10)
    assert Pending("s", 2015, "r1", municipalities, persons, least, None).enough is enough


def test_a_delivery_that_does_not_touch_the_wave_changes_nothing(closed: Settings) -> None:
    open_register(closed.register_url).record(DELIVERY, [], [])
    assert pending(closed) == (0, 0, False)


def test_a_wave_that_the_policy_no_longer_closes_does_not_stop_the_list(closed: Settings) -> None:
    register = open_register(closed.register_url)
    figures = AcceptedPart("indikatortall", "1", "1", 2015, None, "k", "indikatortall/a.parquet", "a" * 64, 3, True)
    register.record(DELIVERY, [figures], [])
    register.note_release("r2", None, [figures.path])
    register.close_waves("r2", "kari", {"indikatortall"})
    assert [(one.survey, one.year) for one in Revisions.of(closed).pending()] == [WAVE]
