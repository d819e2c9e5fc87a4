"""Where the headers are, and how a header is shown."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest

from pipelines.intake.headers import best_score, candidates, header_rows, normalise, shown_header, whole_header
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
    assert best_score([headers], candidates(contracts(), FORM.survey)) is None


def test_missing_required_headers_lower_the_score():
    whole, fewer = best_score([HEADERS], FORMS), best_score([HEADERS[:-1]], FORMS)
    assert whole is not None
    assert fewer is not None
    assert whole - fewer == 3


def test_a_header_by_another_of_its_names_counts_for_less_than_the_right_one_and_more_than_none():
    right = best_score([HEADERS], FORMS)
    near = best_score([["Bolig" if h == "Boligsituasjon" else h for h in HEADERS]], FORMS)
    none = best_score([[h for h in HEADERS if h != "Boligsituasjon"]], FORMS)
    assert right is not None
    assert near is not None
    assert none is not None
    assert right > near > none


def test_the_header_row_is_found_by_titles_alone():
    titles = [c.title["nb"] for c in FORM.columns]
    (found,) = header_rows([sheet(["Tittel"], titles, ["2019"])], FORMS)
    assert found.index == 1
    assert {c.survey.id for c in found.candidates} == {FORM.survey}


def test_a_page_that_explains_the_columns_is_no_header_row():
    pages = [sheet([c.header, c.title["nb"], c.name, c.type], name=c.name) for c in FORM.columns]
    assert header_rows(pages, FORMS) == []


def test_accepted_headers_are_read_as_what_they_mean_and_kept_as_they_stand():
    cells = ["Farge" if h == "Boligsituasjon" else h for h in HEADERS]
    (found,) = header_rows([sheet(cells, ["2019"])], FORMS, {"farge": "Boligsituasjon"})
    assert list(found.cells) == HEADERS
    assert list(found.written) == cells
    assert found.perfect


def test_a_header_is_nearest_to_the_column_it_is_another_name_of():
    (form_,) = (c for c in FORMS if c.form is FORM)
    assert form_.nearness("BUSITUASJON") == {"bolig": 1}
    assert form_.nearness("Kommune-nummer *") == {"kommunenummer": 1}
    assert set(form_.nearness("").values()) == {0}
    assert set(form_.also_called.values()) <= form_.names.keys()


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


WHOLE = [
    ("Bolig", "Bolig"),
    (" Bolig\n(farge) ", "Bolig (farge)"),
    (FORM.by_name["tjeneste_tsb"].title["nb"], FORM.by_name["tjeneste_tsb"].title["nb"]),
    ("x" * 41, None),
    ("Bolig (ring Kari på 51 50 70 90)", None),
    ("Boligsituasjon (spør på kari@example.no)", None),
    ("", None),
]


@pytest.mark.parametrize(("header", "whole"), WHOLE)
def test_a_header_is_kept_whole_or_not_at_all(header, whole):
    (form_,) = (c for c in FORMS if c.form is FORM)
    assert whole_header(header, form_) == whole


def test_a_header_with_an_identity_number_is_not_shown():
    assert shown_header(f"Notat {identity_number()}") is None
