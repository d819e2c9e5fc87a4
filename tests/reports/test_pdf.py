"""The PDF as other programs read it: tagged, named, in its language, with bookmarks and texts for its charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from pipelines.contracts.report_file import ReportFormat
from pipelines.reports.compose import composed
from pipelines.reports.making import made
from tests.reports.conftest import PLACES, RUS, About

STATUS = ("status", "land-0")
MUNICIPAL = ("kommune", "kommune-5001")


Made = Callable[..., PdfReader]


@pytest.fixture(scope="module")
def opened(about: About) -> Made:
    """`opened("kommune", "kommune-5001", "nn")`: the report, read again; each is made once."""

    @cache
    def read(report: str, place: str, language: str = "nb") -> PdfReader:
        plan = {"plan": RUS} if report == "status" else {}
        return PdfReader(BytesIO(made(about(report, place, language=language, **plan), ReportFormat.PDF)))

    return read


def elements(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every element of the structure tree, in reading order."""

    def below(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if isinstance(node, ArrayObject):
            for one in node:
                yield from below(one)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from below(node["/K"])

    root: Any = reader.trailer["/Root"]
    yield from below(root["/StructTreeRoot"]["/K"])


def titles(outline: list[Any]) -> Iterator[str]:
    for one in outline:
        if isinstance(one, list):
            yield from titles(one)
        else:
            yield one.title


def said(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


@pytest.mark.parametrize(
    ("report", "place", "language", "tag"), [(*STATUS, "nb", "nb-NO"), (*MUNICIPAL, "nn", "nn-NO")]
)
def test_it_says_what_readers_of_screens_need(opened: Made, report: str, place: str, language: str, tag: str) -> None:
    reader = opened(report, place, language)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == tag
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title
    kinds = Counter(one["/S"] for one in elements(reader))
    assert kinds["/Title"] == 1
    assert kinds["/H1"] >= 4
    assert kinds["/Table"] >= 2
    assert kinds["/TH"] > kinds["/Table"]
    assert kinds["/TR"] > 10
    figures = [one for one in elements(reader) if one["/S"] == "/Figure"]
    assert figures
    assert all(str(one.get("/Alt", "")).endswith(".") for one in figures)


def test_the_bookmarks_are_the_sections_and_the_goals(opened: Made) -> None:
    found = list(titles(opened(*STATUS).outline))
    assert found[:3] == ["Kort fortalt", "Nytt siden forrige utgivelse", "Målene og indikatorene"]
    assert sum(one.startswith("Mål ") for one in found) == 5
    assert found[-1] == "Om tallene"


@pytest.mark.parametrize(("report", "place"), [STATUS, MUNICIPAL])
def test_every_page_says_that_the_data_are_synthetic_and_which_release_they_are_of(
    opened: Made, report: str, place: str
) -> None:
    reader = opened(report, place)
    for page in reader.pages:
        words = page.extract_text().replace("\N{SOFT HYPHEN}", "-")  # what the glyph of both is called
        assert "Syntetiske data" in words
        assert "utgivelse 2026-11-23-a1b2c3" in words


def test_a_municipality_has_two_to_four_pages(opened: Made) -> None:
    for code in ("5001", "1505", "5636"):
        assert 2 <= len(opened("kommune", f"kommune-{code}").pages) <= 4


def test_a_chart_is_told_in_a_sentence_with_its_numbers(opened: Made) -> None:
    figures = [str(one["/Alt"]) for one in elements(opened(*STATUS)) if one["/S"] == "/Figure"]
    told = next(one for one in figures if one.startswith("Årsverk psykisk helse- og rusarbeid"))
    assert "17\N{NO-BREAK SPACE}436 årsverk" in told


def test_status_stands_in_words_beside_its_sign(opened: Made) -> None:
    words = said(opened(*STATUS))
    assert "+ riktig retning" in words.replace("\N{NO-BREAK SPACE}", " ")
    assert "utgangsverdien er ikke etablert" in words
    assert "Utgangsverdien er ikke etablert 11" in words  # counted among what cannot be told of


def test_a_plan_that_does_not_build_on_the_golden_rule_has_no_chapter_of_it(about: About) -> None:
    document = composed(about("status", "land-0", plan="psykisk_helse_2023_2033", language="nn"))
    named = {section.title for section in document.sections}
    assert "Pengar" in named
    assert "Den gylne regelen" not in named


def test_what_a_municipality_has_written_and_declared_is_in_its_report(opened: Made) -> None:
    assert "Én av tjenestene var ikke med." in said(opened(*MUNICIPAL))
    assert "Kommunen har meldt at den ikke kartla: BrukerPlan 2019." in said(opened("kommune", "kommune-1505"))


@pytest.mark.parametrize(
    "written_as",
    [ReportFormat.PDF, pytest.param(ReportFormat.EXCEL, marks=pytest.mark.slow),
     pytest.param(ReportFormat.WORD, marks=pytest.mark.slow)],
)  # fmt: skip
def test_the_same_release_gives_the_same_bytes(about: About, written_as: ReportFormat) -> None:
    first, second = (made(about(*STATUS, plan=RUS), written_as) for _ in range(2))
    assert first == second


def test_several_readers_may_ask_at_once(about: About) -> None:
    """The pages make reports on threads of their own, and a typst compiler takes one at a time."""
    subjects = [about("kommune", f"kommune-{code}") for code in PLACES]
    alone = [made(subject, ReportFormat.PDF) for subject in subjects]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda subject: made(subject, ReportFormat.PDF), subjects * 3)) == alone * 3
