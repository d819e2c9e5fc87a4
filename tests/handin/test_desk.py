"""What is done at the desk: each leaves a trace, refuses what cannot be kept, and never more than was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.handin import Desk, HandIn
from pipelines.intake import Upload
from pipelines.register import Acknowledgement, PartState, Statement
from pipelines.settings import Settings
from tests.support.files import csv_bytes, form, identity_number, valid_rows
from tests.support.installation import put_part, survey_rows

BP15 = form("brukerplan", 2015)
SURE = Statement("Kari Nordmann", legal_basis=True, informed=True)


@pytest.fixture
def desk(home: Settings) -> Desk:
    return Desk.of(home)


@pytest.fixture
def delivered(home: Settings, desk: Desk) -> str:
    """The number of a delivery of 12 rows."""
    rows = survey_rows(desk.contracts.surveys["brukerplan"], 2015, "1103", 12, enhet="2")
    put_part(home, "brukerplan", 2015, rows, "1103")
    return "L000001"


def on_disk(home: Settings) -> list[Path]:
    return sorted(p for p in home.accepted.rglob("*") if p.is_file())


class TestWithdraw:
    def test_nothing_counts_any_more_but_the_rows_and_the_trace_stay(self, home: Settings, desk: Desk, delivered: str):
        (part,) = desk.withdraw(delivered, actor="kari", reason="feil uttrekk")
        entry = desk.register.delivery(delivered)
        assert desk.register.current_parts() == []
        assert [p.state for p in entry.parts] == [PartState.WITHDRAWN]
        assert (entry.withdrawn.actor, entry.withdrawn.reason) == ("kari", "feil uttrekk")
        assert (home.accepted / part.path).is_file()
        assert not any(p.state is PartState.CURRENT for p in entry.parts)

    def test_twice_is_an_error(self, desk: Desk, delivered: str):
        desk.withdraw(delivered, actor="kari", reason="feil uttrekk")
        with pytest.raises(UserError, match=delivered):
            desk.withdraw(delivered, actor="kari", reason="igjen")


class TestDelete:
    def test_every_row_goes_and_the_warehouse_with_them(self, home: Settings, desk: Desk, delivered: str):
        home.warehouse.write_bytes(b"rader")
        assert desk.delete(delivered, actor="kari", reason="reservasjon") == 1
        assert on_disk(home) == []
        assert not home.warehouse.exists()
        entry = desk.register.delivery(delivered)
        assert (entry.rows_accepted, entry.deleted.reason) == (12, "reservasjon")
        assert desk.delete(delivered, actor="kari", reason="reservasjon") == 0

    def test_what_an_interruption_left_goes_the_next_time(self, home: Settings, desk: Desk, delivered: str):
        desk.register.mark_deleted(delivered, actor="kari", reason="reservasjon")
        assert len(on_disk(home)) == 1
        assert desk.delete(delivered, actor="kari", reason="reservasjon") == 1
        assert on_disk(home) == []

    def test_rows_that_another_delivery_holds_stay(self, home: Settings, desk: Desk, delivered: str):
        rows = survey_rows(desk.contracts.surveys["brukerplan"], 2015, "1103", 12, enhet="2")
        put_part(home, "brukerplan", 2015, rows, "1103")
        assert desk.delete(delivered, actor="kari", reason="levert to ganger") == 0
        assert len(desk.register.current_parts()) == len(on_disk(home)) == 1


class TestDeclarations:
    def test_a_municipality_that_does_not_map_says_so_and_takes_it_back(self, desk: Desk):
        desk.declare_not_mapping("brukerplan", 2019, "1103", actor="kari", reason="kapasitet")
        (declared,) = desk.register.declarations()
        assert (declared.municipality, declared.reason) == ("1103", "kapasitet")
        desk.revoke_declaration("brukerplan", 2019, "1103", actor="kari")
        assert desk.register.declarations() == []

    def test_not_when_it_has_delivered(self, desk: Desk, delivered: str):
        with pytest.raises(UserError, match="har levert"):
            desk.declare_not_mapping("brukerplan", 2015, "1103", actor="kari", reason="kapasitet")

    @pytest.mark.parametrize(
        ("survey", "year", "municipality", "said"),
        [
            pytest.param("brukerplann", 2019, "1103", "brukerplan", id="no such survey"),
            pytest.param("brukerplan", 2022, "1103", "ikke noe skjema", id="no form"),
            pytest.param("brukerplan", 2019, "5001x", "kommunenummer", id="no such municipality"),
            pytest.param("brukerplan", 2019, "1508", "2019", id="not yet a municipality"),
            pytest.param("indikatortall", 2019, "1103", "ikke en kartlegging", id="figures"),
        ],
    )
    def test_only_what_there_is(self, desk: Desk, survey: str, year: int, municipality: str, said: str):
        with pytest.raises(UserError, match=said):
            desk.declare_not_mapping(survey, year, municipality, actor="kari", reason="kapasitet")


class TestNotes:
    def test_a_note_stands_until_it_is_removed(self, desk: Desk):
        note = desk.add_note("brukerplan", 2019, "1103", "bostedslos", "  ny\nrutine ", actor="kari")
        assert [(n.indicator, n.text) for n in desk.register.notes()] == [("bostedslos", "ny rutine")]
        desk.remove_note(note, actor="kari")
        assert desk.register.notes() == []

    def test_of_an_indicator_of_the_survey(self, desk: Desk):
        with pytest.raises(UserError, match="tilfreds"):
            desk.add_note("brukerplan", 2019, "1103", "tilfreds", "ny rutine", actor="kari")


class TestStatements:
    def test_a_delivery_can_be_confirmed_once(self, desk: Desk, delivered: str):
        desk.confirm(delivered, SURE, actor="kari")
        assert desk.register.delivery(delivered).statement == SURE
        with pytest.raises(UserError, match="bekreftet fra før"):
            desk.confirm(delivered, SURE, actor="kari")

    @pytest.mark.parametrize(
        "statement",
        [
            pytest.param(Statement("  ", legal_basis=True, informed=True), id="no name"),
            pytest.param(Statement("Kari", legal_basis=False, informed=True), id="no legal basis"),
            pytest.param(Statement("Kari", legal_basis=True, informed=False), id="not informed"),
            pytest.param(Statement("Kari", True, True, (Acknowledgement("bolig-ukjent", " "),)), id="no reason"),
        ],
    )
    def test_half_a_statement_is_none(self, home: Settings, desk: Desk, delivered: str, statement: Statement):
        with pytest.raises(UserError):
            desk.confirm(delivered, statement, actor="kari")
        assert desk.register.delivery(delivered).statement is None
        upload = Upload("a.csv", csv_bytes(BP15, valid_rows(BP15, 3, 2015)))
        with pytest.raises(UserError):
            HandIn.of(home).deliver([upload], actor="kari", statement=statement)
        assert len(desk.register.deliveries()) == 1


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("kind", ["fodselsnummer", "d-nummer", "skatteetaten"])
def test_an_identity_number_in_what_people_write_is_refused_and_not_repeated(
    home: Settings, delivered: str, kind: str, language: str
) -> None:
    desk, number = Desk.of(home, language), identity_number(kind)
    words = f"gjelder {number[:6]} {number[6:]}"
    attempts = [
        lambda: desk.withdraw(delivered, actor="kari", reason=words),
        lambda: desk.delete(delivered, actor="kari", reason=words),
        lambda: desk.declare_not_mapping("brukerplan", 2019, "1103", actor="kari", reason=words),
        lambda: desk.add_note("brukerplan", 2019, "1103", None, words, actor="kari"),
        lambda: desk.confirm(delivered, Statement(words, True, True), actor="kari"),
    ]
    for attempt in attempts:
        with pytest.raises(UserError) as refused:
            attempt()
        assert number[6:] not in str(refused.value)
    kept = b"".join(p.read_bytes() for p in home.home.rglob("*") if p.is_file())
    assert number[6:].encode() not in kept
    assert len(desk.register.current_parts()) == 1
