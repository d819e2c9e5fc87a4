"""WCAG 2.1 AA by axe-core on every page; narrow screens, large text, keyboard, print; the language of the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.page_names import ORDER
from pipelines.access.visibility import pages_for
from pipelines.settings import Settings
from pipelines.texts import READ_IN, text
from tests.support.access import POLICY, holder
from tests.support.workflow import put_release
from tests.ui.behind_login import ROLES, Behind, behind_login, logged_in
from tests.ui.conftest import Served, settled, window

PAGES = {
    "oversikt": "",
    "indikator": "indikator?indikator=bostedslos&region=kommune-5001&inndeling=kjonn&sammenlign=kommune",
    "skjult": "indikator?indikator=blalys&region=kommune-5636",
    "kart": "indikator?indikator=blalys&region=kommune-5636&sammenlign=kommune&vis=kart",
    "lignende": "indikator?indikator=bostedslos&region=kommune-5001&sammenlign=lignende",
    "grenser": "indikator?indikator=bostedslos&region=korus-nord&grenser=rapportert&sammenlign=fylke",
    "region": "region?region=kommune-5001",
    "sammenlign": "sammenlign?steder=kommune-5001,kommune-5636,fylke-50&indikatorer=bostedslos,blalys,arsverk_totalt",
    "opptrappingsplanen": "opptrappingsplanen?plan=rusfeltet_2016_2020",
    "opptrappingsplanen-sted": "opptrappingsplanen?plan=psykisk_helse_2023_2033&region=fylke-50",
    "dekning": "dekning?undersokelse=brukerplan&aar=2019",
    "last-opp": "last-opp",
    "kjoringer": "kjoringer",
    "om-tallene": "om-tallene",
}
ONCE = ("oversikt", "indikator", "region", "sammenlign", "opptrappingsplanen", "dekning", "last-opp", "om-tallene")
"""One address of each page."""
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}
SCHEMES = ("light", "dark")
# Every page in every language, and in the light and the dark; every language in both.
PAIRS = [(page, language, SCHEMES[(i + j) % 2])
         for i, page in enumerate(PAGES) for j, language in enumerate(READ_IN)]  # fmt: skip


# Behind the login there are pages that only some see, and tasks on them.
TASKS = {
    "last-opp": ("leveringer", "kartlegger-ikke", "merknad", "ferdige-tall"),
    "kjoringer": ("kjor", "utkast", "rapporter", "frister", "revisjon"),
}
VIEWS = {name: PAGES[name] for name in ONCE} | {"tilganger": "tilganger"} | {
    f"{name}-{task}": f"{name}?oppgave={task}" for name, tasks in TASKS.items() for task in tasks
}  # fmt: skip


def cases() -> dict[str, list[tuple[str, str]]]:
    """Role -> (view, language): every two of view, role and language that can meet, once."""
    found: dict[str, list[tuple[str, str]]] = {role: [] for role in ROLES}
    for j, (view, path) in enumerate(VIEWS.items()):
        page = path.partition("?")[0] or "oversikt"
        sees = [(i, role) for i, role in enumerate(ROLES) if page in pages_for(holder((role, "land")), ORDER)]
        pairs = {(role, READ_IN[(i + j) % len(READ_IN)]) for i, role in sees}
        left = [language for language in READ_IN if language not in {said for _, said in pairs}]
        for role, language in (*sorted(pairs), *((sees[0][1], language) for language in left)):
            found[role].append((view, language))
    return found


def opened(page: Page, site: Served, path: str, language: str = "nb", last: str = ".o-account") -> None:
    """Open an address, and wait for what is drawn last."""
    page.goto(f"{site.address}/{path}{'&' if '?' in path else '?'}sprak={language}")
    # The first page of a new server loads what pages need; Last opp loads the whole engine.
    expect(page.locator(last)).to_be_visible(timeout=90_000)
    settled(page)


def violations(page: Page) -> list[tuple[str, list[str]]]:
    found: list[dict[str, Any]] = Axe().run(page, options=WCAG).response["violations"]
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]


def only_tables_scroll_sideways(page: Page, width: int) -> None:
    """320 pixels is less than a phone's 360, and what 400 % zoom leaves of 1280."""
    page.set_viewport_size({"width": width, "height": 800})
    page.wait_for_function(  # charts follow the window a moment later
        """width => { const main = document.querySelector(".stMain");
                      return main.clientWidth <= width && main.scrollWidth <= main.clientWidth + 1 }""",
        arg=width,
    )


@pytest.mark.parametrize("name", ONCE)
def test_each_page_once_and_it_says_that_data_are_synthetic_and_not_audited(
    page: Page, site: Served, name: str
) -> None:
    opened(page, site, PAGES[name])
    if name != "last-opp":  # which shows no figures
        expect(page.get_by_role("note").filter(has_text="Syntetiske data")).to_be_visible()
        expect(page.locator(".o-foot")).to_contain_text("ikke revidert")
    assert violations(page) == []
    only_tables_scroll_sideways(page, 320)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language", "scheme"), PAIRS)
def test_every_page_in_every_language_in_light_and_dark(
    browser: Browser, site: Served, name: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    with window(browser, color_scheme=scheme) as page:
        opened(page, site, PAGES[name], language)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert violations(page) == []
        only_tables_scroll_sideways(page, 320)
        assert violations(page) == []


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, written: Path) -> Iterator[Behind]:
    """The pages behind a login, with a draft to decide on; one who logs in has no role."""
    home = tmp_path_factory.mktemp("innlogging")
    put_release(Settings(home=home))
    yield from behind_login(home, written, {"ingen": "Nils Nyansatt"}, {})


def test_every_two_of_view_role_and_language_that_can_meet_do() -> None:
    met = [(role, view, language) for role, views in cases().items() for view, language in views]
    assert set(ROLES) == set(POLICY.roles)
    for role in ROLES:
        pages = {VIEWS[view].partition("?")[0] or "oversikt" for who, view, _ in met if who == role}
        assert pages == set(pages_for(holder((role, "land")), ORDER))
        assert {language for who, _, language in met if who == role} == set(READ_IN)
    assert {(view, language) for _, view, language in met} == {(view, one) for view in VIEWS for one in READ_IN}


@pytest.mark.slow
@pytest.mark.parametrize(("role", "views"), cases().items(), ids=ROLES)
def test_every_role_on_every_page_it_sees_in_every_language(
    browser: Browser, behind: Behind, role: str, views: list[tuple[str, str]]
) -> None:
    site, found = behind[0], {}
    with logged_in(browser, site, role, color_scheme=SCHEMES[list(ROLES).index(role) % 2]) as page:
        for view, language in views:
            out = text("innlogging.logg_ut", language)
            opened(page, site, VIEWS[view], language, last=f"button:has-text('{out}')")
            expect(page.locator("html")).to_have_attribute("lang", language)
            found[view, language] = violations(page)
    assert {case: said for case, said in found.items() if said} == {}


@pytest.mark.slow
@pytest.mark.parametrize("language", READ_IN)
@pytest.mark.parametrize("subject", [None, "ingen", "kommune"], ids=["before login", "no access", "not her page"])
def test_who_is_not_let_in_is_told_so_in_a_page_for_all(
    browser: Browser, behind: Behind, subject: str | None, language: str
) -> None:
    with window(browser) if subject is None else logged_in(browser, behind[0], subject) as page:
        page.goto(f"{behind[0].address}/tilganger?sprak={language}")
        expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=90_000)
        settled(page)
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert violations(page) == []


def test_the_page_says_its_language_title_and_charts(page: Page, site: Served) -> None:
    opened(page, site, PAGES["indikator"])
    expect(page.locator("html")).to_have_attribute("lang", "nb")
    expect(page).to_have_title("Indikator – Opptrapp")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    drawn = page.locator("[role=graphics-document][aria-label^='Bostedsløse, Trondheim 2019']")
    expect(drawn).to_be_attached()


@pytest.mark.parametrize(
    ("language", "title", "close"),
    [("nn", "Sida finst ikkje", "Lukk"), ("en", "There is no such page", "Close")],
)
def test_an_address_that_leads_nowhere_is_told_of_in_the_language_of_the_page(
    page: Page, site: Served, language: str, title: str, close: str
) -> None:
    opened(page, site, "finnes-ikke", language)
    told = page.get_by_role("dialog", name=title)
    expect(told).to_contain_text(text("dashboard.lost_then", language))
    told.get_by_role("button", name=close).click()
    expect(told).to_be_hidden()


def test_a_table_on_a_phone_keeps_its_caption_and_row_headings_in_sight(page: Page, site: Served) -> None:
    opened(page, site, PAGES["indikator"])
    page.set_viewport_size({"width": 360, "height": 800})
    table = page.get_by_role("region", name=re.compile("^Bostedsløse, Trondheim, år for år$"))
    table.evaluate("one => { one.scrollLeft = one.scrollWidth }")
    assert table.evaluate("one => one.scrollLeft") > 50
    for kept in (table.locator("caption"), table.get_by_role("rowheader", name="2019")):
        kept.scroll_into_view_if_needed()
        box = kept.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 360


def test_the_language_is_changed_without_leaving_the_view(page: Page, site: Served) -> None:
    opened(page, site, PAGES["indikator"])
    page.get_by_role("radio", name="English").click(force=True)
    expect(page.get_by_role("heading", name="Over time, Trondheim")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_title("Indicator – Opptrapp")
    expect(page.get_by_role("heading", level=1)).to_have_attribute("lang", "nb")
    page.wait_for_url("**sprak=en**")
    assert "region=kommune-5001&" in page.url
    page.get_by_role("link", name="Region", exact=True).click()
    expect(page.get_by_text("Municipality in Trøndelag")).to_be_visible()
    page.wait_for_url("**sprak=en**")


def test_the_page_is_used_by_keyboard_alone(page: Page, site: Served) -> None:
    opened(page, site, PAGES["region"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name=text("dashboard.skip"))
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    place = page.get_by_role("combobox", name="Sted", exact=True)
    reached = []
    while not reached or reached[-1] != "Sted":
        page.keyboard.press("Tab")
        reached.append(page.evaluate(NAME))
        assert len(reached) < 10, reached
    assert reached == ["Søk", "Bokmål", "Legg til i favoritter", "Sted"]
    expect(place).to_be_focused()
    page.keyboard.type("Oslo")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Oslo")


def test_tables_are_reached_by_keyboard(page: Page, site: Served) -> None:
    opened(page, site, PAGES["region"])
    table = page.get_by_role("region", name=re.compile("^BrukerPlan.*, Trondheim$")).first
    table.focus()
    expect(table).to_be_focused()


@pytest.mark.slow
@pytest.mark.parametrize("name", ONCE)
def test_what_has_focus_is_seen(page: Page, site: Served, name: str) -> None:
    """Tab through the page: whatever gets focus has an outline, a ring or a border that it else has not."""
    opened(page, site, PAGES[name])
    page.locator("body").focus()
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        if not focus["seen"]:
            seen.append(focus["html"])
    assert seen == []


NAME = """() => {
  const one = document.activeElement;
  return one.labels?.[0]?.innerText || one.getAttribute("aria-label") || one.innerText;
}"""
FOCUS = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const marked = (el) => {
    const s = getComputedStyle(el);
    return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 1) || s.boxShadow !== "none";
  };
  const border = (el) => getComputedStyle(el).borderColor;
  let el = one, seen = false;
  const near = [];
  for (let i = 0; i < 4 && el; i++, el = el.parentElement) { near.push(el); if (marked(el)) seen = true; }
  near.push(...one.parentElement.querySelectorAll("*"));
  if (!seen && near.some(marked)) seen = true;
  if (!seen) {
    const before = near.map(border); one.blur(); const after = near.map(border); one.focus();
    seen = before.some((b, i) => b !== after[i]);
  }
  return { seen, html: one.outerHTML.slice(0, 160) };
}"""


def test_what_is_printed_is_what_is_read(page: Page, site: Served) -> None:
    opened(page, site, PAGES["region"])
    page.emulate_media(media="print")
    for hidden in (".stAppHeader", ".st-key-ramme", "[data-testid=stSkipToContent]", ".stSelectbox"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("note").filter(has_text="Syntetiske data")).to_be_visible()
    expect(page.locator(".o-foot")).to_be_visible()
