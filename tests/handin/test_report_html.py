"""The page: complete, in its language, and deaf to whatever a file or its name says."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pipelines.contracts.model import Severity, in_language
from pipelines.handin import report_html as module
from pipelines.handin.report import FileReport
from pipelines.handin.report_html import report_html
from pipelines.intake import Upload
from pipelines.texts.borrowed import BEGIN
from tests.support.files import csv_bytes, form, valid_rows
from tests.support.reports import finding, report_on

BP15 = form("brukerplan", 2015)
UPLOAD = Upload("fil.csv", csv_bytes(BP15, valid_rows(BP15, 3, 2015), "cp1252"))
NASTY = "<script>alert('x')</script>\"&'<img src=x onerror=y>"


def report(**changes: object) -> FileReport:
    findings = [
        finding(3, "Bolig", "7"),
        finding(4, "Bolig", "8"),
        finding(column="Kjønn", rule="kjonn-ukjent", severity=Severity.WARNING, part=0, message="Kjønn: 30 %."),
    ]
    return replace(report_on(UPLOAD, findings), **changes)  # type: ignore[arg-type]


class Page(HTMLParser):
    """The tags of a page, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.words)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", ["Må rettes (2)", "Bør sjekkes (1)", "Funn: 3 = 2 må rettes + 1 bør sjekkes", "Ikke kontrollert",
                "2 funn, kolonne «Bolig», rad 3 og 4", "Det betyr ikke at vurderingene er riktige"]),
        ("nn", ["Må rettast (2)", "Bør sjekkast (1)", "Funn: 3 = 2 må rettast + 1 bør sjekkast", "Ikkje kontrollert",
                "2 funn, kolonne «Bolig», rad 3 og 4", "Det betyr ikkje at vurderingane er rette"]),
    ],
)  # fmt: skip
def test_it_says_everything_in_its_language(language: str, said: list[str]) -> None:
    page = Page(report_html(report(), language))
    assert dict(page.tags)["html"] == {"lang": language}
    assert [s for s in said if s not in page.text] == []
    assert "radtall: Det finnes ingen tidligere levering." in page.text


def test_a_file_without_findings_has_no_empty_sections() -> None:
    page = Page(report_html(replace(report_on(UPLOAD), not_run=())))
    assert "Ingen funn." in page.text
    assert "Ikke kontrollert" not in page.text
    assert "table" not in dict(page.tags)
    assert "Det betyr ikke at vurderingene er riktige" in page.text


@pytest.mark.parametrize(
    "changes",
    [
        {"file": NASTY},
        {"findings": (finding(3, NASTY, NASTY, rule=NASTY, message=NASTY),)},
        {"not_run": ((NASTY, NASTY),)},
        {"delivery": NASTY, "survey": NASTY, "form": NASTY},
    ],
    ids=["file name", "finding", "rule not run", "facts"],
)
def test_nothing_from_a_file_becomes_markup(changes: dict[str, object]) -> None:
    clean, dirty = Page(report_html(report(findings=(finding(3, "a", "b"),)))), Page(report_html(report(**changes)))
    assert NASTY in dirty.text
    assert {tag for tag, _ in dirty.tags} <= {tag for tag, _ in clean.tags} | {"thead", "ol", "ul", "li"}
    assert [a for _, attributes in dirty.tags for a in attributes if a.startswith("on") or a in ("src", "href")] == []


def test_it_fetches_and_runs_nothing_and_its_policy_lets_only_its_own_style_through() -> None:
    html = report_html(report())
    policy = next(a["content"] for t, a in Page(html).tags if t == "meta" and "http-equiv" in a)
    style = re.search("<style>(.*?)</style>", html, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert not re.search(r"url\(|@import|<script|<link|https?://| style=", html)


def test_a_long_list_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LISTED", 2)
    page = Page(report_html(report()))
    assert sum(tag == "tr" for tag, _ in page.tags) == 3
    assert "Her står de første 2. 1 funn til står i listen i Excel-filen." in page.text


def test_the_same_report_gives_the_same_page() -> None:
    assert report_html(report()) == report_html(report())


def test_in_english_what_the_contract_says_is_marked_as_norwegian() -> None:
    message = f"It says “7”. {in_language({'nb': 'Bruk <1>.'}, 'en')}"
    page = report_html(report(findings=(finding(3, "Bolig", "7", message=message),)), "en")
    assert 'It says “7”. <span lang="nb">Bruk &lt;1&gt;.</span>' in page
    assert BEGIN not in page
