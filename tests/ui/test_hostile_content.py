"""Names, codes, texts and file names that are markup are shown as they are written, on every page, and do nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect

from dashboards.page_names import ORDER
from tests.support.files import csv_bytes, form, valid_rows
from tests.support.release import write_release
from tests.ui.conftest import Served, serve, settled, window

pytestmark = pytest.mark.slow

HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>[x](javascript:window.hacked=1)'
# What people or contracts write, by table of a release.
WRITTEN = {
    "regions": ("navn",), "labels": ("nb", "nn"), "notes": ("tekst",), "breaks": ("tekst_nb", "tekst_nn"),
    "indicators": ("tittel_nb", "tittel_nn", "definisjon_nb", "definisjon_nn", "enhet", "publisert_som"),
}  # fmt: skip
DONE = """() => [window.hacked === 1, document.querySelectorAll('img[src="x"], a[href^="javascript:"]').length,
               [...document.scripts].filter(script => script.textContent.includes("hacked")).length]"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The pages over a release in which everything that somebody writes ends in markup."""
    home = tmp_path_factory.mktemp("fiendtlig")
    folder = write_release(home / "releases", municipalities=["5001", "1103"])
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    for name, columns in WRITTEN.items():
        path = folder / f"{name}.parquet"
        table = pl.read_parquet(path)
        table.with_columns(pl.col(columns) + HOSTILE).write_parquet(path)
        manifest["filer"][path.name] = hashlib.sha256(path.read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    yield from serve(home)


def nothing_was_done(page: Page) -> None:
    settled(page)
    assert page.evaluate(DONE) == [False, 0, 0]


@pytest.mark.parametrize("name", [name for name in ORDER if name not in ("last-opp", "kjoringer", "tilganger")])
def test_what_a_release_says_is_text(name: str, hostile: Served, browser: Browser) -> None:
    with window(browser) as page:
        page.goto(f"{hostile.address}/{name}")
        expect(page.get_by_role("heading", level=1).first).to_be_visible()
        settled(page)
        assert "onerror" in page.locator(".stMain").inner_text() or name == "om-tallene"
        nothing_was_done(page)


def test_what_an_address_asks_for_is_text(hostile: Served, browser: Browser) -> None:
    with window(browser) as page:
        for asked in ("sted", "indikator", "aar", "gruppe", "utgivelse", "oppgave", "spraak"):
            page.goto(f"{hostile.address}/indikator?{asked}={HOSTILE}")
            expect(page.get_by_role("heading", level=1).first).to_be_visible()
            nothing_was_done(page)


def test_what_a_file_is_called_and_holds_is_text(hostile: Served, browser: Browser, tmp_path: Path) -> None:
    declared = form("brukerplan", 2019)
    rows = [{**row, "bolig": HOSTILE} for row in valid_rows(declared, 3, 2019)]
    content = csv_bytes(declared, rows).replace(b"\n", f";{HOSTILE}\n".encode(), 1)
    with window(browser) as page:
        page.goto(f"{hostile.address}/last-opp")
        upload = page.locator("input[type=file]")
        file = {"name": f"{HOSTILE.replace('/', '|')}.csv", "mimeType": "text/csv", "buffer": content}
        upload.set_input_files(file)  # type: ignore[arg-type]
        expect(page.get_by_role("heading", name="Resultat")).to_be_visible(timeout=120_000)
        settled(page)
        assert "onerror" in page.locator(".stMain").inner_text()
        nothing_was_done(page)
