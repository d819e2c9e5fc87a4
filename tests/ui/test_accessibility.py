"""WCAG 2.1 AA by axe-core, the language of the page, narrow screens, and large text."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import Served

PAGES = {
    "oversikt": "",
    "indikator": "indikator?indikator=bostedslos&region=kommune-5001&inndeling=kjonn&sammenlign=kommune",
    "skjult": "indikator?indikator=blalys&region=kommune-5636",
    "kart": "indikator?indikator=blalys&region=kommune-5636&sammenlign=kommune&vis=kart",
    "lignende": "indikator?indikator=bostedslos&region=kommune-5001&sammenlign=lignende",
    "grenser": "indikator?indikator=bostedslos&region=korus-nord&grenser=rapportert&sammenlign=fylke",
    "region": "region?region=kommune-5001",
    "opptrappingsplanen": "opptrappingsplanen?plan=rusfeltet_2016_2020",
    "opptrappingsplanen-sted": "opptrappingsplanen?plan=psykisk_helse_2023_2033&region=fylke-50",
    "om-tallene": "om-tallene",
}
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}


@pytest.mark.parametrize(
    ("name", "scheme"), [*((name, "light") for name in PAGES), ("indikator", "dark"), ("opptrappingsplanen", "dark")]
)
@pytest.mark.slow
def test_no_violations_and_nothing_but_tables_scrolls_sideways(
    browser: Browser, site: Served, name: str, scheme: Literal["light", "dark"]
) -> None:
    """The narrow window is 320 pixels: less than a phone's 360, and what 400 % zoom leaves of 1280."""
    page = browser.new_page(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page.goto(f"{site.address}/{PAGES[name]}")
    expect(page.locator(".o-foot")).to_be_visible()
    found = Axe().run(page, options=WCAG).response["violations"]
    page.set_viewport_size({"width": 320, "height": 800})
    page.wait_for_function(  # charts follow the window a moment later
        """() => { const main = document.querySelector(".stMain");
                   return main.clientWidth <= 320 && main.scrollWidth <= main.clientWidth + 1 }"""
    )
    page.close()
    assert [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found] == []


def test_the_page_says_its_language_title_and_charts(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/{PAGES['indikator']}")
    expect(page.locator(".o-foot")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page).to_have_title("Indikator – Opptrapp")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    drawn = page.locator("[role=graphics-document][aria-label^='Bostedsløse, Trondheim 2019']")
    expect(drawn).to_be_attached()


def test_tables_are_reached_by_keyboard(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/{PAGES['region']}")
    table = page.get_by_role("region", name=re.compile("^BrukerPlan.*, Trondheim$")).first
    table.focus()
    expect(table).to_be_focused()
