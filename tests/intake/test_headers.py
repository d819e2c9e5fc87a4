"""Where the headers are, and how a header is shown."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from pipelines.intake.headers import best_score, candidates, header_rows, normalise, shown_header
from pipelines.intake.model import Sheet
from tests.support.files import contracts, form, identity_number

FORM = form("brukerplan", 2019)
HEADERS = [c.header for c in FORM.columns]
FORMS = candidates(contracts())


def sheet(*rows: list[str | None], name: str = "a") -> Sheet:
    width = max(map(len, rows))
    cells = {str(i): [r[i] if i < len(r) else None for r in rows] for i in range(width)}
    frame = pl.DataFrame(cells, schema=dict.fromkeys(cells, pl.String))
    return Sheet(name, frame, pl.int_range(1, len(rows) + 1, dtype=pl.Int64, eager=True))


SAME = [
    "Løpenummer", " løpenummer ", "LØPENUMMER", "Løpenummer\n", unicodedata.normalize("NFD", "Løpenummer"),
]  # fmt: skip


@pytest.mark.parametrize("written", SAME)
def test_headers_are_compared_without_blanks_case_and_composition(written):
    assert normalise(written) == "løpenummer"


def test_inner_blanks_are_collapsed():
    assert normalise("Individuell\n  plan") == "individuell plan"


@pytest.mark.parametrize("above", [0, 1, 7])
def test_the_header_row_is_found_below_titles(above):
    (found,) = header_rows([sheet(*[["Tittel"]] * above, HEADERS, ["2019"])], FORMS)
    assert found.index == above
    assert {c.form.id for c in found.candidates} == {"2019"}


def test_the_best_sheet_comes_first():
    found = header_rows([sheet(HEADERS[:15], name="halv"), sheet(HEADERS, name="hel")], FORMS)
    assert [row.sheet.name for row in found] == ["hel", "halv"]


@pytest.mark.parametrize(
    ("label", "headers"), [("nothing", ["x", "y"]), ("one", ["Kommunenr", "x"]), ("too few", HEADERS[:5]), ("none", [])]
)
def test_no_header_row(label, headers):
    assert best_score([headers], FORMS) is None


def test_missing_required_headers_lower_the_score():
    whole, fewer = best_score([HEADERS], FORMS), best_score([HEADERS[:-1]], FORMS)
    assert whole is not None
    assert fewer is not None
    assert whole - fewer == 2


SHOWN = [
    ("Merknad", "Merknad"),
    ("  Merk\nnad ", "Merk nad"),
    ("x" * 60, "x" * 39 + "…"),
    ("Tiltak 2019", "Tiltak 2019"),
    ("", None),
    (None, None),
    ("kari@example.no", None),
    ("12345678", None),
    ("22 33 44 55", None),
]


@pytest.mark.parametrize(("header", "shown"), SHOWN)
def test_headers_are_shown_short_and_only_when_they_name_something(header, shown):
    assert shown_header(header) == shown


def test_a_header_with_an_identity_number_is_not_shown():
    assert shown_header(f"Notat {identity_number()}") is None
