"""The pages behind a login, with somebody in each role, at a real provider on loopback."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from pipelines.register import Register, open_register
from pipelines.settings import Settings
from pipelines.texts import text
from tests.support.provider import provider
from tests.support.release import RELEASE, copy_release
from tests.ui.conftest import Served, free_port, serve, window

ROLES = {"kommune": "kommune:1103", "analytiker": "korus:vest_stavanger", "evaluator": "land", "godkjenner": "land",
         "administrator": "land"}  # fmt: skip
"""Every role with the area that somebody has it in; she is called by it at the provider."""

Behind = tuple[Served, Register, str]
"""The pages, their register, and the provider's address."""


def behind_login(home: Path, written: Path, others: Mapping[str, str], given: Mapping[str, str]) -> Iterator[Behind]:
    """Serve a release to those who log in, until the generator is closed.

    Args:
        home: an empty folder.
        written: the release's folder.
        others: subject -> name, of those at the provider beside one in each role.
        given: subject -> role in the whole country, of those of them who have one.
    """
    copy_release(written, home / "releases", RELEASE)
    people = {role: f"Kari {role.title()}" for role in ROLES} | dict(others)
    with provider(free_port(), people) as issuer:
        register = open_register(Settings(home=home).register_url)
        own = [(role, role, area) for role, area in ROLES.items()]
        for subject, role, area in [*own, *((who, role, "land") for who, role in given.items())]:
            person = register.meet(issuer, subject, people[subject])
            until = datetime.now(UTC) + timedelta(days=1)
            register.give_grant(person, role, area, start=person.first_seen_at, until=until, reason="r", actor="test")
        for served in serve(home, issuer):
            yield served, register, issuer


@contextmanager
def logged_in(browser: Browser, site: Served, subject: str, **options: Any) -> Iterator[Page]:
    """A window of somebody who has logged in."""
    with window(browser, **options) as page:
        enter(page, site, subject)
        out = page.get_by_role("button", name=text("innlogging.logg_ut"))
        expect(out).to_be_visible(timeout=90_000)  # the first loads libraries
        yield page


def enter(page: Page, site: Served, subject: str) -> None:
    """Log in as somebody; what she then sees is not waited for."""
    page.route("**/*", lambda route: route.continue_() if "127.0.0.1" in route.request.url else route.abort())
    page.goto(site.address)
    page.get_by_role("button", name=text("innlogging.logg_inn")).click()
    page.get_by_role("button", name=subject, exact=True).click()
