"""Markup of the page Last opp: everything from a file escaped, and a receipt that stands alone."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess

import pytest

from dashboards.components import handin_markup
from dashboards.view_models.handin_receipt import ReceiptShown
from pipelines.contracts.model import Finding, Severity
from pipelines.handin.report_html import groups_html, not_run_html
from pipelines.handin.report_words import ReportWords
from pipelines.told.table import Cell, Column, Table
from tests.support.handin import NASTY, file_report

TABLE = Table(NASTY, (Column(NASTY),), ((Cell(NASTY, note=NASTY),),))
RECEIPT = ReceiptShown("L000001", NASTY, NASTY, ((NASTY, NASTY),), TABLE, (TABLE,), NASTY)


def found(n: int, severity: Severity = Severity.ERROR) -> tuple[Finding, ...]:
    return tuple(Finding(f"{NASTY}{i}", severity, NASTY, 0, 0, i, NASTY, NASTY) for i in range(n))


def words(*findings: Finding, language: str = "nb") -> ReportWords:
    return ReportWords(file_report(NASTY, findings, not_run=((NASTY, NASTY),)), language)


def shown_findings(found: ReportWords) -> str:
    groups = groups_html(found, level=4, most=handin_markup.SHOWN)
    return handin_markup.findings(found, groups, not_run_html(found, level=4))


MADE = {
    "status": handin_markup.status("ok", NASTY),
    "findings": shown_findings(words(*found(3), *found(2, Severity.WARNING))),
    "list": handin_markup.listed([NASTY]),
    "warning": handin_markup.warning(1, NASTY),
    "receipt": handin_markup.receipt(RECEIPT),
    "receipt page": handin_markup.receipt_page(RECEIPT, "nb").decode(),
}


@pytest.mark.parametrize("kind", MADE)
def test_everything_is_escaped(kind: str) -> None:
    assert "<img" not in MADE[kind]
    assert "&lt;img" in MADE[kind]


def test_groups_beyond_what_a_page_can_show_are_counted() -> None:
    shown = shown_findings(words(*found(handin_markup.SHOWN + 3), *found(2, Severity.WARNING)))
    assert shown.count("class='message'") == handin_markup.SHOWN
    assert "… og 5 slag til." in shown
    assert "Må rettes (43)" in shown
    assert "Bør sjekkes" not in shown.partition("</div>")[2]


def test_totals_rules_not_run_and_what_a_pass_does_not_promise_stand_there() -> None:
    shown = shown_findings(words())
    for said in ("10 lest = 10 godtatt", "Ingen funn.", "Ikke kontrollert", "Hva dette ikke sier"):
        assert said in shown


def test_the_receipt_as_a_file_runs_and_fetches_nothing() -> None:
    page = handin_markup.receipt_page(RECEIPT, "nn").decode()
    sheet = re.search(r"<style>(.*)</style>", page, re.DOTALL)
    assert sheet is not None
    digest = base64.b64encode(hashlib.sha256(sheet[1].encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert '<html lang="nn"' in page
    assert not re.search(r"<script|<link|src=|href=|url\(", page.replace("&lt;img src=", ""))
    assert sheet[1].count("--o-paper:") == 2  # light, and dark


def test_the_uploaders_words_are_a_script_that_can_be_read() -> None:
    for language, choose in (("nb", "Velg fil"), ("nn", "Vel fil")):
        script = handin_markup.uploader_words(language)
        assert f'["Upload", "{choose}"]' in script
        assert "/*WORDS*/" not in script
        if node := shutil.which("node"):
            code = script.removeprefix("<script>").removesuffix("</script>")
            assert subprocess.run([node, "--check", "-"], input=code.encode(), check=False).returncode == 0
