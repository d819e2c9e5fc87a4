"""The page Last opp in Streamlit's own test harness: every task and state, in both languages, without an exception.

The checks of rows (great_expectations) are left out here but for one run, since they cost seconds; files are really
read, delivered and receipted.
"""

from __future__ import annotations

import logging
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.view_models.handin_address import Task
from dashboards.views.levering_fil import MAX_MEGABYTES
from pipelines.handin import Desk, HandIn, Upload
from pipelines.intake.model import MAX_BYTES
from pipelines.register import PartState
from pipelines.settings import Settings
from pipelines.texts import READ_IN, text
from pipelines.validation.outcome import Outcome
from tests.support.files import csv_bytes, form, identity_number, valid_rows
from tests.support.handin import NASTY, warning

APP = Path(__file__).resolve().parents[2] / "dashboards" / "app.py"
CONFIG = APP.with_name(".streamlit") / "config.toml"
FORM = form("brukerplan", 2019)
NAME = {text("opplasting.navn", language) for language in READ_IN}
LANGUAGES = pytest.mark.parametrize("language", READ_IN)


def run_page(home: str) -> None:
    """The page as a script of its own, since the harness cannot open `st.navigation` at a page's address."""
    from pathlib import Path

    from dashboards.views.last_opp import show
    from pipelines.settings import Settings
    from tests.support.access import alone

    show(Settings(home=Path(home)), alone())


def opened(home: Settings, **params: str) -> AppTest:
    page = AppTest.from_function(run_page, kwargs={"home": str(home.home)}, default_timeout=60)
    for name, value in params.items():
        page.query_params[name] = value
    return ran(page)


def ran(page: AppTest) -> AppTest:
    page.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    """All markup of the page but its style sheet."""
    return " ".join(block.proto.body for block in page.get("html") if not block.proto.body.startswith("<style>"))


def csv_file(n: int = 12, name: str = "fil.csv", **fixed: str) -> tuple[str, bytes, str]:
    rows = [{**row, "enhet": "2", **fixed} for row in valid_rows(FORM, 60, 2019, "1103")[:n]]
    return name, csv_bytes(FORM, rows), "text/csv"


def choose(page: AppTest, *files: tuple[str, bytes, str]) -> AppTest:
    page.file_uploader[0].set_value(list(files))
    return ran(page)


def click(page: AppTest, label: str) -> AppTest:
    next(b for b in page.button if b.label == label).click()
    return ran(page)


def confirm(page: AppTest, name: str = "Kari Nordmann", reason: str = "ny rutine") -> None:
    for box in page.checkbox:
        box.check()
    for field in (field for field in page.text_input if not field.disabled):
        field.set_value(name if field.label in NAME else reason)


def message(page: AppTest) -> str:
    (said,) = (block.proto.body for block in page.get("html") if 'role="alert"' in block.proto.body)
    return said


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """No findings on rows; call it with some to have those instead."""

    def finding(*findings) -> None:
        monkeypatch.setattr("pipelines.handin.engine.validate", lambda *_, **__: Outcome(findings, ()))

    finding()
    return finding


class TestTasks:
    @LANGUAGES
    @pytest.mark.parametrize("task", Task)
    def test_every_task_opens_without_a_release_or_a_register(
        self, new_home: Settings, task: Task, language: str
    ) -> None:
        page = opened(new_home, sprak=language, oppgave=task.value)
        assert [t.value for t in page.title] == [text("opplasting.tittel", language)]
        assert text(f"opplasting.oppgave_{task}", language) in [
            *(h.value for h in page.header), text("opplasting.oppgave_lever", language),
        ]  # fmt: skip
        assert text("opplasting.lokalt", language) in words(page)
        assert dict(page.query_params) == {"sprak": language, "oppgave": task.value}

    def test_the_language_of_the_address_is_kept(self, home: Settings) -> None:
        page = opened(home, sprak="nn")
        assert page.run().query_params["sprak"] == "nn"
        assert "2. Vel fil" in [h.value for h in page.header]

    def test_one_limit_for_the_page_the_server_and_the_engine(self) -> None:
        served = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["server"]["maxUploadSize"]
        assert MAX_MEGABYTES == served == MAX_BYTES // 1024 // 1024


class TestHandIn:
    @LANGUAGES
    def test_from_file_to_receipt(self, home: Settings, unchecked: Callable[..., None], language: str) -> None:
        page = choose(opened(home, sprak=language), csv_file())
        assert text("opplasting.kan_leveres_ok", language) in words(page)
        confirm(page)
        click(page, text("opplasting.lever", language, n=1))
        assert text("levering.kvittering", language, delivery="L000001") in words(page)
        assert "1103 Stavanger" in words(page)
        entry = HandIn.of(home).register.delivery("L000001")
        assert (entry.channel, entry.rows_accepted, entry.statement and entry.statement.name) == (
            "side", 12, "Kari Nordmann",
        )  # fmt: skip
        ran(page)
        assert len(HandIn.of(home).register.deliveries()) == 1

    @pytest.mark.parametrize(
        ("ticked", "name", "sentence"),
        [(1, "Kari", "Bekreft både"), (2, " ", "Skriv navn"), (2, "x" * 11, None)],
        ids=["one box", "no name", "identity number"],
    )
    def test_nothing_is_delivered_unconfirmed(
        self, home: Settings, unchecked: Callable[..., None], ticked: int, name: str, sentence: str | None
    ) -> None:
        page = choose(opened(home), csv_file())
        assert [box.value for box in page.checkbox] == [False, False]
        for box in page.checkbox[:ticked]:
            box.check()
        page.text_input[-1].set_value(name if sentence else identity_number())
        click(page, "Lever filen")
        assert (sentence or "ligner et fødselsnummer") in message(page)
        assert HandIn.of(home).register.deliveries() == []

    def test_each_warning_needs_its_reason(self, home: Settings, unchecked: Callable[..., None]) -> None:
        unchecked(warning(message=NASTY), warning("annet", "Noe annet."))
        page = choose(opened(home), csv_file())
        assert "&lt;img" in words(page)
        assert NASTY not in words(page)
        confirm(page)
        page.text_input[1].set_value(" ")
        click(page, "Lever filen")
        assert "Skriv grunnen til det ene varselet" in message(page)
        page.text_input[1].set_value("tall fra nytt fagsystem")
        click(page, "Lever filen")
        statement = HandIn.of(home).register.delivery("L000001").statement
        assert statement is not None
        assert {(a.rule, a.reason) for a in statement.acknowledged} == {
            ("bolig-ukjent", "ny rutine"), ("annet", "tall fra nytt fagsystem"),
        }  # fmt: skip
        assert "ny rutine" in words(page)

    def test_a_file_refused_whole_offers_no_delivery_and_is_not_given_back(
        self, home: Settings, unchecked: Callable[..., None]
    ) -> None:
        number = identity_number()
        page = choose(opened(home), csv_file(lopenummer=number))
        assert text("opplasting.kan_ikke_leveres") in words(page)
        assert number not in words(page)
        assert [b.label for b in page.button if b.label.startswith("Lever")] == []
        assert [d.label for d in page.get("download_button")][1:] == ["Hent funnrapporten (HTML)"]

    def test_the_same_file_is_not_delivered_again(self, home: Settings, unchecked: Callable[..., None]) -> None:
        page = choose(opened(home), csv_file())
        confirm(page)
        click(page, "Lever filen")
        page = choose(click(page, "Lever en fil til"), csv_file())
        assert "er allerede levert" in words(page)
        assert [b.label for b in page.button if b.label.startswith("Lever")] == []

    def test_a_new_edition_shows_what_changed_and_figures_before_and_now(
        self, home: Settings, unchecked: Callable[..., None]
    ) -> None:
        page = opened(home)
        for n in (60, 58):
            page = choose(page, csv_file(n, basisgruppe="2", aldersgruppe="4"))
            confirm(page)
            click(page, "Lever filen")
        assert "Erstatter 60 rader med 58: 0 nye, 2 borte, 0 endret." in words(page)
        assert '<th scope="col" class="o-num">Før</th>' in words(page)

    def test_several_files_one_refused(self, home: Settings, unchecked: Callable[..., None]) -> None:
        page = choose(opened(home), csv_file(), (f"{NASTY}.csv", b"ikke;et;skjema\r\n1;2;3\r\n", "text/csv"))
        assert "1 av 2 filer kan leveres." in words(page)
        assert "&gt;.csv" in words(page)
        assert NASTY not in words(page)
        confirm(page)
        click(page, "Lever filen")
        assert "Ikke levert, siden noe må rettes" in words(page)
        assert len(HandIn.of(home).register.deliveries()) == 1

    def test_a_header_that_is_nearly_right_is_accepted_with_one_click(
        self, home: Settings, unchecked: Callable[..., None]
    ) -> None:
        name, content, kind = csv_file()
        header = FORM.by_name["bolig"].header
        page = choose(opened(home), (name, content.replace(f";{header};".encode(), f";{header}n;".encode(), 1), kind))
        assert f"Overskriften «{header}n» leses som «{header}»." in words(page)
        assert text("opplasting.kan_ikke_leveres") in words(page)
        click(page, "Godta forslaget")
        assert text("opplasting.kan_leveres_ok") in words(page)
        click(page, "Ta tilbake det du har godtatt")
        assert text("opplasting.kan_ikke_leveres") in words(page)

    def test_what_nobody_foresaw_is_a_sentence_and_tells_the_log_no_values(
        self, home: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        secret = identity_number()

        def fail(*_: object, **__: object) -> None:
            raise ValueError(secret)

        monkeypatch.setattr("pipelines.handin.engine.validate", fail)
        with caplog.at_level(logging.DEBUG):
            page = choose(opened(home), csv_file())
        assert message(page).count("Noe gikk galt som vi ikke hadde forutsett") == 1
        assert "ValueError at" in caplog.text
        assert secret not in caplog.text + words(page)

    def test_the_bytes_are_gone_when_they_are_delivered(self, home: Settings, unchecked: Callable[..., None]) -> None:
        page = choose(opened(home), csv_file())
        files = page.session_state["levering_reise_fil"]
        assert len(files.uploads) == 1
        confirm(page)
        click(page, "Lever filen")
        assert files.uploads == ()
        assert page.file_uploader[0].value == []


def received(home: Settings, n: int = 30, statement: bool = False) -> str:
    """A delivery by another door, unconfirmed."""
    name, content, _ = csv_file(n)
    (report,) = HandIn.of(home).deliver([Upload(name, content)], actor="kari")
    assert report.delivery
    return report.delivery


class TestHistory:
    @LANGUAGES
    def test_a_delivery_is_confirmed_later(self, home: Settings, unchecked: Callable[..., None], language: str) -> None:
        unchecked(warning())
        number = received(home)
        page = opened(home, sprak=language, oppgave="leveringer", levering=number)
        assert text("opplasting.ubekreftet", language) in words(page)
        assert "bolig-ukjent" not in words(page)
        assert page.selectbox(key="historikk_levering").options == [f"{number}, {csv_file()[0]}"]
        confirm(page)
        click(page, text("opplasting.bekreft_knapp", language))
        assert text("levering.bekreftet", language, name="Kari Nordmann", delivery=number) in words(page)
        statement = HandIn.of(home).register.delivery(number).statement
        assert statement is not None
        assert [a.rule for a in statement.acknowledged] == ["bolig-ukjent"]

    def test_withdrawn_with_a_reason(self, home: Settings, unchecked: Callable[..., None]) -> None:
        number = received(home)
        page = opened(home, oppgave="leveringer", levering=number)
        click(page, f"Trekk {number}")
        assert "Skriv navn og grunn." in message(page)
        page.text_input(key=f"historikk_trekk_{number}_g").set_value("feil fil")
        click(page, f"Trekk {number}")
        assert "feil fil" in words(page)
        assert [p.state for p in HandIn.of(home).register.delivery(number).parts] == [PartState.WITHDRAWN]
        assert page.query_params["levering"] == number

    def test_deleted_only_when_the_number_is_typed(self, home: Settings, unchecked: Callable[..., None]) -> None:
        number = received(home)
        page = opened(home, oppgave="leveringer", levering=number)
        key = f"historikk_slett_{number}"
        page.text_input(key=f"{key}_grunn").set_value("reservert seg")
        page.text_input(key=f"{key}_nummer").set_value("L000009")
        click(page, f"Slett radene i {number}")
        assert "Ingenting er slettet." in message(page)
        assert list(home.accepted.rglob("*.parquet")) != []
        page.text_input(key=f"{key}_nummer").set_value(number)
        click(page, f"Slett radene i {number}")
        assert list(home.accepted.rglob("*.parquet")) == []
        assert "reservert seg" in words(page)
        assert [b.label for b in page.button if number in b.label] == []

    def test_only_the_municipality_that_is_chosen(self, home: Settings, unchecked: Callable[..., None]) -> None:
        received(home)
        page = opened(home, oppgave="leveringer")
        assert "L000001" in words(page)
        page.selectbox(key="historikk_kommune").select("0301").run()
        assert not page.exception
        assert text("opplasting.ingen_leveringer") in words(page)


class TestBesides:
    def test_not_mapping_is_said_and_taken_back(self, home: Settings) -> None:
        page = opened(home, oppgave="kartlegger-ikke")
        page.selectbox(key="ikke_undersokelse").select("brukerplan").run()
        year = page.selectbox(key="ikke_aar_brukerplan").value
        page.selectbox(key=f"ikke_{year}_kommune").select("1103").run()
        click(page, f"Vi kartlegger ikke i {year}")
        assert "Skriv navn og grunn." in message(page)
        page.text_input[0].set_value("Ny fagleder")
        click(page, f"Vi kartlegger ikke i {year}")
        assert f"Registrert: 1103 Stavanger kartlegger ikke i {year} (BrukerPlan)." in words(page)
        assert len(Desk.of(home).register.declarations(municipality="1103")) == 1
        click(page, "Ta tilbake: vi kartlegger likevel")
        assert Desk.of(home).register.declarations() == []

    def test_a_note_is_added_shown_escaped_and_removed(self, home: Settings) -> None:
        page = opened(home, oppgave="merknad")
        page.selectbox(key="merknad_undersokelse").select("brukerplan").run()
        year = page.selectbox(key="merknad_aar_brukerplan").value
        page.selectbox(key=f"merknad_{year}_kommune").select("1103").run()
        page.selectbox(key="merknad_gjelder_brukerplan").select("bostedslos")
        page.text_area[0].set_value(NASTY)
        click(page, "Legg til merknaden")
        (note,) = Desk.of(home).register.notes(municipality="1103")
        assert (note.indicator, note.text) == ("bostedslos", NASTY)
        assert NASTY not in words(page)
        click(page, "Fjern merknaden")
        assert Desk.of(home).register.notes() == []

    def test_figures_are_typed_in_checked_and_delivered(self, home: Settings, unchecked: Callable[..., None]) -> None:
        page = opened(home, oppgave="ferdige-tall")
        click(page, "Legg til tallet")
        assert message(page)
        page.text_input(key="tall_kilde").set_value("Egen opptelling")
        for n, value in enumerate(("12,5", "13,5")):
            page.selectbox(key="tall_aar").select(2023 + n)
            page.text_input(key=f"tall_verdi_{n}").set_value(value)
            click(page, "Legg til tallet")
        click(page, "Kontroller tallene")
        confirm(page)
        click(page, "Lever filen")
        entry = HandIn.of(home).register.delivery("L000001")
        assert (entry.survey, entry.rows_accepted, entry.channel) == ("indikatortall", 2, "side")
        assert sorted(p.year for p in entry.parts) == [2023, 2024]
        assert page.session_state["tall_rader"] == []
