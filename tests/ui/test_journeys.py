"""What an analyst does, in a real browser: read, choose, go back, share, and stay while a release is published."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.support.release import RELEASE, copy_release
from tests.ui.conftest import Served
from tests.ui.pictures import picture

NBSP = "\N{NO-BREAK SPACE}"
END = ".o-foot"
FIGURES = [
    ("bolig_tilfredsstillende", "2017", f"74,0{NBSP}%"),
    ("bostedslos_antall", "2017", f"1{NBSP}948"),
    ("tilfreds", "2017", f"54,0{NBSP}%"),
    ("hjelp_ved_behov", "2017", f"51{NBSP}%"),
]


def _row(page: Page, year: str) -> Locator:
    """The year's row in the table below the trend."""
    rows = page.get_by_role("table", name="år for år").get_by_role("row")
    return rows.filter(has=page.get_by_role("rowheader", name=re.compile(rf"^{year}\b")))


@pytest.mark.parametrize(("indicator", "year", "value"), FIGURES, ids=[f[0] for f in FIGURES])
def test_published_figures_are_read_from_the_page(
    page: Page, site: Served, indicator: str, year: str, value: str
) -> None:
    page.goto(f"{site.address}/indikator?indikator={indicator}")
    expect(_row(page, year)).to_contain_text(value)


@pytest.mark.slow
def test_the_first_visitor_may_open_any_page(page: Page, changing_site: Served, written: Path) -> None:
    """Streamlit's older kind of multipage app must not take over (see dashboards/views/__init__.py)."""
    copy_release(written, changing_site.releases)
    page.goto(f"{changing_site.address}/region?region=korus-nord")
    expect(page.get_by_role("heading", level=1)).to_have_text("KoRus Nord")
    expect(page.locator(END)).to_contain_text(RELEASE)


def test_a_chart_is_taken_away_as_a_picture_a_file_and_a_sentence(page: Page, site: Served, tmp_path: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{site.address}/indikator?indikator=bostedslos")
    expect(page.locator(END)).to_be_visible()
    begins = {"PNG": b"\x89PNG", "Excel": b"PK", "CSV": b"\xef\xbb\xbfindikator;", "SVG": b"<svg"}
    for kind, start in begins.items():
        with page.expect_download() as taken:
            page.get_by_role("button", name=f"Last ned {kind}").first.click()
        taken.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(start)
        assert taken.value.suggested_filename.startswith(f"bostedslos_land-0_rus_{RELEASE}.")
    page.get_by_role("button", name="Kopier som setning").first.click()
    expect(page.get_by_role("status").filter(has_text="Kopiert")).to_be_visible()
    said = page.evaluate("navigator.clipboard.readText()")
    assert said.startswith("Bostedsløse, hele landet 2019: ")
    assert f"Utgivelse {RELEASE}." in said
    page.get_by_role("button", name="Kopier lenke").first.click()
    expect(page.get_by_role("status").filter(has_text="Kopiert")).to_be_visible()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Bostedsløse")


def test_from_a_headline_to_a_place_and_back(page: Page, site: Served) -> None:
    page.goto(site.address)
    expect(page.locator(END)).to_be_visible()
    picture(page, "oversikt")
    page.get_by_role("link", name="Tilfreds med tjenestene").click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text("Tilfreds med tjenestene")
    expect(page.locator(END)).to_be_visible()
    place = page.get_by_role("combobox", name="Sted")
    place.fill("trondheim (komm")
    expect(page.get_by_role("option")).to_have_count(1)
    place.press("Enter")
    expect(page.get_by_role("heading", name="Utvikling, Trondheim")).to_be_visible()
    page.wait_for_url("**region=kommune-5001**")
    page.get_by_role("link", name="Region", exact=True).click()
    expect(title).to_have_text("Trondheim")
    page.get_by_role("link", name="Indikator", exact=True).click()
    expect(title).to_have_text("Tilfreds med tjenestene")
    expect(page.get_by_role("heading", name="Utvikling, Trondheim")).to_be_visible()


@pytest.mark.slow
def test_an_address_brings_the_same_view_to_somebody_else(page: Page, site: Served, browser: Browser) -> None:
    page.goto(f"{site.address}/indikator?indikator=bostedslos&region=fylke-50&base=rop&inndeling=kjonn&aar=2017")
    expect(page.locator(END)).to_be_visible()
    page.wait_for_url("**sammenlign=korus**")
    table = page.get_by_role("table", name="etter kjønn").inner_text()
    other = browser.new_page()
    other.goto(page.url)
    expect(other.locator(END)).to_be_visible()
    assert other.get_by_role("table", name="etter kjønn").inner_text() == table
    other.close()


@pytest.mark.slow
def test_places_are_seen_on_a_map_that_tells_what_the_table_tells(page: Page, site: Served) -> None:
    # High enough for the whole page: scrolling, as the browser's driver does before it clicks, closes an open list.
    page.set_viewport_size({"width": 1280, "height": 3600})
    page.goto(f"{site.address}/indikator?indikator=bostedslos&region=fylke-50&base=rus&aar=2019&sammenlign=fylke")
    expect(page.locator(END)).to_be_visible()
    page.get_by_role("combobox", name="Vis som").click()
    page.get_by_role("option", name="Kart", exact=True).click()
    page.wait_for_url("**vis=kart**")
    expect(page.locator(".o-legend").filter(has_text="Andel i prosent")).to_be_visible()
    expect(page.get_by_text("Trøndelag er merket med tykk strek.")).to_be_visible()
    # Trøndelag's hexagon is the middle one of the five columns, and in the third of six rows.
    drawn = page.locator(".st-key-kart [role=graphics-document]")
    drawn.scroll_into_view_if_needed()
    size = drawn.bounding_box()
    assert size is not None
    drawn.hover(position={"x": size["width"] / 2, "y": 0.41 * size["height"]})
    tip = page.locator("#vg-tooltip-element.visible")
    expect(tip).to_contain_text("Trøndelag")
    row = page.get_by_role("table", name="Bostedsløse i 2019").get_by_role("row").filter(has_text="Trøndelag")
    expect(tip).to_contain_text(row.get_by_role("cell").first.inner_text())


@pytest.mark.slow
def test_back_goes_to_the_choice_before(page: Page, site: Served) -> None:
    page.goto(
        f"{site.address}/indikator?indikator=bostedslos&region=land-0&base=rus&inndeling=alle&aar=2019&sammenlign=korus"
    )
    expect(page.locator(END)).to_be_visible()
    place = page.get_by_role("combobox", name="Sted")
    place.fill("KoRus Nord")
    place.press("Enter")
    expect(page.get_by_role("heading", name="Utvikling, KoRus Nord")).to_be_visible()
    page.wait_for_url("**region=korus-nord**")
    page.go_back()
    expect(page.get_by_role("heading", name="Utvikling, hele landet")).to_be_visible()


def test_gaps_and_hidden_figures_explain_themselves(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/indikator?indikator=blalys&region=kommune-5636")
    expect(page.locator(END)).to_be_visible()
    expect(_row(page, "2019")).to_contain_text(": skjult")
    expect(_row(page, "2018")).to_contain_text(".. ikke mottatt")
    expect(page.get_by_text("skjult av hensyn til personvernet").first).to_be_visible()
    page.get_by_role("link", name="Finnmark").click()
    expect(page.get_by_role("heading", name="Utvikling, Finnmark")).to_be_visible()


def test_an_address_that_asks_for_too_much_is_explained(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/indikator?indikator=finnes_ikke&region=kommune-9999")
    note = page.get_by_role("note").filter(has_text="Adressen passer ikke.")
    expect(note).to_contain_text("en indikator («finnes_ikke») og en region («kommune-9999»)")
    expect(page.get_by_role("heading", level=1)).to_have_text("Permanent og tilfredsstillende bolig")


@pytest.mark.slow
def test_from_nothing_to_a_first_release_and_a_next_one(page: Page, changing_site: Served, written: Path) -> None:
    page.goto(f"{changing_site.address}/indikator")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ingenting er publisert ennå")
    expect(page.get_by_text("make demo")).to_be_visible()
    copy_release(written, changing_site.releases, "den-forste")
    page.reload()
    expect(page.locator(END)).to_contain_text("den-forste")
    # The next one is published, and the first one is cleared away, while the page stands open.
    copy_release(written, changing_site.releases, "den-neste")
    shutil.rmtree(changing_site.releases / "den-forste")
    place = page.get_by_role("combobox", name="Sted")
    place.fill("Agder")
    place.press("Enter")
    expect(page.get_by_role("heading", name="Utvikling, Agder")).to_be_visible()
    expect(page.locator(END)).to_contain_text("den-neste")
    expect(page.locator(".stException")).to_have_count(0)


def test_a_place_is_searched_for_and_kept(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/indikator?indikator=bostedslos")
    expect(page.locator(END)).to_be_visible()
    box = page.get_by_role("combobox", name="Søk")
    box.fill("trondheim (komm")
    box.press("Enter")
    expect(page.get_by_role("heading", name="Utvikling, Trondheim")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bostedsløse")
    page.get_by_role("button", name="Legg til i favoritter").click()
    favourites = page.get_by_role("navigation", name="Favoritter")
    expect(favourites.get_by_role("link")).to_have_text("Bostedsløse, Trondheim")
    page.wait_for_url("**favoritter=bostedslos~kommune-5001**")
    expect(page.get_by_role("button", name="Fjern fra favoritter")).to_be_visible()
    box.fill("Stavangr")
    box.press("Enter")
    meant = page.get_by_role("status").filter(has_text="Mente du en av disse?").get_by_role("link")
    expect(meant.first).to_have_text("Stavanger (kommune)")
    box.fill("BrukerPlan: Individuell plan")
    page.get_by_role("option", name="BrukerPlan: Individuell plan", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Individuell plan")
    expect(page.get_by_role("heading", name="Utvikling, Trondheim")).to_be_visible()
    favourites.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Bostedsløse")


@pytest.mark.slow
def test_a_link_brings_back_the_figures_as_they_were(page: Page, changing_site: Served, written: Path) -> None:
    for name in ("den-forste", "den-neste"):
        copy_release(written, changing_site.releases, name)
    known = [{"utgivelse": name, "publisert": f"2026-1{n}-01T08:00:00+00:00"} for n, name in enumerate(
        ("den-forste", "den-neste"))]  # fmt: skip
    (changing_site.releases / "shown.json").write_text(json.dumps(known[::-1]), encoding="utf-8")
    page.goto(f"{changing_site.address}/indikator?indikator=bostedslos&region=fylke-50&utgivelse=den-forste")
    expect(page.get_by_role("note").filter(has_text="Du ser en tidligere utgivelse.")).to_be_visible()
    expect(page.locator(END)).to_contain_text("den-forste")
    page.get_by_role("link", name="Region", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trøndelag")
    expect(page.locator(END)).to_contain_text("den-forste")
    page.wait_for_url("**utgivelse=den-forste**")
    page.get_by_role("link", name="Se det samme i den nyeste (den-neste)").click()
    expect(page.locator(END)).to_contain_text("den-neste")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trøndelag")
    expect(page.get_by_text("Du ser en tidligere utgivelse.")).to_have_count(0)


@pytest.mark.slow
def test_borders_are_chosen_and_shared(browser: Browser, page: Page, site: Served) -> None:
    page.goto(f"{site.address}/indikator?indikator=bostedslos&region=kommune-4601")
    borders = page.get_by_role("combobox", name="Grenser")
    borders.fill("Slik de var")
    borders.press("Enter")
    expect(page.get_by_text("Grenser slik de var da tallet ble meldt.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Utvikling, Bergen")).to_be_visible()
    assert "grenser=rapportert" in page.url
    other = browser.new_page(locale="nb-NO")
    other.goto(page.url)
    expect(other.get_by_text("Grenser slik de var da tallet ble meldt.").first).to_be_visible()
    other.close()


@pytest.mark.slow
def test_a_plan_is_read_from_its_goals_to_one_indicator(page: Page, site: Served) -> None:
    page.goto(f"{site.address}/opptrappingsplanen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Opptrappingsplanen for rusfeltet 2016–2020")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Årsverk for barn og unge"))
    expect(row).to_contain_text("riktig retning")
    expect(page.locator(END)).to_be_visible()
    place = page.get_by_role("combobox", name="Sted")
    place.fill("Trøndelag")
    place.press("Enter")
    page.wait_for_url("**region=fylke-50**")
    expect(page.get_by_text("Trøndelag, 46 indikatorer")).to_be_visible()
    expect(page.locator(END)).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Last ned tabellene (CSV)").click()
    assert taken.value.suggested_filename == "rusfeltet_2016_2020_fylke-50.csv"
    page.get_by_role("link", name="Bostedsløse", exact=True).click()
    expect(page.get_by_role("heading", name="Utvikling, Trøndelag")).to_be_visible()
