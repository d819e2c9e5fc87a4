"""Suggested substitutions: found, put into words, accepted, and never made of anything but the contract's own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.contracts.model import Severity
from pipelines.intake import FileRule, Substitution, Upload, read_upload
from pipelines.intake.mapping import Kind
from tests.support.files import contracts, csv_bytes, form, headers, identity_number, valid_rows

FORM = form("brukerplan", 2019)
ROWS = valid_rows(FORM, 6, 2019)


def written(rows=ROWS, renamed=None, form_=FORM) -> bytes:
    """The rows as CSV with some columns under other headers."""
    names = headers(form_, rows)
    text = csv_bytes(form_, rows, "utf-8").decode().split("\r\n", 1)
    top = ";".join((renamed or {}).get(column, header) for column, header in names.items())
    return f"{top}\r\n{text[1]}".encode()


def read(content: bytes, accepted=(), **given):
    return read_upload(Upload("a.csv", content), contracts(), accepted=accepted, **given)


def as_words(column: str, rows=ROWS, language: str = "nb"):
    labels = {code.value: code.label.get(language, code.label["nb"]) for code in FORM.by_name[column].codes}
    return [{**row, column: labels[row[column]] if row[column] else None} for row in rows]


NEAR = [
    ("kommunenummer", "Kommune nr."),
    ("kommunenummer", "Kommunenummer"),
    ("kartleggingsaar", "År"),
    ("kartleggingsaar", "kartleggingsaar"),
    ("bolig", "Busituasjon"),
    ("bolig", "Bolig"),
    ("bolig", "Boligsituasjon (farge)"),
    ("lar", "Legemiddelassistert rehabilitering"),
    ("tjeneste_rus", "Tjenste rus"),
    ("nettverk", "Nettverk, sosialt"),
    ("tjeneste_tsb", "Mottatt tjeneste siste 12 måneder: tverrfaglig spesialisert rusbehandling"),
]
NONE = [
    ("nothing like it", {"bolig": "Farge"}),
    ("near several", {"tjeneste_rus": "Mottatt tjeneste siste 12 måneder"}),
    ("near a column that is there", {"tjeneste_phv": "Tjeneste psykisk helse 2"}),
    ("tells of persons", {"lopenummer": "Brukers etternavn"}),
    ("a value in the header", {"kommunenummer": "Kommunenr 12345678"}),
]
WRONG_HEADERS = [
    ("meaning no header", Substitution(Kind.HEADER, "bolig", "Farge", "Noe annet")),
    ("another column's header", Substitution(Kind.HEADER, "bolig", "Farge", "Enhet")),
    ("of persons", Substitution(Kind.HEADER, "bolig", "Navn", "Boligsituasjon")),
]
WRONG_CODES = [
    Substitution(Kind.CODE, "bolig", "Grønn", "2"),
    Substitution(Kind.CODE, "bolig", "Farge", "1"),
    Substitution(Kind.CODE, "aktivitet", "Gul", "2"),
    Substitution(Kind.CODE, "finnes_ikke", "Grønn", "1"),
]


class TestHeaders:
    @pytest.mark.parametrize(("column", "found"), NEAR, ids=[n[1] for n in NEAR])
    def test_a_header_that_is_near_one_is_suggested_and_refused_until_accepted(self, column, found):
        reading = read(written(renamed={column: found}))
        means = FORM.by_name[column].header
        assert reading.suggestions == (Substitution(Kind.HEADER, column, found, means),)
        (finding,) = reading.findings
        assert (finding.rule, finding.severity, finding.column) == (FileRule.HEADER_NEAR, Severity.FATAL, found)
        assert finding.message == f"Fant «{found}», mente du «{means}»? Godta forslaget, eller rett overskriften."
        assert reading.table is None

        accepted = read(written(renamed={column: found}), reading.suggestions)
        assert accepted.table is not None
        assert accepted.table.equals(read(written()).table)
        assert accepted.applied == reading.suggestions
        assert [(f.rule, f.severity) for f in accepted.findings] == [(FileRule.ACCEPTED, Severity.INFO)]
        assert f"«{found}» er lest som «{means}»" in accepted.findings[0].message

    def test_in_nynorsk(self):
        (finding,) = read(written(renamed={"bolig": "Bolig"}), language="nn").findings
        assert finding.message.startswith("Fann «Bolig», meinte du «Boligsituasjon»?")

    def test_a_near_header_of_a_column_that_may_be_absent_is_a_warning_and_not_kept(self):
        reading = read(written(renamed={"antall_barn": "Antal barn"}))
        assert [(f.rule, f.severity) for f in reading.findings] == [(FileRule.HEADER_NEAR, Severity.WARNING)]
        assert reading.table is not None
        assert reading.table["antall_barn"].null_count() == len(ROWS)
        assert read(written(renamed={"antall_barn": "Antal barn"}), reading.suggestions).table.equals(
            read(written()).table
        )

    def test_the_file_is_recognised_with_many_near_headers(self):
        renamed = {c.name: c.title["nb"] for c in FORM.columns if c.title["nb"] != c.header}
        assert len(renamed) > 10
        reading = read(written(renamed=renamed))
        assert reading.form is FORM
        assert {s.column for s in reading.suggestions} == renamed.keys()
        assert read(written(renamed=renamed), reading.suggestions).table.equals(read(written()).table)

    def test_the_year_chooses_the_form_also_under_a_near_header(self):
        new = form("brukerplan", 2024)
        reading = read(written(valid_rows(new, 3, 2024), {"kartleggingsaar": "Årstall kartleggingsår"}, new))
        assert reading.form is not None
        reading = read(written(valid_rows(new, 3, 2024), {"kartleggingsaar": "kartleggingsaar"}, new))
        assert reading.form is new

    @pytest.mark.parametrize("renamed", [n[1] for n in NONE], ids=[n[0] for n in NONE])
    def test_nothing_is_suggested_where_it_would_be_a_guess(self, renamed):
        reading = read(written(renamed=renamed))
        assert reading.suggestions == ()
        assert reading.table is None

    def test_two_headers_that_are_equally_near_are_not_chosen_between(self):
        rows = [{**row, "Bolig.": row["bolig"]} for row in ROWS]
        reading = read(written(rows, {"bolig": "Bolig"}))
        assert reading.suggestions == ()
        assert [f.rule for f in reading.findings] == [FileRule.COLUMN_MISSING]

    def test_a_column_whose_cells_could_not_stand_there_is_not_suggested(self):
        rows = [{**row, "kommunenummer": "Stavanger"} for row in ROWS]
        assert read(written(rows, {"kommunenummer": "Kommune"})).suggestions == ()

    def test_an_identity_number_in_a_header_is_in_no_suggestion(self):
        number = identity_number()
        reading = read(written(renamed={"kommunenummer": f"Kommunenr {number}"}))
        assert reading.suggestions == ()
        assert number not in repr(reading)

    @pytest.mark.parametrize("wrong", [w[1] for w in WRONG_HEADERS], ids=[w[0] for w in WRONG_HEADERS])
    def test_what_the_contract_does_not_say_cannot_be_accepted(self, wrong):
        content = written(renamed={"bolig": wrong.found})
        assert read(content, [wrong]).findings == read(content).findings

    def test_a_header_that_is_right_is_not_replaced_by_an_accepted_one(self):
        rows = [{**row, "Bolig": "9"} for row in ROWS]
        accepted = Substitution(Kind.HEADER, "bolig", "Bolig", "Boligsituasjon")
        reading = read(written(rows), [accepted])
        assert reading.table is not None
        assert reading.table.equals(read(written()).table)
        assert reading.applied == ()

    def test_a_column_without_any_likeness_can_be_pointed_out(self):
        accepted = Substitution(Kind.HEADER, "bolig", "Farge", "Boligsituasjon")
        reading = read(written(renamed={"bolig": "Farge"}), [accepted])
        assert reading.table is not None
        assert reading.applied == (accepted,)


class TestCodes:
    @pytest.mark.parametrize("language", ["nb", "nn"])
    def test_labels_are_suggested_as_codes_one_each(self, language):
        reading = read(written(as_words("bolig", language=language)))
        labels = [c.label.get(language, c.label["nb"]) for c in FORM.by_name["bolig"].codes]
        used = {row["bolig"] for row in ROWS}
        assert [(s.column, s.found, s.means) for s in reading.suggestions] == [
            ("bolig", label, code.value)
            for label, code in zip(labels, FORM.by_name["bolig"].codes, strict=True)
            if code.value in used
        ]
        assert reading.table is not None
        assert set(reading.table["bolig"]) <= set(labels)

        accepted = read(written(as_words("bolig", language=language)), reading.suggestions)
        assert accepted.table is not None
        assert accepted.table.equals(read(written()).table)
        assert accepted.suggestions == ()
        assert accepted.applied == reading.suggestions
        assert [(f.rule, f.severity, f.column) for f in accepted.findings] == [
            (FileRule.ACCEPTED, Severity.INFO, "Boligsituasjon")
        ]

    def test_headers_and_codes_are_suggested_together(self):
        reading = read(written(as_words("bolig"), {"bolig": "Bolig"}))
        assert [s.kind for s in reading.suggestions][:2] == [Kind.HEADER, Kind.CODE]
        accepted = read(written(as_words("bolig"), {"bolig": "Bolig"}), reading.suggestions)
        assert accepted.table is not None
        assert accepted.table.equals(read(written()).table)

    def test_parts_go_by_what_is_accepted(self):
        reading = read(written(as_words("enhet")))
        accepted = read(written(as_words("enhet")), reading.suggestions)
        assert accepted.parts == read(written()).parts

    def test_only_what_the_contract_says_is_suggested(self):
        rows = [{**ROWS[0], "bolig": "Hemmelig"}, {**ROWS[1], "bolig": "grønn "}, {**ROWS[2], "bolig": "5"}]
        reading = read(written(rows))
        assert reading.suggestions == (Substitution(Kind.CODE, "bolig", "Grønn", "1"),)

    @pytest.mark.parametrize("wrong", WRONG_CODES, ids=lambda s: f"{s.column}-{s.found}-{s.means}")
    def test_what_the_contract_does_not_say_cannot_be_accepted(self, wrong):
        rows = [{**ROWS[0], "bolig": "Grønn"}, {**ROWS[1], "bolig": "Farge"}]
        reading = read(written(rows), [wrong])
        assert reading.applied == ()
        assert reading.table is not None
        assert reading.table["bolig"].to_list() == ["Grønn", "Farge"]

    def test_a_unit_without_legal_basis_is_refused_however_it_is_written(self):
        for text in ("NAV", "4 = NAV", "4.0", "nav"):
            reading = read(written([*ROWS[:2], {**ROWS[2], "enhet": text}]))
            assert [f.rule for f in reading.findings] == [FileRule.UNIT]
            assert reading.suggestions == ()


RENAMED = {c.name: [t for t in {*c.title.values(), c.name, f"{c.header} *"} if t != c.header] for c in FORM.columns}
CODED = [c.name for c in FORM.columns if c.codes and c.name != "enhet"]


class TestProperties:
    @given(
        st.sets(st.sampled_from(sorted(RENAMED)), max_size=12), st.sets(st.sampled_from(CODED), max_size=5), st.data()
    )
    @settings(max_examples=15, deadline=None)
    def test_the_accepted_file_is_read_as_the_corrected_one(self, columns, coded, data):
        rows = ROWS
        for column in coded:
            rows = as_words(column, rows, data.draw(st.sampled_from(["nb", "nn"])))
        renamed = {column: data.draw(st.sampled_from(RENAMED[column])) for column in sorted(columns)}
        accepted = read(written(rows, renamed), read(written(rows, renamed)).suggestions)
        assert accepted.table is not None, accepted.findings
        assert accepted.table.equals(read(written()).table)

    @given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=4, max_size=4))
    @settings(max_examples=25, deadline=None)
    def test_any_header_any_cell_and_any_acceptance_is_read_without_raising(self, texts):
        header, cell, means, column = texts
        rows = [{**row, "bolig": cell} for row in ROWS]
        clean = header.replace(";", "").replace("\n", "").replace("\r", "").replace('"', "")
        accepted = [Substitution(kind, column, header, means) for kind in Kind]
        reading = read(written(rows, {"bolig": clean}), [*accepted, Substitution(Kind.CODE, "bolig", cell, "1")])
        known = {s.found for s in reading.suggestions if s.kind is Kind.CODE}
        assert cell not in known or cell in {
            w for c in FORM.by_name["bolig"].codes for w in (c.code, *c.label.values())
        }
