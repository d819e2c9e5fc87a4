"""Pictures for the docs, taken by the journeys that show what they picture; written only when asked for.

`OPPTRAPP_SCREENSHOTS=1 pytest tests/ui tests/integration/test_runs.py` writes them anew. A test holds that every
picture is taken and shown (`tests/test_project.py`).
"""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Locator, Page

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"


def wanted() -> bool:
    """Whether pictures are to be taken."""
    return bool(os.environ.get("OPPTRAPP_SCREENSHOTS"))


def picture(page: Page, name: str, height: int = 800, *, below: Locator | None = None) -> None:
    """Take the picture `name` of the top of the page, 1280 pixels wide, if pictures are asked for.

    Args:
        below: what the picture begins with, instead of the page's top.
    """
    if not wanted():
        return
    page.set_viewport_size({"width": 1280, "height": height})
    page.locator(".stMain").evaluate("main => main.scrollTo(0, 0)")
    page.wait_for_timeout(1000)  # for the picture only: charts and fonts settle
    if below is not None:
        below.evaluate("one => one.scrollIntoView()")  # headings keep off the menu by themselves
        page.wait_for_timeout(500)
    page.screenshot(path=IMAGES / f"{name}.png")
    page.set_viewport_size({"width": 1280, "height": 900})
