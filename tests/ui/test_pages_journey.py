"""What an analyst reads across places and surveys, in a real browser: a comparison of her own, coverage, a profile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.ui.conftest import Served
from tests.ui.pictures import picture

END = ".o-foot"


def test_the_first_page_tells_what_matters_on_one_screen(page: Page, site: Served) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(site.address)
    expect(page.locator(END)).to_be_attached()
    expect(page.locator(".o-cards li")).to_have_count(8)
    for last in (page.locator(".o-cards li").last, page.locator(".o-list").first, page.locator(".o-list").last):
        expect(last).to_be_in_viewport(ratio=1)
    expect(page.get_by_text("Dette er den første utgivelsen")).to_be_in_viewport(ratio=1)
    page.get_by_role("link", name="BrukerPlan 2019").click()
    expect(page.get_by_role("heading", name="Hvem som deltok i 2019")).to_be_visible()


@pytest.mark.slow
def test_places_and_indicators_are_chosen_sorted_and_shared(page: Page, site: Served, browser: Browser) -> None:
    page.goto(f"{site.address}/region?region=fylke-50")
    expect(page.locator(END)).to_be_visible()
    page.get_by_role("link", name="Sammenlign", exact=True).click()
    table = page.get_by_role("table", name="holdt mot resten av landet")
    expect(table.get_by_role("rowheader", name="Trøndelag")).to_be_visible()
    places = page.get_by_role("combobox", name="Steder (inntil 12)")
    for name in ("KoRus Nord", "Nesseby (komm", "KoRus Sør"):
        places.fill(name)
        places.press("Enter")
        places.press("Escape")
        expect(table.get_by_role("rowheader", name=name.split(" (")[0])).to_be_visible()
    sort = page.get_by_role("combobox", name="Sorter etter")
    sort.fill("Bostedsløse")
    sort.press("Enter")
    heading = table.get_by_role("columnheader", name="Bostedsløse")
    expect(heading).to_have_attribute("aria-sort", "descending")
    expect(table).to_contain_text(": skjult")
    page.wait_for_url("**sorter=bostedslos**")
    picture(page, "sammenlign", 1250)
    other = browser.new_page(locale="nb-NO")
    other.goto(page.url)
    expect(other.get_by_role("table", name="holdt mot resten av landet")).to_have_text(
        table.inner_text(), use_inner_text=True
    )
    other.close()


@pytest.mark.slow
def test_who_has_delivered_is_found_for_a_survey_and_a_year(page: Page, site: Served) -> None:
    # High enough for the whole page: scrolling, as the browser's driver does before it clicks, closes an open list.
    page.set_viewport_size({"width": 1280, "height": 5000})
    page.goto(f"{site.address}/dekning")
    expect(page.locator(END)).to_be_visible()
    expect(page.get_by_role("heading", name="Hvem som deltok i 2019")).to_be_visible()
    expect(page.locator(".o-legend")).to_contain_text("har meldt at de ikke kartlegger")
    page.get_by_text("Alle kommuner, år for år (").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Kristiansund"))
    expect(row).to_contain_text("har meldt at de ikke kartlegger")
    survey = page.get_by_role("combobox", name="Undersøkelse")
    survey.fill("Brukertilf")
    survey.press("Enter")
    page.wait_for_url("**undersokelse=brukertilfredshet**")
    expect(page.get_by_text("I 2019 deltok 75 av")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Hvem som deltok i 2019")).to_be_visible()
    expect(page.get_by_text("I 2019 deltok 243 av")).to_be_visible()
    picture(page, "dekning", 1400)


def test_all_levels_are_drawn_together_and_taken_away(page: Page, site: Served, tmp_path: Path) -> None:
    page.goto(f"{site.address}/indikator?indikator=bolig_gul&region=kommune-5001")
    heading = page.get_by_role("heading", name="Alle nivåene: Boligsituasjon")
    expect(heading).to_be_visible()
    drawn = page.locator("[role=graphics-document][aria-label^='Boligsituasjon, Trondheim 2019: Grønn']")
    expect(drawn).to_be_visible()
    expect(page.get_by_role("table", name="Boligsituasjon, Trondheim: alle nivåene")).to_contain_text("Rød")
    with page.expect_download() as taken:
        page.locator(".st-key-ta_med_nivaa").get_by_role("button", name="Last ned PNG").click()
    taken.value.save_as(tmp_path / "nivaa")
    assert (tmp_path / "nivaa").read_bytes().startswith(b"\x89PNG")
    picture(page, "nivaer", 900, below=heading)


@pytest.mark.parametrize("region", ["kommune-5001", "land-0"])
def test_a_profile_is_printed_on_two_pages_with_all_its_figures(page: Page, site: Served, region: str) -> None:
    page.goto(f"{site.address}/region?region={region}")
    expect(page.locator(END)).to_be_visible()
    figures = page.locator(".st-key-profil tbody tr").count()
    expect(page.locator(".o-paper")).to_be_hidden()
    printed = page.pdf(format="A4", print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    page.emulate_media(media="print")
    expect(page.locator(".o-paper")).to_be_visible()
    expect(page.locator(".st-key-profil")).to_be_hidden()
    assert page.locator(".o-paper tbody tr").count() == figures > 10
