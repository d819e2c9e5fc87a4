"""The history, and what may still be done with a delivery."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dashboards.view_models.handin_history import Actions, actions, declared, history, noted
from pipelines.register import Declaration, DeliveryEntry, FigureNote, FindingCount, PartState, Statement
from tests.support.handin import delivery, part

AT = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)
CONFIRMED = Statement("Kari", True, True)
WARNED = (FindingCount("bolig-ukjent", "bolig", "warning", 3), FindingCount("bolig-kode", "bolig", "error", 1))


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        pytest.param(delivery(counts=WARNED), Actions(True, True, True, ("bolig-ukjent",)), id="unconfirmed"),
        pytest.param(delivery(statement=CONFIRMED), Actions(False, True, True, ()), id="confirmed"),
        pytest.param(delivery(parts=(part(PartState.REPLACED),)), Actions(False, False, True, ()), id="replaced"),
        pytest.param(
            delivery(parts=(part(PartState.REPLACED), part())), Actions(True, True, True, ()), id="half replaced"
        ),
        pytest.param(delivery(parts=(part(PartState.WITHDRAWN),)), Actions(False, False, True, ()), id="withdrawn"),
        pytest.param(delivery(parts=(part(PartState.DELETED),)), Actions(False, False, False, ()), id="deleted"),
        pytest.param(delivery(parts=()), Actions(False, False, False, ()), id="refused"),
    ],
)
def test_only_what_can_be_done_is_offered(entry: DeliveryEntry, expected: Actions) -> None:
    assert actions(entry) == expected


def test_a_row_for_each_delivery() -> None:
    many = tuple(f"11{n:02d}" for n in range(5))
    entries = [
        delivery(number="L000002", municipalities=many, parts=(part(), part(PartState.REPLACED)), status="warnings"),
        delivery(survey=None, year=None, municipalities=(), parts=(), status="unreadable", rows_accepted=0),
    ]
    told = history(entries, {"brukerplan": "BrukerPlan"}.__getitem__, lambda year: {"1101": f"By {year}"})
    rows = [[(c.text, c.note) for c in row] for row in told.rows]
    assert rows[0] == [
        ("L000002", None), ("24. november 2026 kl. 08.05", None),
        ("fil.csv", "BrukerPlan 2024, 1100, By 2024, 1102 …"), ("godtatt, men bør sjekkes", None), ("10", None),
        ("gjeldende, erstattet", "ikke bekreftet"),
    ]  # fmt: skip
    assert rows[1][2:] == [("fil.csv", None), ("kan ikke leses", None), ("0", None), ("–", None)]


def test_declarations_and_notes_in_her_language() -> None:
    said = declared([Declaration("bp", 2026, "1103", "Ny leder", "kari", AT)], str.upper, "nn")
    assert [(c.text, c.note) for c in said.rows[0]] == [
        ("BP", None), ("2026", None), ("Ny leder", None), ("24. november 2026 kl. 08.05", "kari"),
    ]  # fmt: skip
    notes = [FigureNote(4, "bp", 2026, "1103", None, "Ny rutine", "kari", AT),
             FigureNote(5, "bp", 2026, "1103", "bolig", "Ny rutine", "kari", AT)]  # fmt: skip
    shown = noted(notes, str.upper, lambda survey, one: f"{survey}:{one}", "nn")
    assert [[c.text for c in row[:5]] for row in shown.rows] == [
        ["4", "BP", "2026", "alle tal", "Ny rutine"],
        ["5", "BP", "2026", "bp:bolig", "Ny rutine"],
    ]
