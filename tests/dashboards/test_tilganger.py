"""The page Tilganger in Streamlit's own test harness: give, withdraw, and what a person may not."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.register import Register, open_register
from pipelines.settings import Settings


def run_page(home: str, role: str, language: str) -> None:
    """The page as a script of its own, for an administrator or another role."""
    from pathlib import Path

    from dashboards.views.tilganger import show
    from pipelines.settings import Settings
    from tests.support.access import holder

    show(Settings(home=Path(home)), holder((role, "land")), language)


def opened(home: Settings, role: str = "administrator", language: str = "nb") -> AppTest:
    inputs = {"home": str(home.home), "role": role, "language": language}
    return ran(AppTest.from_function(run_page, kwargs=inputs, default_timeout=60))


def ran(changed: Any) -> AppTest:
    page: AppTest = changed.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


@pytest.fixture
def register(home: Settings) -> Register:
    made = open_register(home.register_url)
    made.meet("https://id.example", "admin", "Ada")
    made.meet("https://id.example", "<b>abc</b>", "<img src=x onerror=alert(1)>")
    return made


def give(page: AppTest, area: str, reason: str = "ny koordinator") -> AppTest:
    page.selectbox(key="tilganger_person").set_value("P0002")
    page.selectbox(key="tilganger_rolle").set_value("kommune")
    page.text_input(key="tilganger_omraade").set_value(area)
    page.text_input(key="tilganger_grunn").set_value(reason)
    return ran(page.button[-1].click())


@pytest.mark.parametrize(
    ("language", "said"),
    [("nb", "Ingen har logget inn ennå"), ("nn", "Ingen har logga inn enno"), ("en", "Nobody has logged in yet")],
)
def test_before_anybody_has_logged_in_the_page_says_what_comes_first(home: Settings, language: str, said: str) -> None:
    assert said in words(opened(home, language=language))


def test_a_grant_is_given_and_withdrawn_with_reasons(home: Settings, register: Register) -> None:
    page = give(opened(home), "kommune:1103")
    assert "Tilgang 1 er gitt: kommune i kommune:1103." in words(page)
    (grant,) = register.grants()
    assert (grant.person, grant.given_by, grant.reason) == ("P0002", "P0001", "ny koordinator")
    page.text_input(key="tilganger_trekk_grunn").set_value("sluttet")
    page = ran(next(one for one in page.button if one.label == "Trekk tilgangen nå").click())
    assert "Tilgang 1 for P0002 er trukket." in words(page)
    assert "Ingen har tilgang nå." in words(page)
    assert [e.reason for e in register.events()][-2:] == ["ny koordinator", "sluttet"]


@pytest.mark.parametrize(("area", "told"), [("kommune:9999", "ingen kommune 9999"), ("<b>", "Området må skrives")])
def test_a_refusal_is_a_sentence_and_gives_nothing(home: Settings, register: Register, area: str, told: str) -> None:
    assert told in words(give(opened(home), area))
    assert register.grants() == []
    assert register.events()[-1].action == "avvist: gi tilgang"


def test_another_role_that_gets_hold_of_the_page_can_give_nothing(home: Settings, register: Register) -> None:
    page = give(opened(home, "evaluator"), "kommune:1103")
    assert "Du har ikke tilgang til å gi og trekke tilganger." in words(page)
    assert register.grants() == []


def test_what_people_are_called_is_shown_as_text(home: Settings, register: Register) -> None:
    shown = words(opened(home))
    assert "&lt;img" in shown
    assert "<img" not in shown
