"""Another municipality's rows are refused whole, before they are held against anything handed in before."""

from __future__ import annotations

import pytest

from pipelines.handin import HandIn, Status, Upload
from pipelines.handin.outside import RULE, within
from pipelines.handin.readings import Reader
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.files import Row, csv_bytes, form, valid_rows

PERSONS, FIGURES = form("brukerplan", 2019), form("indikatortall", 2019)
HERS = frozenset({"1103", "1142", "0301"})


def persons(*municipalities: str) -> bytes:
    rows = [row for code in municipalities for row in valid_rows(PERSONS, 3, 2019, code)]
    return csv_bytes(PERSONS, rows, "cp1252")


def figures(*places: tuple[str, str]) -> bytes:
    rows: list[Row] = valid_rows(FIGURES, len(places), 2019)
    return csv_bytes(
        FIGURES,
        [{**row, "regiontype": kind, "regionkode": code} for row, (kind, code) in zip(rows, places, strict=True)],
    )


@pytest.mark.parametrize(
    ("content", "survey", "others"),
    [
        (persons("1103"), "brukerplan", 0),
        (persons("1103", "1142"), "brukerplan", 0),
        (persons("301"), "brukerplan", 0),
        (persons("1103", "1106"), "brukerplan", 3),
        (persons("1106", "5001"), "brukerplan", 6),
        (figures(("kommune", "1103")), "indikatortall", 0),
        (figures(("kommune", "1103"), ("kommune", "301")), "indikatortall", 0),
        (figures(("kommune", "1103"), ("kommune", "1106")), "indikatortall", 1),
        (figures(("land", "0")), "indikatortall", 1),
        (figures(("fylke", "1103")), "indikatortall", 1),
    ],
    ids=["own", "own of before", "lost zero", "one other", "only others", "own figure", "own figures",
         "another's figure", "the land's figure", "a county's"],
)  # fmt: skip
def test_a_file_with_others_rows_is_refused_whole(home: Settings, content: bytes, survey: str, others: int) -> None:
    engine = HandIn.of(home)
    reading = Reader(engine.contracts, engine.register, survey, None, "nb", ()).read(Upload("f.csv", content))
    assert reading.table is not None
    assert within(reading, None) is reading
    checked = within(reading, HERS)
    if not others:
        assert checked is reading
        return
    assert (checked.table, checked.parts) == (None, ())
    (refusal,) = [finding for finding in checked.findings if finding.rule == RULE]
    assert f"{others} rader" in refusal.message
    assert not any(code in refusal.message for code in ("1106", "5001"))


def test_nothing_of_it_is_kept_and_nothing_of_the_others_is_told(home: Settings) -> None:
    """Also when the other municipality has delivered before: neither difference nor overlap is told."""
    engine, upload = HandIn.of(home), Upload("f.csv", persons("1103", "1106"))
    (report,) = engine.check([upload], only=HERS)
    assert (report.status, [f.rule for f in report.findings], report.municipalities) == (Status.ERRORS, [RULE], ())
    (report,) = engine.deliver([upload], actor="P0001", only=HERS)
    assert (report.rows_accepted, report.rows_refused) == (0, 6)
    assert not [path for path in home.accepted.rglob("*") if path.is_file()]
    (entry,) = open_register(home.register_url).deliveries()
    assert (entry.actor, entry.municipalities, entry.parts) == ("P0001", (), ())
