"""The door to the engine: opened once, again when a contract has changed, and to each what is hers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import pytest

from dashboards.components.handin_door import Door, door
from pipelines.access.permissions import Refused
from pipelines.register import Statement, open_register
from pipelines.settings import REPOSITORY, Settings
from tests.support.access import alone, holder
from tests.support.register import DELIVERY, PART


@pytest.fixture
def own_contracts(tmp_path: Path) -> Settings:
    """A home with its own copy of the contracts."""
    shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "data_contracts")
    return Settings(home=tmp_path / "hjem", contracts=tmp_path / "data_contracts")


def test_one_engine_for_everybody_and_each_their_own_language(own_contracts: Settings) -> None:
    first, second = door(own_contracts, "nb", alone()), door(own_contracts, "nn", alone())
    assert first.engine is second.engine
    assert (first.desk.language, second.desk.language) == ("nb", "nn")


def test_a_survey_is_stopped_without_a_restart(own_contracts: Settings) -> None:
    assert all(survey.stop is None for survey in door(own_contracts, "nb", alone()).surveys)
    path = own_contracts.contracts / "surveys" / "brukerplan" / "survey.yaml"
    stopped = "innsamling: stanset fra 2021-10-13\nstanset_fordi: {nb: Avvik meldt.}"
    path.write_text(path.read_text(encoding="utf-8").replace("innsamling: apen", stopped), encoding="utf-8")
    later = path.stat().st_mtime + 10
    os.utime(path, (later, later))
    assert [s.id for s in door(own_contracts, "nb", alone()).surveys if s.stop] == ["brukerplan"]


class TestOneMunicipality:
    """Somebody who acts for Stavanger alone, at a door where two municipalities have delivered."""

    @pytest.fixture
    def way(self, home: Settings) -> Door:
        register = open_register(home.register_url)
        for municipalities in (("1103",), ("1106",), ("1103", "1106"), ()):
            parts = [
                replace(PART, survey="brukerplan", municipality=m, path=f"{m}.parquet") for m in municipalities[:1]
            ]
            register.record(replace(DELIVERY, survey="brukerplan", municipalities=municipalities), parts, ())
        register.add_note("brukerplan", 2019, "1106", text="ny rutine", actor="ola")
        return door(home, "nb", holder(("kommune", "kommune:1103")))

    ACTS: ClassVar[dict[str, tuple[Callable[[Door], object], str]]] = {
        "see a receipt": (lambda way: way.receipt("L000002"), "avvist: se_leveringer"),
        "see one that others are in": (lambda way: way.receipt("L000003"), "avvist: se_leveringer"),
        "see one that nobody was recognised in": (lambda way: way.receipt("L000004"), "avvist: se_leveringer"),
        "confirm": (lambda way: way.confirm("L000002", Statement("K", True, True)), "avvist: lever"),
        "withdraw": (lambda way: way.withdraw("L000002", "grunn"), "avvist: lever"),
        "withdraw one that others are in": (lambda way: way.withdraw("L000003", "grunn"), "avvist: lever"),
        "delete": (lambda way: way.delete("L000002", "grunn"), "avvist: lever"),
        "declare": (lambda way: way.declare_not_mapping("brukerplan", 2019, "1106", "grunn"), "avvist: lever"),
        "revoke": (lambda way: way.revoke_declaration("brukerplan", 2019, "1106"), "avvist: lever"),
        "add a note": (lambda way: way.add_note("brukerplan", 2019, "1106", None, "ord"), "avvist: lever"),
        "remove a note": (lambda way: way.remove_note(1), "avvist: lever"),
        "remove a note that is not there": (lambda way: way.remove_note(9), "avvist: lever"),
    }

    @pytest.mark.parametrize("act", ACTS)
    def test_nothing_of_others_is_seen_or_done_and_the_try_is_on_record(self, way: Door, act: str) -> None:
        do, told = self.ACTS[act]
        before = len(way.desk.register.events())
        with pytest.raises(Refused, match="for kommuner du har tilgang for"):
            do(way)
        (event,) = way.desk.register.events()[before:]
        assert (event.actor, event.action) == ("P0001", told)
        assert [entry.withdrawn or entry.deleted or entry.statement for entry in way.desk.register.deliveries()] == [
            None, None, None, None,
        ]  # fmt: skip
        assert [note.text for note in way.desk.register.notes()] == ["ny rutine"]

    def test_only_her_own_deliveries_are_listed(self, way: Door) -> None:
        assert [entry.number for entry in way.deliveries(None, 10)] == ["L000001"]
        assert way.deliveries("1106", 10) == []

    def test_somebody_who_may_not_hand_in_hands_nothing_in(self, home: Settings) -> None:
        way = door(home, "nb", holder(("evaluator", "land")))
        with pytest.raises(Refused, match="Du har ikke tilgang til å levere"):
            way.deliver([], (), Statement("K", True, True))
        assert way.desk.register.events()[-1].action == "avvist: lever"
