"""A receipt in words: everything that was received, replaced and changed, and own figures now and before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboards.view_models.handin_receipt import ReceiptShown, receipt_shown
from pipelines.contracts.repository import Contracts
from pipelines.handin import Receipt
from pipelines.handin.changes import RowChanges
from pipelines.handin.figures import OwnFigure
from pipelines.handin.receipt import MunicipalFigures, ReceiptPart
from pipelines.register import Acknowledgement, Ending, PartState, Statement
from tests.support.handin import delivery, part

NBSP = "\N{NO-BREAK SPACE}"
SHARE = OwnFigure("bostedslos", {"nb": "Bostedsløse", "nn": "Bustadlause"}, "rus", {"nb": "Alle med rusproblem"},
                  "prosent", 10, 40, 25.0, 14.187, 40.193, None)  # fmt: skip
HIDDEN = OwnFigure("lar", {"nb": "LAR"}, "rus", None, "prosent", None, None, None, None, None, "personvern")
COUNT = OwnFigure("kartlagte", {"nb": "Kartlagte"}, "alle", None, "antall", 40, None, 40.0, None, None, None)
STATEMENT = Statement("Kari", True, True, (Acknowledgement("bolig-ukjent", "ny rutine"),))


def shown(receipt: Receipt, contracts: Contracts, language: str = "nb") -> ReceiptShown:
    return receipt_shown(receipt, contracts.surveys, lambda p: f"{p.municipality} Stavanger, Rus", language)


def cells(table) -> list[list[str]]:
    return [[" / ".join(filter(None, (c.text, c.note))) for c in row] for row in table.rows]


def test_the_facts(contracts: Contracts) -> None:
    found = shown(Receipt(delivery(statement=STATEMENT), (), ()), contracts)
    assert (found.number, found.title, found.status) == ("L000001", "Kvittering L000001", "Mottatt: 10 rader.")
    assert dict(found.facts) == {
        "Mottatt": "24. november 2026 kl. 08.05",
        "Fil": "fil.csv",
        "Filens avtrykk (SHA-256)": "a" * 64,
        "Undersøkelse": "BrukerPlan",
        "År": "2024",
        "Skjema": "2024, versjon 1.0.0",
        "Rader": "10 lest = 10 godtatt + 0 satt til side + 0 avvist",
        "Bekreftet av": "Kari, både rettslig grunnlag og informasjon til de registrerte",
        "Varsel bolig-ukjent": "ny rutine",
    }
    assert (found.parts, found.figures, found.figures_note) == (None, (), "")


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"rows_accepted": 6, "rows_refused": 4}, "Mottatt: 6 rader. 4 rader ble avvist og"),
        ({"rows_accepted": 0, "rows_refused": 10}, "Avvist. Ingen rader ble tatt imot."),
    ],
    ids=["partly", "refused"],
)  # fmt: skip
def test_what_was_refused_is_said(contracts: Contracts, changes: dict[str, int], status: str) -> None:
    assert shown(Receipt(delivery(**changes), (), ()), contracts).status.startswith(status)


def test_a_refused_file_that_nobody_recognised_has_a_receipt(contracts: Contracts) -> None:
    entry = delivery(survey=None, form=None, form_version=None, year=None, rows_accepted=0)
    facts = dict(shown(Receipt(entry, (), ()), contracts).facts)
    assert facts["Undersøkelse"] == "–"
    assert "Skjema" not in facts
    assert facts["Bekreftet av"] == "Ingen ennå"


def test_parts_say_what_they_replaced_and_what_became_of_them(contracts: Contracts) -> None:
    parts = (
        ReceiptPart(part(), None, waits=False),
        ReceiptPart(part(), RowChanges(9, 10, 2, 1, 3), waits=False),
        ReceiptPart(part(PartState.REPLACED, replaced_by="L000007"), RowChanges(10, 10, 0, 0, 0), waits=False),
    )
    found = shown(Receipt(delivery(), parts, ()), contracts)
    assert found.parts is not None
    assert cells(found.parts) == [
        ["1103 Stavanger, Rus", "10", "gjeldende", "Erstatter ingenting"],
        ["1103 Stavanger, Rus", "10", "gjeldende", "Erstatter 9 rader med 10: 2 nye, 1 borte, 3 endret."],
        ["1103 Stavanger, Rus", "10", "erstattet / av L000007", "Erstatter de samme 10 radene; ingenting er endret."],
    ]


@pytest.mark.parametrize(
    ("language", "said"),
    [("nb", "gjeldende / Tallene for 2024 er publisert."), ("nn", "gjeldande / Tala for 2024 er publiserte.")],
)
def test_a_part_that_waits_for_a_revision_says_so(contracts: Contracts, language: str, said: str) -> None:
    found = shown(Receipt(delivery(), (ReceiptPart(part(), None, waits=True),), ()), contracts, language)
    assert found.parts is not None
    assert cells(found.parts)[0][2].startswith(said)


def test_own_figures_alone_and_beside_what_they_were(contracts: Contracts) -> None:
    now = MunicipalFigures("1103", 2024, (COUNT, SHARE, HIDDEN), ())
    found = shown(Receipt(delivery(), (ReceiptPart(part(), None, waits=False),), (now,)), contracts)
    (table,) = found.figures
    assert table.caption == "Egne tall for 1103 Stavanger i 2024"
    assert [c.title for c in table.columns] == ["Tall", "Nå", "95 % intervall", "n"]
    assert cells(table) == [
        ["Kartlagte", "40", "", "40"],
        ["Bostedsløse / Alle med rusproblem", f"25,0{NBSP}%", "14,2–40,2", "40"],
        ["LAR", ": / skjult, gjelder få personer", "", ""],
    ]
    before = MunicipalFigures("1103", 2024, (SHARE, COUNT), (HIDDEN, SHARE))
    (table,) = shown(Receipt(delivery(), (), (before,)), contracts, "nn").figures
    assert [c.title for c in table.columns] == ["Tal", "Før", "No", "95 % intervall", "n"]
    assert [row[1:3] for row in cells(table)] == [[f"25,0{NBSP}%", f"25,0{NBSP}%"], ["–", "40"]]


@pytest.mark.parametrize("hidden", ["personvern", "lav_base"])
def test_a_hidden_figure_tells_nothing_but_why(contracts: Contracts, hidden: str) -> None:
    leaking = OwnFigure("lar", {"nb": "LAR"}, "rus", None, "prosent", 3, 4, 75.0, 30.0, 95.0, hidden)
    place = MunicipalFigures("1103", 2024, (leaking,), (leaking,))
    (row,) = shown(Receipt(delivery(), (), (place,)), contracts).figures[0].rows
    assert [c.text for c in row[1:3]] == [":", ":"]
    assert row[4].text == ""


def test_an_ending_leaves_its_trace(contracts: Contracts) -> None:
    ending = Ending("ola", datetime(2026, 11, 25, 9, 0, tzinfo=UTC), "feil fil")
    facts = dict(shown(Receipt(delivery(withdrawn=ending, deleted=ending), (), ()), contracts).facts)
    assert facts["Trukket"] == facts["Slettet"] == "25. november 2026 kl. 10.00 av ola: feil fil"
