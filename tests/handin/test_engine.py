"""Hand-in through the real reader, checks, files and register."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipelines.handin import HandIn, Status
from pipelines.intake import Upload
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.files import Row, csv_bytes, form, sav_bytes, valid_rows, xlsx_bytes

BP15, BP19, BT17 = form("brukerplan", 2015), form("brukerplan", 2019), form("brukertilfredshet", 2017)
EV19 = form("ettervern", 2019)
"""A sixth of the rules: each costs great_expectations ten milliseconds, however few rows there are."""


def known(rows: list[Row]) -> list[Row]:
    """The rows with every «unknown» answered, so that a few of them do not make up a warning."""
    answered = [{column: "2" if value == "9" else value for column, value in row.items()} for row in rows]
    with_children = ("1", "2")
    return [
        row | ({"antall_barn": "1" if row["barn"] in with_children else None} if "antall_barn" in row else {})
        for row in answered
    ]


@pytest.fixture
def engine(home: Settings) -> HandIn:
    return HandIn.of(home)


def stored(home: Settings) -> list[Path]:
    return sorted(p for p in home.accepted.rglob("*") if p.is_file()) if home.accepted.exists() else []


@pytest.mark.parametrize(
    ("upload", "rows"),
    [
        (Upload("a.csv", csv_bytes(BP15, known(valid_rows(BP15, 12, 2015)), "cp1252")), 12),
        (Upload("b.xlsx", xlsx_bytes(BP19, known(valid_rows(BP19, 9, 2019)), title_rows=2)), 9),
        (Upload("c.sav", sav_bytes(BT17, known(valid_rows(BT17, 15, 2017)))), 15),
    ],
    ids=["csv", "xlsx", "sav"],
)
def test_a_good_file_is_accepted_with_a_receipt(home: Settings, engine: HandIn, upload: Upload, rows: int) -> None:
    (report,) = engine.deliver([upload], actor="kari")
    assert (report.status, report.findings) == (Status.OK, ())
    assert (report.rows_read, report.rows_accepted, report.rows_set_aside, report.rows_refused) == (rows, rows, 0, 0)
    assert report.delivery == "L000001"
    parts = open_register(home.register_url).current_parts()
    assert sum(p.rows for p in parts) == rows
    assert sum(pl.read_parquet(home.accepted / p.path).height for p in parts) == rows
    assert all((home.accepted / p.path).stat().st_mode & 0o077 == 0 for p in parts)


def test_check_stores_nothing(home: Settings, engine: HandIn) -> None:
    (report,) = engine.check([Upload("a.csv", csv_bytes(EV19, known(valid_rows(EV19, 5, 2019))))])
    assert (report.status, report.delivery) == (Status.OK, None)
    assert stored(home) == []
    assert open_register(home.register_url).deliveries() == []


def test_one_bad_part_does_not_stop_the_others(home: Settings, engine: HandIn) -> None:
    good = known([{**r, "enhet": "2"} for r in valid_rows(BP15, 6, 2015, "1103")])
    bad = [{**r, "enhet": "1", "lopenummer": f"x{n}"} for n, r in enumerate(known(valid_rows(BP15, 4, 2015, "1103")))]
    bad[2]["bolig"] = "7"
    (report,) = engine.deliver([Upload("a.csv", csv_bytes(BP15, good + bad, "cp1252"))], actor="kari")
    assert report.status is Status.ERRORS
    assert (report.rows_read, report.rows_accepted, report.rows_refused) == (10, 6, 4)
    (finding,) = report.findings
    assert (finding.rule, finding.column, finding.value, finding.row) == ("bolig-kode", "Bolig", "7", 10)
    assert sum(p.rows for p in open_register(home.register_url).current_parts()) == 6


def test_several_files_are_judged_one_by_one(home: Settings, engine: HandIn) -> None:
    good = Upload("god.csv", csv_bytes(EV19, known(valid_rows(EV19, 5, 2019, "1103"))))
    rows = known(valid_rows(EV19, 5, 2019, "0301"))
    rows[0]["kjonn"] = "mann?"
    bad = Upload("feil.csv", csv_bytes(EV19, rows))
    reports = engine.deliver([good, bad, Upload("tom.csv", b"")], actor="kari")
    assert [r.status for r in reports] == [Status.OK, Status.ERRORS, Status.UNREADABLE]
    assert {p.municipality for p in open_register(home.register_url).current_parts()} == {"1103"}
    assert all(r.rows_read == r.rows_accepted + r.rows_set_aside + r.rows_refused for r in reports)


def test_a_new_delivery_replaces_and_the_old_file_is_left_as_it_was(home: Settings, engine: HandIn) -> None:
    rows = valid_rows(EV19, 6, 2019)
    engine.deliver([Upload("a.csv", csv_bytes(EV19, rows))], actor="kari")
    before = {p: p.read_bytes() for p in stored(home)}
    engine.deliver([Upload("b.csv", csv_bytes(EV19, rows[:4]))], actor="kari")
    assert sum(p.rows for p in open_register(home.register_url).current_parts()) == 4
    assert before.items() <= {p: p.read_bytes() for p in stored(home)}.items()


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.slow
def test_the_same_person_in_two_units_files_is_found(home: Settings, engine: HandIn, together: bool) -> None:
    rows = known([{**r, "enhet": "2"} for r in valid_rows(BP15, 6, 2015)])
    other = [{**r, "enhet": "1"} for r in rows[:2]]
    uploads = [Upload("a.csv", csv_bytes(BP15, rows, "cp1252")), Upload("b.csv", csv_bytes(BP15, other, "cp1252"))]
    if together:
        _, report = engine.deliver(uploads, actor="kari")
    else:
        engine.deliver(uploads[:1], actor="kari")
        (report,) = engine.deliver(uploads[1:], actor="kari")
    assert [f.rule for f in report.findings] == ["del-overlapper"]
    assert "2 løpenummer" in report.findings[0].message
    assert sum(p.rows for p in open_register(home.register_url).current_parts()) == 6


def test_the_same_person_in_two_units_of_one_file_is_found(home: Settings, engine: HandIn) -> None:
    rows = known([{**r, "enhet": "2"} for r in valid_rows(BP15, 6, 2015)])
    twice = [*rows, {**rows[0], "enhet": "1"}, {**rows[1], "enhet": "1"}]
    (report,) = engine.deliver([Upload("a.csv", csv_bytes(BP15, twice, "cp1252"))], actor="kari")
    assert [f.rule for f in report.findings] == ["del-overlapper", "del-overlapper"]
    assert all("2 løpenummer" in f.message for f in report.findings)
    assert (report.rows_accepted, report.rows_refused) == (0, 8)


@pytest.mark.slow
def test_a_person_moved_to_another_unit_is_not_counted_twice_when_the_old_units_part_is_refused(
    home: Settings, engine: HandIn
) -> None:
    rows = known([{**r, "enhet": "2"} for r in valid_rows(BP15, 6, 2015)])
    engine.deliver([Upload("a.csv", csv_bytes(BP15, rows, "cp1252"))], actor="kari")
    moved = [{**rows[0], "enhet": "1"}, {**rows[1], "bolig": "7"}, *rows[2:]]
    (report,) = engine.deliver([Upload("b.csv", csv_bytes(BP15, moved, "cp1252"))], actor="kari")
    assert {f.rule for f in report.findings} == {"bolig-kode", "del-overlapper"}
    assert report.rows_accepted == 0
    assert sum(p.rows for p in open_register(home.register_url).current_parts()) == 6


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("first_is_real", [True, False])
def test_example_data_and_real_data_never_meet_in_one_wave(
    home: Settings, engine: HandIn, first_is_real: bool, together: bool
) -> None:
    example = known(valid_rows(EV19, 6, 2019, "1103"))
    real = [{**r, "kommunenummer": "0301", "lopenummer": f"R{n}"} for n, r in enumerate(example)]
    uploads = [Upload("e.csv", csv_bytes(EV19, example)), Upload("r.csv", csv_bytes(EV19, real))]
    first, second = reversed(uploads) if first_is_real else uploads
    if together:
        _, report = engine.deliver([first, second], actor="kari")
    else:
        engine.deliver([first], actor="kari")
        (report,) = engine.deliver([second], actor="kari")
    assert [f.rule for f in report.findings] == ["del-syntetisk-og-ekte"]
    parts = open_register(home.register_url).current_parts()
    assert [p.synthetic for p in parts] == [not first_is_real]


@pytest.mark.slow
def test_published_figures_are_handed_in_as_they_are(home: Settings, engine: HandIn) -> None:
    path = home.contracts / "reference" / "publiserte_tall.csv"
    (report,) = engine.deliver([Upload.from_path(path)], actor="kari")
    assert report.status is Status.OK, report.findings
    assert report.rows_accepted == len(path.read_text(encoding="utf-8").splitlines()) - 1


@pytest.mark.slow
def test_a_source_stands_or_falls_with_all_its_years(home: Settings, engine: HandIn) -> None:
    path = home.contracts / "reference" / "publiserte_tall.csv"
    engine.deliver([Upload.from_path(path)], actor="kari")
    whole = open_register(home.register_url).current_parts()
    broken = path.read_text(encoding="utf-8").replace("arsverk_totalt,2018,land,0", "arsverk_total,2018,land,0")
    (report,) = engine.deliver([Upload("ny.csv", broken.encode())], actor="kari")
    assert report.status is Status.ERRORS
    assert report.rows_refused == broken.count("helsedirektoratet.no tabell 16")
    assert open_register(home.register_url).current_parts() == whole
