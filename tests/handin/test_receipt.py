"""The receipt of a delivery: what it replaced and changed, and the municipality's own figures, now and before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.errors import UserError
from pipelines.handin import Desk, HandIn, Receipt
from pipelines.handin.part_names import names_in_file, part_name
from pipelines.handin.trace import trace
from pipelines.intake.model import Part
from pipelines.register import AcceptedPart, PartState
from pipelines.settings import REPOSITORY, Settings
from tests.support.files import Row
from tests.support.installation import build_draft, keep_indicators, put_part, put_wave, survey_rows


@pytest.fixture
def engine(home: Settings) -> HandIn:
    return HandIn.of(home)


def rows_of(engine: HandIn, n: int, **fixed: str | None) -> list[Row]:
    survey = engine.contracts.surveys["brukerplan"]
    return survey_rows(survey, 2015, "1103", n, enhet="2", basisgruppe="2", aldersgruppe="4", **fixed)


def put(home: Settings, rows: list[Row]) -> None:
    put_part(home, "brukerplan", 2015, rows, "1103")


def value(receipt: Receipt, indicator: str, when: str = "now") -> float | None:
    (place,) = receipt.figures
    return {f.indicator: f.value for f in getattr(place, when)}[indicator]


def test_a_first_delivery_replaces_nothing(home: Settings, engine: HandIn) -> None:
    put(home, rows_of(engine, 40, bolig="1"))
    receipt = engine.receipt("L000001")
    assert [(p.part.state, p.part.rows, p.changes) for p in receipt.parts] == [(PartState.CURRENT, 40, None)]
    assert [(place.municipality, place.year, place.before) for place in receipt.figures] == [("1103", 2015, ())]
    assert value(receipt, "kartlagte") == 40


def test_a_second_one_shows_what_changed(home: Settings, engine: HandIn) -> None:
    rows = rows_of(engine, 40, bolig="1")
    put(home, rows)
    put(home, [{**row, "bolig": "2" if n < 10 else "1"} for n, row in enumerate(rows[:38])])
    receipt = engine.receipt("L000002")
    (part,) = receipt.parts
    assert part.changes is not None
    assert (part.changes.added, part.changes.removed, part.changes.changed) == (0, 2, 10)
    assert (value(receipt, "kartlagte", "before"), value(receipt, "kartlagte")) == (40, 38)
    assert [p.part.state for p in engine.receipt("L000001").parts] == [PartState.REPLACED]
    assert engine.receipt("L000001").figures == ()


def test_figures_are_of_all_the_municipality_has_delivered(home: Settings, engine: HandIn) -> None:
    put(home, rows_of(engine, 30))
    other = [{**row, "enhet": "1", "lopenummer": f"SYN-x{n}"} for n, row in enumerate(rows_of(engine, 12))]
    put(home, other)
    receipt = engine.receipt("L000002")
    assert value(receipt, "kartlagte") == 42
    assert receipt.figures[0].before == ()


@pytest.mark.parametrize("end", ["withdraw", "delete"])
def test_a_receipt_outlives_its_rows(home: Settings, engine: HandIn, end: str) -> None:
    put(home, rows_of(engine, 30))
    put(home, rows_of(engine, 31))
    getattr(Desk.of(home), end)("L000001", actor="kari", reason="feil") if end == "delete" else None
    getattr(Desk.of(home), end)("L000002", actor="kari", reason="feil")
    receipt = engine.receipt("L000002")
    assert receipt.delivery.rows_accepted == 31
    assert receipt.figures == ()
    assert (receipt.parts[0].changes is None) == (end == "delete")


@pytest.mark.parametrize("number", ["L000099", "tull", "L-1"])
def test_no_such_delivery(engine: HandIn, number: str) -> None:
    with pytest.raises(UserError):
        engine.receipt(number)


@pytest.mark.slow
def test_a_delivery_is_followed_to_its_releases(home: Settings, engine: HandIn, tmp_path: Path) -> None:
    from pipelines.orchestration.stages import Stages

    put(home, rows_of(engine, 30))
    others = ("1101", "1102", "1106", "1601", "1702", "1201", "1219", "1504", "1502", "0602", "0604")
    put_wave(home, "brukerplan", 2015, dict.fromkeys(others, 60))
    contracts = shutil.copytree(REPOSITORY / "data_contracts", tmp_path / "data_contracts")
    keep_indicators(contracts, "brukerplan", {"kartlagte"})
    release = build_draft(Stages(Settings(home=home.home, contracts=contracts)), ["brukerplan|2015"])
    (part,) = trace(engine.register, "L000001").parts
    assert [r.id for r in part.releases] == [release]
    put(home, rows_of(engine, 31))
    again = f"L{2 + len(others):06}"
    assert [p.releases for p in trace(engine.register, again).parts] == [()]


@pytest.mark.parametrize(
    ("survey", "form", "key", "language", "name"),
    [
        ("brukerplan", "2015", '[2015, "1103", null, "annet"]', "nb", "1103 Stavanger, Annet, 2015"),
        ("brukerplan", "2015", '[2015, "1103", null, "annet"]', "nn", "1103 Stavanger, Anna, 2015"),
        ("brukerplan", "2015", '[2015, "0301", "030101", null]', "nb", "0301, 030101, 2015"),
        ("brukerplan", "1999", '[2015, "1103", null, "rus"]', "nb", "1103 Stavanger, rus, 2015"),
        ("indikatortall", "1", '["Fafo", "2018"]', "nb", "Fafo, 2018, 2015"),
    ],
)
def test_parts_are_named_in_words(
    contracts: Contracts, survey: str, form: str, key: str, language: str, name: str
) -> None:
    part = AcceptedPart(survey, form, "1.0.0", 2015, None, key, "p", "0" * 64, 5, synthetic=True)
    assert part_name(contracts.surveys[survey], part, {"1103": "Stavanger"}, language) == name


def in_file(*keys: tuple[str | None, str | None]) -> list[Part]:
    """A file's parts, by district and unit."""
    return [
        Part(n, (("kartleggingsaar", "2015"), ("kommunenummer", "1103"), ("bydelsnummer", place), ("enhet", unit)),
             2015, "1103", 5)
        for n, (place, unit) in enumerate(keys)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "language", "names"),
    [
        pytest.param([(None, "rus")], "nb", (), id="one part is the file"),
        pytest.param([(None, "rus"), (None, "annet")], "nb", ((0, "Rus"), (1, "Annet")), id="two units"),
        pytest.param([(None, "rus"), (None, "annet")], "nn", ((0, "Rus"), (1, "Anna")), id="in nynorsk"),
        pytest.param([("030101", "rus"), (None, "rus")], "nb", ((0, "030101"),), id="only one has a district"),
    ],
)
def test_a_files_parts_are_named_by_what_they_differ_in(
    contracts: Contracts, keys: list[tuple[str | None, str | None]], language: str, names: tuple[tuple[int, str], ...]
) -> None:
    assert names_in_file(contracts.surveys["brukerplan"], "2015", in_file(*keys), language) == names
