"""What a municipal coordinator does, in a real browser: from the empty form to the receipt with her own figures.

With OPPTRAPP_SCREENSHOTS set, the run in bokmål also takes the pictures of the guide (docs/images).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from dashboards.view_models.handin_address import Task
from pipelines.access.person import person
from pipelines.contracts.excel_form_entry import FIRST_ROW
from pipelines.contracts.model import in_language
from pipelines.register import open_register
from pipelines.settings import Settings
from pipelines.texts import READ_IN, text
from tests.support.files import Row, contracts, form, valid_rows
from tests.ui.conftest import Served, serve, settled, window
from tests.ui.pictures import picture
from tests.ui.test_accessibility import WCAG

pytestmark = pytest.mark.slow

FIRST_CHECK = 120_000
"""Milliseconds: the server loads the checks at the first file."""

SURVEY = contracts().surveys["brukerplan"]
FORM = form("brukerplan", 2024)
ENGLISH = ("Upload", "Browse", "Drag and drop", "per file", "Press Enter")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages over an empty home: nothing handed in, nothing published."""
    yield from serve(tmp_path_factory.mktemp("kommune"))


def filled(empty: bytes, rows: list[Row]) -> bytes:
    """The form with rows below its headers, as typed in Excel."""
    book = openpyxl.load_workbook(io.BytesIO(empty))
    sheet = book.worksheets[0]
    for n, row in enumerate(rows, start=FIRST_ROW + 1):
        for place, column in enumerate(FORM.columns, start=1):
            value = row[column.name]
            sheet.cell(n, place).value = int(value) if value and column.type == "integer" else value
    return saved(book)


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def fetched(page: Page, button: Locator) -> bytes:
    with page.expect_download() as download:
        button.click()
    return Path(download.value.path()).read_bytes()


def hand_in(page: Page, name: str, content: bytes) -> None:
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]


def looked_at(page: Page) -> None:
    """No violation of WCAG 2.1 AA and no English, wide and narrow; and nothing but tables scrolls sideways."""
    found = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_function(
            """width => { const main = document.querySelector(".stMain");
                          return main.clientWidth <= width && main.scrollWidth <= main.clientWidth + 1 }""",
            arg=width,
        )
        for violation in Axe().run(page, options=WCAG).response["violations"]:
            found.append((width, violation["id"], [node["html"][:200] for node in violation["nodes"]]))
    assert found == []
    shown = page.locator(".stMain").inner_text()
    assert [word for word in ENGLISH if word in shown] == []


def pictured(page: Page, name: str, language: str, height: int) -> None:
    if language == "nb":
        picture(page, name, height)


def mapped_with_substance_use(rows: list[Row]) -> int:
    """How many of the rows the indicator «Kartlagte personer» counts, read straight from the codes in the file."""
    groups, age = FORM.by_name["basisgruppe"].harmonised, FORM.by_name["aldersgruppe"].harmonised
    return sum(
        groups[r["basisgruppe"] or ""] != "kun_psykisk" and age[r["aldersgruppe"] or ""] != "16-17" for r in rows
    )


@pytest.fixture
def page(browser: Browser, language: str) -> Iterator[Page]:
    """A window of its own: bokmål in the light, nynorsk in the dark."""
    with window(browser, locale=f"{language}-NO", color_scheme="dark" if language == "nn" else "light") as opened:
        yield opened


@pytest.mark.parametrize(
    ("language", "municipality"), [("nb", "1103 Stavanger"), ("nn", "4601 Bergen"), ("en", "4204 Kristiansand")]
)
def test_the_whole_journey(page: Page, site: Served, language: str, municipality: str) -> None:
    def say(key: str, **values: object) -> str:
        return text(f"opplasting.{key}", language, **values)

    rows = valid_rows(FORM, 90, 2024, municipality[:4])
    # 1. Fetch the form.
    page.goto(f"{site.address}/last-opp?sprak={language}")
    expect(page.locator(".o-foot")).to_be_visible(timeout=60_000)
    expect(page.locator("html")).to_have_attribute("lang", language)
    year = page.get_by_role("combobox", name=say("aar"))
    year.fill("2024")
    year.press("Enter")
    title = in_language(SURVEY.title, language)
    button = page.get_by_role("button", name=say("hent_skjema", survey=title, year=2024))
    empty = fetched(page, button)
    looked_at(page)

    # 2. Fill it wrong, hand it in, read what is wrong.
    wrong = [{**row, "bolig": "7"} if n == 3 else row for n, row in enumerate(rows)]
    hand_in(page, "kartlegging.xlsx", filled(empty, wrong))
    status = page.locator(".o-status")
    expect(status).to_have_text(text("rapport.status_errors", language), timeout=FIRST_CHECK)
    header, place = FORM.by_name["bolig"].header, FIRST_ROW + 1 + 3
    quoted = text("intake.navn", language, navn="7")
    finding = page.locator(".o-findings ol > li").filter(has_text=quoted)
    where = (text("rapport.kolonne", language, column=header), text("rapport.rad", language, rows=place))
    expect(finding).to_contain_text(", ".join(where))
    assert page.locator(".o-sums").inner_text().count("=") == 2
    marked = fetched(page, page.get_by_role("button", name=say("hent_merket")))
    looked_at(page)
    pictured(page, "last-opp-funn", language, 1900)

    # 3. Put it right in the marked file, and hand that in.
    book = openpyxl.load_workbook(io.BytesIO(marked))
    cell = next(
        c for sheet in book.worksheets for row in sheet.iter_rows() for c in row
        if c.comment and c.row == place and quoted in c.comment.text
    )  # fmt: skip
    cell.value, cell.comment = rows[3]["bolig"], None
    hand_in(page, "kartlegging_rettet.xlsx", saved(book))
    expect(status).to_have_text(text("rapport.status_ok", language), timeout=FIRST_CHECK)
    settled(page)  # What is typed into a page that is still being drawn can be lost.

    # 4. Deliver: not before it is confirmed, and once however often it is clicked.
    send = page.get_by_role("button", name=say("lever", n=1), exact=True)
    page.get_by_role("textbox", name=say("navn")).fill("Kari Nordmann")
    send.click()
    expect(page.get_by_role("alert")).to_have_text(text("levering.maa_bekreftes", language))
    for key in ("grunnlag_personer", "informert_personer"):
        page.get_by_role("checkbox", name=say(key)).check(force=True)
    send.dblclick()

    # 5. The receipt, with her own figures.
    receipt = page.locator(".o-receipt")
    expect(receipt).to_be_visible(timeout=FIRST_CHECK)
    expect(receipt).to_contain_text("kartlegging_rettet.xlsx")
    figures = receipt.get_by_role(
        "table", name=text("levering.egne_tall", language, municipality=municipality, year=2024)
    )
    mapped = figures.get_by_role("row").nth(1)
    expect(mapped).to_contain_text(str(mapped_with_substance_use(rows)))
    looked_at(page)
    pictured(page, "last-opp-kvittering", language, 2300)
    (entry,) = open_register(Settings(home=site.releases.parent).register_url).deliveries(municipality=municipality[:4])
    kept = fetched(page, page.get_by_role("button", name=say("hent_kvittering", delivery=entry.number)))
    assert f'<html lang="{language}"' in kept.decode()
    assert entry.file_sha256 in kept.decode()
    assert (entry.rows_accepted, entry.channel, entry.actor) == (90, "side", person())

    # 6. It stands in the history.
    page.get_by_role("radio", name=say(f"oppgave_{Task.HISTORY}")).click(force=True)
    expect(page.get_by_role("rowheader", name=entry.number)).to_be_visible()
    assert f"oppgave={Task.HISTORY}" in page.url


@pytest.mark.parametrize("task", [Task.HISTORY, Task.NOT_MAPPING, Task.NOTE, Task.FIGURES])
@pytest.mark.parametrize("language", READ_IN)
def test_every_other_task_can_be_used_by_all(page: Page, site: Served, language: str, task: Task) -> None:
    page.goto(f"{site.address}/last-opp?sprak={language}&oppgave={task}")
    expect(page.get_by_role("heading", level=2, name=text(f"opplasting.oppgave_{task}", language))).to_be_visible(
        timeout=60_000
    )
    expect(page.locator(".o-foot")).to_be_visible()
    looked_at(page)
    pictured(page, f"last-opp-{task}", language, 1200) if task is Task.FIGURES else None
