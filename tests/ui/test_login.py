"""The pages behind a login, in a real browser and at a real provider: each role tries everything it may not."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from dashboards.page_names import ORDER
from pipelines.access.visibility import pages_for
from pipelines.contracts.release_policy import State
from pipelines.register import Register
from pipelines.settings import Settings
from pipelines.texts import text
from tests.support.access import holder
from tests.support.files import csv_bytes, form, identity_number, valid_rows
from tests.support.workflow import put_changes, put_in, put_release
from tests.ui.behind_login import ROLES, Behind, behind_login, enter, logged_in
from tests.ui.conftest import Served, window

pytestmark = pytest.mark.slow

NUMBER = identity_number(seed=11)
OTHERS = {"ingen": "Nils Nyansatt", "slutter": "Siri Slutter", NUMBER: "Nummer", "heter": f"Nina {NUMBER}"}


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory, written: Path) -> Iterator[Behind]:
    """The pages, their register, and the provider's address."""
    yield from behind_login(tmp_path_factory.mktemp("innlogging"), written, OTHERS, {"slutter": "evaluator"})


def refusals(register: Register) -> list[tuple[str, str, str]]:
    return [(e.actor, e.action, e.subject) for e in register.events() if e.action.startswith("avvist")]


@pytest.mark.parametrize("role", ROLES)
def test_a_role_has_its_pages_in_the_menu_and_no_other_by_its_address(
    browser: Browser, behind: Behind, role: str
) -> None:
    site, register, issuer = behind
    hers = pages_for(holder((role, ROLES[role].replace("korus:vest_stavanger", "land"))), ORDER)
    number = f"P{list(ROLES).index(role) + 1:04d}"
    with logged_in(browser, site, role) as page:
        expect(page.get_by_text(f"Logget inn som Kari {role.title()} ({number})")).to_be_visible()
        menu = page.get_by_test_id("stTopNavLink").all_inner_texts()
        assert menu == [text(f"dashboard.nav_{name}") for name in hers]
        for name in (one for one in ORDER if one not in hers):
            page.goto(f"{site.address}/{name}")
            expect(page.get_by_role("heading", name="Du har ikke tilgang til denne siden")).to_be_visible()
            assert (number, "avvist: åpne side", name) in refusals(register)
        page.get_by_role("button", name="Logg ut").click()
        page.wait_for_url(f"{issuer}/**")  # the provider ends its session too
        page.goto(site.address)
        expect(page.get_by_role("button", name="Logg inn")).to_be_visible()


@pytest.mark.parametrize("path", ["", "last-opp", "kjoringer?oppgave=utkast", "tilganger", "indikator"])
def test_nothing_is_shown_at_any_address_before_login(browser: Browser, behind: Behind, path: str) -> None:
    with window(browser) as page:
        page.goto(f"{behind[0].address}/{path}")
        expect(page.get_by_role("button", name="Logg inn")).to_be_visible()
        assert page.locator(".o-table, canvas, svg.marks, [data-testid=stFileUploader]").count() == 0


def test_somebody_without_access_is_told_her_number_and_sees_nothing_else(browser: Browser, behind: Behind) -> None:
    site, register, _ = behind
    with logged_in(browser, site, "ingen") as page:
        expect(page.get_by_role("heading", name="Du har ingen tilgang ennå")).to_be_visible()
        number = next(person.number for person in register.people() if person.subject == "ingen")
        expect(page.get_by_text(f"Du er logget inn som {number}.")).to_be_visible()
        assert (number, "avvist: åpne side", "alle sider") in refusals(register)


def test_an_analyst_of_a_region_sees_of_a_draft_no_more_than_what_is_of_her_region(
    browser: Browser, behind: Behind
) -> None:
    site, register, _ = behind
    settings = Settings(home=site.releases.parent)
    first, second = put_release(settings), put_release(settings, number=1)
    put_in(register, first, State.PUBLISHED)
    put_changes(settings, first, second, [("kommune", "1103"), ("kommune", "5001")])
    for role, places in {"analytiker": {"1103"}, "evaluator": {"1103", "5001"}}.items():
        with logged_in(browser, site, role) as page:
            page.goto(f"{site.address}/kjoringer?oppgave=utkast")
            expect(page.get_by_text(text("utgivelse.bolger_i_orden"))).to_be_visible()
            expect(page.get_by_role("rowheader", name="i-1103")).to_be_visible()
            said = page.inner_text("body")
            assert {code for code in ("1103", "5001") if f"i-{code}" in said} == places
            assert (text("utgivelse.alle_bekreftet") in said) is (role == "evaluator")


def test_a_withdrawn_grant_closes_the_pages_at_the_next_click(browser: Browser, behind: Behind) -> None:
    site, register, _ = behind
    with logged_in(browser, site, "slutter") as page:
        page.goto(f"{site.address}/kjoringer?oppgave=frister")
        expect(page.get_by_role("heading", name=text("kjoring.tittel"), exact=True)).to_be_visible()
        (grant,) = [one.id for one in register.grants() if one.person == "P0006"]
        register.withdraw_grant(grant, reason="sluttet", actor="test")
        page.get_by_text(text("kjoring.oppgave_utkast"), exact=True).click()
        expect(page.get_by_role("heading", name="Du har ingen tilgang ennå")).to_be_visible()


def test_a_municipality_is_told_that_another_ones_rows_are_not_hers(browser: Browser, behind: Behind) -> None:
    site, _, _ = behind
    contract = form("brukerplan", 2019)
    content = csv_bytes(contract, valid_rows(contract, 4, 2019, "0301"), "cp1252")
    with logged_in(browser, site, "kommune") as page:
        page.goto(f"{site.address}/last-opp")
        chosen = {"name": "oslo.csv", "mimeType": "text/csv", "buffer": content}
        page.locator("input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
        told = page.get_by_text("4 rader for kommuner du ikke har tilgang for")
        expect(told.first).to_be_visible(timeout=60_000)
        assert page.get_by_role("button", name="Lever").count() == 0


def test_a_cookie_that_the_server_did_not_sign_logs_nobody_in(browser: Browser, behind: Behind) -> None:
    site, _, issuer = behind
    now = datetime.now(UTC).timestamp()
    claims = {"iss": issuer, "sub": "administrator", "aud": "opptrapp", "iat": now, "exp": now + 60}
    with window(browser) as page:
        page.context.add_cookies([cookie(site, "en-annen-nokkel" * 3, claims)])
        page.goto(site.address)
        expect(page.get_by_role("button", name="Logg inn")).to_be_visible()


@pytest.mark.parametrize(
    ("change", "told"),
    [({"iat": 1.7e9}, "så lenge den får"), ({"iss": "https://annen.example"}, "et annet sted"),
     ({"aud": "annet"}, "for et annet system"), ({"sub": None}, "ikke hvem du er")],
    ids=["expired", "foreign issuer", "foreign audience", "no subject"],
)  # fmt: skip
def test_claims_that_are_not_believed_are_told_and_on_record(
    browser: Browser, behind: Behind, change: dict[str, Any], told: str
) -> None:
    import tomllib

    site, register, issuer = behind
    now, before = datetime.now(UTC).timestamp(), len(refusals(register))
    claims = {"iss": issuer, "sub": "administrator", "aud": "opptrapp", "iat": now, "exp": now + 60, **change}
    kept = (site.releases.parent / "innlogging" / "secrets.toml").read_text(encoding="utf-8")
    with window(browser) as page:
        page.context.add_cookies([cookie(site, tomllib.loads(kept)["auth"]["cookie_secret"], claims)])
        page.goto(f"{site.address}/tilganger")
        expect(page.get_by_text(told)).to_be_visible()
        assert refusals(register)[before:][0][1].startswith("avvist: innlogging: ")


def cookie(site: Served, secret: str, claims: dict[str, Any]) -> Any:
    """A cookie as Streamlit's server signs it."""
    from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

    said = json.dumps({**claims, "origin": site.address, "is_logged_in": True, "provider": "default"})
    signed = create_signed_value(secret, "_streamlit_user", said).decode()
    return {"name": "_streamlit_user", "value": signed, "url": site.address}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "_stcore/upload_file/00000000-0000-0000-0000-000000000000/1"),
        ("DELETE", "_stcore/upload_file/00000000-0000-0000-0000-000000000000/1"),
        ("GET", "media/0123456789abcdef.xlsx"),
        ("GET", "media/..%2f..%2fregister.sqlite"),
        ("GET", "app/static/../../register.sqlite"),
        ("GET", "component/..%2f..%2fregister.sqlite/x"),
    ],
)
def test_without_a_session_nothing_is_taken_or_given(behind: Behind, method: str, path: str) -> None:
    request = urllib.request.Request(
        f"{behind[0].address}/{path}", method=method, data=b"x" if method == "PUT" else None
    )
    if method != "GET":
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        with refused.value:
            assert 400 <= refused.value.code < 500
        return
    try:
        with urllib.request.urlopen(request) as answer:
            content = answer.read()
    except urllib.error.HTTPError as refused_too:
        with refused_too:
            content = refused_too.read()
    assert b"SQLite" not in content
    assert b"P0001" not in content


def test_an_identity_number_that_comes_by_login_address_form_or_file_stands_nowhere_afterwards(
    browser: Browser, behind: Behind
) -> None:
    site, register, _ = behind
    contract = form("brukerplan", 2019)
    rows = [{**row, "lopenummer": NUMBER} for row in valid_rows(contract, 3, 2019, "1103")]
    chosen = {"name": f"{NUMBER}.csv", "mimeType": "text/csv", "buffer": csv_bytes(contract, rows, "cp1252")}
    with window(browser) as page:
        enter(page, site, NUMBER)
        expect(page.get_by_text("noe som ligner et fødselsnummer")).to_be_visible(timeout=90_000)
    with logged_in(browser, site, "heter"):
        assert [one.name for one in register.people() if one.subject == "heter"] == [None]
    with logged_in(browser, site, "kommune") as page:
        page.goto(f"{site.address}/last-opp?oppgave=leveringer&levering={NUMBER}&sprak={NUMBER}")
        expect(page.get_by_text(text("opplasting.ingen_leveringer"))).to_be_visible()
        page.goto(f"{site.address}/last-opp")
        page.locator("input[type=file]").set_input_files(chosen)  # type: ignore[arg-type]
        expect(page.get_by_text("fødselsnummer").nth(1)).to_be_visible(timeout=60_000)
    with logged_in(browser, site, "administrator") as page:
        page.goto(f"{site.address}/tilganger")
        page.get_by_role("textbox", name=text("tilgang.kol_omraade")).fill(NUMBER)
        page.get_by_role("textbox", name=text("tilgang.kol_grunn")).last.fill(f"gjelder {NUMBER}")
        page.get_by_role("button", name=text("tilgang.gi_knapp")).click()
        expect(page.get_by_text("Området må skrives som")).to_be_visible()
    held = [path for path in site.releases.parent.rglob("*") if path.is_file()]
    assert "register.sqlite" in {path.name for path in held}
    assert [path.name for path in held if NUMBER.encode() in path.read_bytes() or NUMBER in path.name] == []
    assert [line for line in site.printed if NUMBER in line] == []
