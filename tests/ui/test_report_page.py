"""The findings as HTML in a real browser: WCAG 2.1 AA in light and dark, and on a narrow screen."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from pipelines.contracts.model import Severity
from pipelines.handin.report_html import report_html
from pipelines.intake import Upload
from tests.support.files import csv_bytes, form, valid_rows
from tests.support.reports import finding, report_on
from tests.ui.test_accessibility import WCAG

BP15 = form("brukerplan", 2015)


@pytest.mark.parametrize(("scheme", "language"), [("light", "nb"), ("dark", "nn")])
def test_no_violations_and_only_the_table_scrolls_sideways(
    browser: Browser, tmp_path: Path, scheme: Literal["light", "dark"], language: str
) -> None:
    findings = [
        *(finding(row, "Bolig", str(row)) for row in range(2, 9)),
        finding(severity=Severity.WARNING),
        finding(severity=Severity.INFO, part=0),
    ]
    upload = Upload(f"{'lang' * 25}.csv", csv_bytes(BP15, valid_rows(BP15, 9, 2015), "cp1252"))
    file = tmp_path / "funn.html"
    file.write_text(report_html(report_on(upload, findings), language), encoding="utf-8")
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    page.goto(file.as_uri())
    shown = page.evaluate("getComputedStyle(document.body).maxWidth")
    # axe itself is a script, which the page's own policy stops; the same page without the policy is looked at.
    said = list(refused)
    page.set_content(file.read_text(encoding="utf-8").replace("Content-Security-Policy", "x-none"))
    found = Axe().run(page, options=WCAG).response["violations"]
    page.set_viewport_size({"width": 320, "height": 800})
    wide = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []
    assert (shown, said) == ("928px", [])  # the policy let the style through and had nothing to stop
    assert wide <= 321
