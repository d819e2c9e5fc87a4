"""What is seen and taken away is in the trail: once in a visit, before it is given, and by number."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from pipelines.register import open_register
from pipelines.settings import Settings


def run_page(home: str, gate: bool) -> None:
    from pathlib import Path

    import streamlit as st

    from dashboards.components.trail import follow, saw, taken
    from pipelines.settings import Settings
    from tests.support.access import holder

    if gate:
        follow(Settings(home=Path(home)), holder(("kommune", "kommune:1103")))
    saw("så kvittering", "L000001")
    st.button("igjen")
    made = [taken(content, "kvittering L000001")() for content in (b"x", "x", lambda: b"x")]
    st.session_state["given"] = made


def events(home: Settings) -> list[tuple[str, str, str]]:
    return [(e.actor, e.action, e.subject) for e in open_register(home.register_url).events()]


def test_a_receipt_is_seen_once_in_a_visit_and_taken_as_often_as_it_is(home: Settings) -> None:
    page = AppTest.from_function(run_page, kwargs={"home": str(home.home), "gate": True}, default_timeout=30).run()
    page.button[0].click().run()
    assert not page.exception
    assert page.session_state["given"] == [b"x"] * 3
    assert events(home) == [("P0001", "så kvittering", "L000001"), *[("P0001", "hentet", "kvittering L000001")] * 6]


def test_a_view_that_is_drawn_by_itself_has_no_visitor(home: Settings) -> None:
    page = AppTest.from_function(run_page, kwargs={"home": str(home.home), "gate": False}, default_timeout=30).run()
    assert not page.exception
    assert page.session_state["given"] == [b"x"] * 3
    assert events(home) == []


def run_form(home: str) -> None:
    from pathlib import Path
    from unittest.mock import patch

    import streamlit as st

    from dashboards.components.handin_door import door
    from dashboards.components.handin_fields import form_button
    from dashboards.components.trail import follow
    from pipelines.settings import Settings
    from tests.support.access import holder

    settings, person = Settings(home=Path(home)), holder(("kommune", "kommune:1103"))
    follow(settings, person)
    way = door(settings, "nb", person)
    with patch.object(st, "download_button") as button:
        form_button(way, next(one for one in way.surveys if one.id == "brukerplan"), 2019, "skjema")
    st.session_state["given"] = button.call_args.args[1]()


def test_an_empty_form_that_is_fetched_is_in_the_trail(home: Settings) -> None:
    page = AppTest.from_function(run_form, kwargs={"home": str(home.home)}, default_timeout=60).run()
    assert not page.exception
    assert page.session_state["given"].startswith(b"PK")
    assert events(home) == [("P0001", "hentet", "tomt skjema brukerplan 2019")]
