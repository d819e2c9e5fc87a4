"""WCAG 2.1 AA by axe-core, the language of the page, narrow screens, and large text."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import Served

PAGES = {
    "oversikt": "",
    "indikator": "indikator?indikator=bostedslos&region=kommune-5001&inndeling=kjonn&sammenlign=kommune",
    "skjult": "indikator?indikator=blalys&region=kommune-5636",
    "region": "region?region=kommune-5001",
    "om-tallene": "om-tallene",
}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_violations(browser: Browser, site: Served, name: str, scheme: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.goto(f"{site.address}/{PAGES[name]}")
    expect(page.locator(".o-foot")).to_be_visible()
    found = Axe().run(page, options=WCAG).response["violations"]
    page.close()
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []


def test_the_page_says_its_language_title_and_charts(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/{PAGES['indikator']}")
    expect(page.locator(".o-foot")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page).to_have_title("Indikator – Opptrapp")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("img", name="Bostedsløse, Trondheim 2019").first).to_be_attached()


@pytest.mark.parametrize("width", [360, 320], ids=["phone", "400 % zoom of 1280"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_but_tables_scrolls_sideways(browser: Browser, site: Served, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(f"{site.address}/{PAGES[name]}")
    expect(page.locator(".o-foot")).to_be_attached()
    too_wide = page.evaluate(
        """() => { const main = document.querySelector(".stMain");
                   return main.scrollWidth - main.clientWidth }"""
    )
    page.close()
    assert too_wide <= 1


def test_tables_are_reached_by_keyboard(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/{PAGES['region']}")
    table = page.get_by_role("region", name="BrukerPlan, Trondheim")
    table.focus()
    expect(table).to_be_focused()
