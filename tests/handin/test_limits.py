"""One person cannot keep everybody else waiting: what an hour allows is counted by person and door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from pipelines.contracts.odcs import ContractError
from pipelines.errors import UserError
from pipelines.handin import HandIn
from pipelines.handin.limits import FILE, check_rate, load_limits
from pipelines.intake import Upload
from pipelines.register import Delivery, Register, open_register
from pipelines.register.tables import deliveries
from pipelines.settings import REPOSITORY, Settings
from tests.support.files import csv_bytes, form, valid_rows

LIMITS = {"side": 2}
BP15 = form("brukerplan", 2015)


@pytest.fixture
def register(home: Settings) -> Register:
    """A register in which kari has handed in two files on the page."""
    register = open_register(home.register_url)
    for _ in range(2):
        register.record(Delivery("kari", "f", "0" * 64, "u", "s", 2019, "ok", 1, 1, 0, channel="side"), (), ())
    return register


def test_what_is_too_much_is_refused(register: Register) -> None:
    with pytest.raises(UserError, match="2 filer den siste timen"):
        check_rate(LIMITS, register, "kari", "side", "nb")


@pytest.mark.parametrize(
    ("actor", "channel"),
    [pytest.param("ola", "side", id="another person"), pytest.param("kari", "kommando", id="another door")],
)
def test_others_and_other_doors_are_not_held_up(actor: str, channel: str, register: Register) -> None:
    check_rate(LIMITS, register, actor, channel, "nb")


def test_an_hour_later_there_is_room_again(register: Register) -> None:
    with register._writing() as connection:
        connection.execute(update(deliveries).values(received_at=datetime.now(UTC) - timedelta(minutes=61)))
    check_rate(LIMITS, register, "kari", "side", "nb")


@pytest.mark.slow
def test_the_engine_asks_before_it_reads_anything(home: Settings) -> None:
    engine = HandIn.of(home)
    engine._limits = {"side": 1}
    upload = Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 5, 2015), "cp1252"))
    engine.deliver([upload], actor="kari", channel="side")
    with pytest.raises(UserError, match="siste timen"):
        engine.deliver([upload], actor="kari", channel="side")
    assert len(engine.register.deliveries()) == 1


def test_the_shipped_policy_lets_a_whole_land_through_in_one_archive() -> None:
    assert load_limits(REPOSITORY / "data_contracts")["side"] >= 357


def test_a_policy_that_cannot_be_used_stops_everything(tmp_path: Path) -> None:
    (tmp_path / FILE).parent.mkdir()
    (tmp_path / FILE).write_text("files_per_hour: {side: 0}\n")
    with pytest.raises(ContractError, match=r"handin\.yaml"):
        load_limits(tmp_path)
