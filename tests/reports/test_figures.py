"""Every number of a report is in the release, every one that should be is there, and what is hidden is nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from itertools import permutations
from typing import Any

import docx
import openpyxl
import polars as pl
import pytest
from pypdf import PdfReader

from pipelines.contracts.report_file import ReportFormat
from pipelines.published import Release, Status
from pipelines.reports.making import made
from pipelines.reports.subject import Subject
from pipelines.texts.numbers import number
from tests.reports.conftest import RUS, About

DECIMAL = re.compile(r"(?<![\d,.])\d{1,3}(?:\N{NO-BREAK SPACE}\d{3})*,\d(?!\d)")


def pdf_text(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def word_text(content: bytes) -> str:
    document = docx.Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    alternatives = re.findall(r'descr="([^"]*)"', document.element.xml)
    return " ".join([*(p.text for p in document.paragraphs), *cells, *alternatives])


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def excel_text(content: bytes) -> str:
    return " ".join(
        str(value) for rows in sheets(content).values() for row in rows for value in row if value is not None
    )


@pytest.fixture(scope="module")
def book(about: About) -> dict[str, list[tuple[Any, ...]]]:
    """The workbook of a plan's report, by sheet."""
    return sheets(made(about("status", "land-0", plan=RUS), ReportFormat.EXCEL))


@pytest.fixture(scope="module")
def leaky(release: Release) -> Release:
    """A release that holds the numbers of what it hides."""
    return planted(release, Status.HIDDEN)


class TestPlan:
    def test_the_workbook_has_the_numbers_of_the_release_as_numbers(
        self, release: Release, book: dict[str, list[tuple[Any, ...]]]
    ) -> None:
        head, *rows = book["Mål og indikatorer"]
        told = {row[head.index("Id i planen")]: dict(zip(head, row, strict=True)) for row in rows}
        status = release.plans.status(RUS, release.region["land-0"])
        with_value = {key: row for key, row in status.items() if row.siste_verdi is not None}
        assert len(with_value) > 15
        for key, row in with_value.items():
            line = told[key]
            assert (line["Siste verdi"], line["Siste år"]) == (row.siste_verdi, row.siste_aar)
            assert (line["Utgangsverdi"], line["Utgangsår"]) == (row.utgangsverdi, row.utgangsaar)
            assert line["Endring"] == row.endring
        assert told["o2"]["Status"] == "riktig retning"
        assert told["h10"]["Hvorfor"] == "utgangsverdien er ikke etablert"

    def test_the_figures_it_is_told_from_are_all_in_it(
        self, release: Release, book: dict[str, list[tuple[Any, ...]]]
    ) -> None:
        head, *rows = book["Tall"]
        found = {(row[head.index("Indikator-id")], row[head.index("År")], row[head.index("Verdi")]) for row in rows}
        land = release.cube.filter(regiontype="land", inndeling="alle")
        assert ("arsverk_totalt", 2023, 17436) in found
        assert found <= set(land.select("indikator", "aar", pl.coalesce("verdi", pl.lit(-1.0))).iter_rows())

    def test_signs_notes_and_release_stand_in_it(self, book: dict[str, list[tuple[Any, ...]]]) -> None:
        about = dict(row[:2] for row in book["Om rapporten"] if row[0])
        assert about["Syntetiske data"].startswith("Utgivelsen inneholder syntetiske data")
        assert about["Utgivelse"] == "2026-11-23-a1b2c3"
        assert [":", "skjult"] in [list(row[:2]) for row in book["Tegn i tabellene"]]


class TestPlace:
    def test_every_share_in_the_pdf_is_in_the_release(self, about: About, release: Release) -> None:
        subject = about("kommune", "kommune-5001")
        places = {("kommune", "5001"), ("korus", "midt"), ("land", "0")}
        own: dict[tuple[str, str, str], list[float]] = {}
        allowed = set()
        rows = release.cube.filter(pl.col("inndeling") == "alle", pl.col("geografi") == "2024")
        for row in rows.iter_rows(named=True):
            if (row["regiontype"], row["regionkode"]) in places and row["verdi"] is not None:
                allowed |= {number(row[key], 1) for key in ("verdi", "ki_lav", "ki_hoy") if row[key] is not None}
                key = (row["indikator"], row["basisgruppe"], row["regiontype"])
                own.setdefault(key, []).append(
                    float(number(row["verdi"], 1).replace("\N{NO-BREAK SPACE}", "").replace(",", "."))
                )
        allowed |= {number(abs(a - b), 1) for values in own.values() for a, b in permutations(values, 2)}
        allowed.add("0,0")
        found = set(DECIMAL.findall(pdf_text(made(subject, ReportFormat.PDF))))
        assert len(found) > 40
        assert found - allowed == set()


class TestWorkbookOfKorus:
    def test_each_municipality_indicator_and_year_is_in_it(self, about: About, release: Release) -> None:
        head, *rows = sheets(made(about("korus", "korus-midt"), ReportFormat.EXCEL))["År for år"]
        years = [title for title in head if title.isdigit()]
        told = {
            (row[head.index("Indikatorens id")], row[head.index("Stedets id")], int(year)): row[head.index(year)]
            for row in rows for year in years
        }  # fmt: skip
        assert {place for _, place, _ in told} == {
            "korus-midt", "fylke-15", "fylke-50", "kommune-1505", "kommune-5001",
        } | {key for _, key, _ in told if key.endswith("99")}  # fmt: skip
        checked = 0
        for place in ("kommune-5001", "fylke-50", "korus-midt"):
            for indicator in ("bolig_tilfredsstillende", "tilfreds", "kartlagte"):
                base = release.indicator[indicator].basisgrupper[0] if indicator != "tilfreds" else "alle"
                for figure in release.figures(indicator, regions=[release.region[place]], base=base):
                    if figure.has_value:
                        assert told[indicator, place, figure.aar] == pytest.approx(figure.verdi)
                        checked += 1
        assert checked > 15
        assert told["bolig_tilfredsstillende", "kommune-5001", 2016] == ".."

    def test_a_figure_on_an_uncertain_basis_is_marked_and_still_a_number(self, about: About) -> None:
        book = openpyxl.load_workbook(BytesIO(made(about("korus", "korus-nord"), ReportFormat.EXCEL)))
        marked = [cell.value for row in book["År for år"].iter_rows() for cell in row if "*" in cell.number_format]
        assert marked
        assert all(isinstance(value, float | int) for value in marked)


PLANTED = {"teller": 765432, "nevner": 876543, "verdi": 77.71234, "ki_lav": 71.31357, "ki_hoy": 83.98642}
SAID = ("77,7", "77.71234", "71,3", "71.31357", "83.98642", "765432", "876543", "765\N{NO-BREAK SPACE}432",
        "876\N{NO-BREAK SPACE}543")  # fmt: skip
OUTLETS: list[tuple[str, str, ReportFormat, Callable[[bytes], str]]] = [
    ("kommune", "kommune-5636", ReportFormat.PDF, pdf_text),
    ("kommune", "kommune-5636", ReportFormat.WORD, word_text),
    ("korus", "korus-nord", ReportFormat.EXCEL, excel_text),
    ("status", "fylke-56", ReportFormat.PDF, pdf_text),
    ("status", "fylke-56", ReportFormat.WORD, word_text),
    ("status", "fylke-56", ReportFormat.EXCEL, excel_text),
]


def planted(release: Release, status: Status) -> Release:
    """The release with numbers that nothing else has in every row of two places of an indicator, under `status`."""
    mine = (pl.col("indikator").is_in(["bolig_tilfredsstillende", "individuell_plan"])
            & pl.concat_str("regiontype", "regionkode", separator="-").is_in(["kommune-5636", "fylke-56"])
            & (pl.col("inndeling") == "alle"))  # fmt: skip
    values = {name: pl.lit(value) for name, value in PLANTED.items()} | {"status": pl.lit(status.value),
                                                                         "arsak": pl.lit("personvern")}  # fmt: skip
    return replace(
        release,
        cube=release.cube.with_columns(
            pl.when(mine).then(value.cast(release.cube.schema[name])).otherwise(name).alias(name)
            for name, value in values.items()
        ),
    )


class TestHidden:
    """A release never holds the numbers of what it hides; if it did, no outlet would tell them."""

    @pytest.mark.parametrize(("report", "place", "written_as", "read"), OUTLETS)
    def test_no_outlet_tells_it(
        self, about: About, leaky: Release, report: str, place: str, written_as: ReportFormat,
        read: Callable[[bytes], str],
    ) -> None:  # fmt: skip
        words = read(made(of(about, leaky, report, place), written_as))
        assert [said for said in SAID if said in words] == []
        assert ":" in words

    @pytest.mark.parametrize(("report", "place", "written_as", "read"), OUTLETS[:3])
    def test_the_same_numbers_would_be_seen_were_they_not_hidden(
        self, about: About, release: Release, report: str, place: str, written_as: ReportFormat,
        read: Callable[[bytes], str],
    ) -> None:  # fmt: skip
        words = read(made(of(about, planted(release, Status.OK), report, place), written_as))
        assert [said for said in SAID if said in words]

    def test_its_sign_and_reason_stand_in_its_place(self, about: About, leaky: Release) -> None:
        words = pdf_text(made(of(about, leaky, "kommune", "kommune-5636"), ReportFormat.PDF))
        assert ": skjult" in words.replace("\N{NO-BREAK SPACE}", " ")
        assert "Tallet er skjult av hensyn til personvernet" in " ".join(words.split())


def of(about: About, release: Release, report: str, place: str) -> Subject:
    return about(report, place, release, **({"plan": RUS} if report == "status" else {}))
