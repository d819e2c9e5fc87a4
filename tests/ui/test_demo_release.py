"""The pages over what the pipeline itself computed, and a run that publishes while a page is open."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.ui.conftest import Served, serve
from tests.ui.test_journeys import END, FIGURES, _row

pytestmark = pytest.mark.slow  # the demo takes a minute


@pytest.fixture(scope="module")
def demo_site(demo_home: Path) -> Iterator[Served]:
    """The pages over the demo's release, as it lies."""
    yield from serve(demo_home)


@pytest.mark.parametrize(("indicator", "year", "value"), FIGURES, ids=[f[0] for f in FIGURES])
def test_computed_figures_are_read_from_the_page(
    page: Page, demo_site: Served, indicator: str, year: str, value: str
) -> None:
    page.goto(f"{demo_site.address}/indikator?indikator={indicator}")
    expect(_row(page, year)).to_contain_text(value)


@pytest.mark.parametrize("region", ["land-0", "kommune-0301"])
def test_all_indicators_of_a_place_are_printed_on_two_pages(page: Page, demo_site: Served, region: str) -> None:
    page.goto(f"{demo_site.address}/region?region={region}")
    expect(page.locator(END)).to_be_visible()
    assert page.locator(".o-paper tbody tr").count() > 130
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", print_background=True))) == 2


@pytest.fixture
def own_copy(demo_home: Path, tmp_path: Path) -> Path:
    """A copy of the demo's data that a test may change."""
    for name in ("accepted", "releases", "examples/brukerplan/2015"):
        shutil.copytree(demo_home / name, tmp_path / name)
    shutil.copy(demo_home / "register.sqlite", tmp_path)
    return tmp_path


def _opptrapp(home: Path, *arguments: str) -> str:
    """The command as an evaluator runs it, in its own process, while the page is open."""
    command = [str(Path(sys.executable).with_name("opptrapp")), *arguments]
    environment = {**os.environ, "OPPTRAPP_HOME": str(home)}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def _built(home: Path) -> str:
    return str(json.loads(_opptrapp(home, "run", "--json"))["release"])


@pytest.mark.slow
def test_a_release_is_rebuilt_and_a_new_one_published_while_the_page_is_open(page: Page, own_copy: Path) -> None:
    first = (own_copy / "releases" / "current").read_text(encoding="utf-8").strip()
    for site in serve(own_copy):
        page.goto(f"{site.address}/indikator?indikator=bolig_tilfredsstillende")
        expect(page.locator(END)).to_contain_text(first)
        assert _built(own_copy) == first, "the same parts give the same release"
        # A municipality writes a note (rows of a published wave would wait); it is published under the open page.
        _opptrapp(own_copy, "note", "add", "brukerplan", "2019", "1103", "Ny rutine for kartleggingen.")
        second = _built(own_copy)
        assert second != first
        _opptrapp(own_copy, "release", "diff", first, second)
        _opptrapp(own_copy, "release", "submit", second)
        _opptrapp(own_copy, "release", "approve", second, "--second-person", "Kari Nordmann")
        _opptrapp(own_copy, "release", "publish", second)
        place = page.get_by_role("combobox", name="Sted")
        place.fill("KoRus Nord")
        place.press("Enter")
        expect(page.get_by_role("heading", name="Utvikling, KoRus Nord")).to_be_visible()
        expect(page.locator(END)).to_contain_text(second)
        expect(page.locator(".stException")).to_have_count(0)
