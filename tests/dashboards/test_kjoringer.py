"""The page Kjøringer in Streamlit's own test harness: every task without Dagster, in both languages, and with it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboards.views.kjoringer_utkast import MOST_ROWS
from pipelines.contracts.release_policy import State
from pipelines.published.changes import SUMMARY, BasisChange, ChangeCount, Changes, changes_folder
from pipelines.register import open_register
from pipelines.reports.placing import Place, Wanted, place_reports
from pipelines.settings import Settings
from pipelines.texts import READ_IN, text
from tests.support.installation import AUTHOR, put_wave
from tests.support.workflow import put_changes, put_in, put_release


def run_page(home: str, language: str) -> None:
    """The page as a script of its own, since the harness cannot open `st.navigation` at a page's address."""
    from pathlib import Path

    from dashboards.views.kjoringer import show
    from pipelines.settings import Settings
    from pipelines.texts import speaking
    from tests.support.access import alone

    with speaking(language):
        show(Settings(home=Path(home)), alone(), language)


def run_page_in_a_region(home: str, language: str) -> None:
    """The page for an analyst of a region."""
    from pathlib import Path

    from dashboards.views.kjoringer import show
    from pipelines.geography import load_geography
    from pipelines.settings import Settings
    from pipelines.texts import speaking
    from tests.support.access import analyst_of

    settings = Settings(home=Path(home))
    with speaking(language):
        show(settings, analyst_of("vest_stavanger", load_geography(settings.contracts / "reference")), language)


def opened(home: Settings, task: str, language: str = "nb", page_of: Callable[..., None] = run_page) -> AppTest:
    page = AppTest.from_function(page_of, kwargs={"home": str(home.home), "language": language}, default_timeout=60)
    page.query_params["oppgave"] = task
    return ran(page)


def ran(changed: Any) -> AppTest:
    """The page after it, or a widget of it, has been run."""
    page: AppTest = changed.run()
    assert not page.exception
    return page


def words(page: AppTest) -> str:
    return " ".join(block.proto.body for block in page.get("html"))


FAILED = {"runId": "aaaa1111", "jobName": "evaluering_nattlig", "status": "FAILURE", "creationTime": 1.79e9,
          "startTime": 1.79e9, "endTime": 1.79e9, "tags": [{"key": "opptrapp/evaluering", "value": "nattlig"}],
          "stepStats": [{"stepKey": "wave", "status": "FAILURE"}]}  # fmt: skip


class Dagster(BaseHTTPRequestHandler):
    """Answers as Dagster's GraphQL does, and keeps what it is asked to start."""

    started: list[dict]

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        query, data = asked["query"], {}
        if "runsOrError" in query:
            going = {**FAILED, "runId": "bbbb2222", "status": "STARTED", "endTime": None}
            stopped = {**FAILED, "runId": "dddd4444", "status": "CANCELED"}
            data = {"runsOrError": {"results": [going, FAILED, stopped]}}
        elif "schedulesOrError" in query:
            tick = {"results": [{"timestamp": 1.8e9}]}
            one = {"name": "evaluering_nattlig", "scheduleState": {"status": "RUNNING"}, "futureTicks": tick}
            data = {"schedulesOrError": {"results": [one]}}
        elif "assetNodes" in query:
            kinds = {"materializedPartitions": [], "failedPartitions": [], "materializingPartitions": []}
            waves = {"accepted_parts": {"materializedPartitions": ["brukerplan|2015"]},
                     "wave": {"failedPartitions": ["brukerplan|2015"]}}  # fmt: skip
            data = {"assetNodes": [{"assetKey": {"path": [stage]}, "assetPartitionStatuses": {**kinds, **held}}
                                   for stage, held in waves.items()]}  # fmt: skip
        elif "logsForRun" in query:
            cause = {"message": "pipelines.errors.UserError: Fila er låst.\n"}
            event = {"__typename": "ExecutionStepFailureEvent", "error": {"message": "x", "cause": cause}}
            data = {"logsForRun": {"events": [event]}}
        elif "launchRun" in query:
            self.started.append(asked["variables"]["params"])
            data = {"launchRun": {"__typename": "LaunchRunSuccess", "run": {"runId": "cccc3333"}}}
        elif "terminateRun" in query:
            self.started.append(asked["variables"])
            data = {"terminateRun": {"__typename": "TerminateRunSuccess"}}
        body = json.dumps({"data": data}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dict]]:
    """What Dagster was asked to start and stop."""
    Dagster.started = []
    server = HTTPServer(("127.0.0.1", 0), Dagster)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    monkeypatch.setenv("OPPTRAPP_DAGSTER_URL", f"http://127.0.0.1:{server.server_port}")
    yield Dagster.started
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPPTRAPP_DAGSTER_URL", "http://127.0.0.1:1")


@pytest.mark.usefixtures("down")
@pytest.mark.parametrize("language", READ_IN)
@pytest.mark.parametrize(
    ("task", "key"),
    [
        ("kjor", "planlagte"),
        ("utkast", "utkast_tittel"),
        ("rapporter", "rapporter_tittel"),
        ("frister", "frister_tittel"),
        ("revisjon", "revisjon_tittel"),
    ],
)
def test_every_task_opens_while_dagster_is_down(new_home: Settings, task: str, key: str, language: str) -> None:
    page = opened(new_home, task, language)
    assert text(f"kjoring.{key}", language) in [header.value for header in page.header]
    assert (text("kjoring.nede_tittel", language) in words(page)) is (task == "kjor")


@pytest.mark.usefixtures("down")
def test_a_request_while_dagster_is_down_is_a_sentence(home: Settings) -> None:
    page = opened(home, "kjor")
    ran(page.button(key="kjoringer_start").click())
    assert "Start den med «opptrapp up»" in words(page)


def test_what_has_run_and_why_it_stopped_is_told(home: Settings, asked: list[dict]) -> None:
    said = words(opened(home, "kjor"))
    assert "Nattlig bygging av åpne bølger" in said
    assert "Fila er låst." in said
    assert "Bølger lastet og telt: stanset" in said
    assert "Bølger lastet og telt: stoppet" in said, "stopped by somebody, whatever Dagster calls its stage"
    assert "UserError" not in said
    assert "Start «opptrapp up» på nytt" in said, "the other declared runs are not in Dagster"
    assert asked == []


def test_what_a_run_will_do_is_told_before_it_is_started(home: Settings, asked: list[dict]) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 3})
    page = opened(home, "kjor")
    assert "Det blir den første utgivelsen, av 1 bølge." in words(page)
    page.selectbox(key="kjoringer_valgt").set_value("nattlig")
    ran(page.button(key="kjoringer_start").click())
    (one,) = asked
    assert one["selector"]["jobName"] == "evaluering_nattlig"
    tags = {tag["key"]: tag["value"] for tag in one["executionMetadata"]["tags"]}
    assert tags["opptrapp/evaluering"] == "nattlig"
    assert "Dagster er bedt om det (cccc3333)" in words(page)


def test_a_run_under_way_can_be_stopped(home: Settings, asked: list[dict]) -> None:
    page = opened(home, "kjor")
    ran(page.button(key="kjoringer_stopp").click())
    assert asked == [{"run": "bbbb2222"}]


def test_years_of_a_survey_are_made_again(home: Settings, asked: list[dict]) -> None:
    for year in (2016, 2018, 2019):
        put_wave(home, "brukerplan", year, {"1103": 3})
    page = opened(home, "kjor")
    assert page.selectbox(key="kjoringer_undersokelse").options == ["BrukerPlan"], "nothing else is received"
    assert page.selectbox(key="kjoringer_fra_brukerplan").value == 2019
    ran(page.selectbox(key="kjoringer_fra_brukerplan").set_value(2016))
    ran(page.selectbox(key="kjoringer_til_brukerplan_2016").set_value(2018))
    ran(page.button(key="kjoringer_igjen").click())
    tags = {tag["key"]: tag["value"] for tag in asked[0]["executionMetadata"]["tags"]}
    assert list(tags.values()) == ["brukerplan|2016", "brukerplan|2018"]


def test_a_draft_is_shown_with_its_checklist_and_sent(home: Settings, asked: list[dict]) -> None:
    release = put_release(home, author=AUTHOR)
    page = opened(home, "utkast")
    assert "I orden" in words(page)
    assert "Ingenting er publisert fra før." in words(page)
    assert text("kjoring.se_forst") not in words(page)
    ran(page.button(key=f"kjoringer_send_{release}").click())
    config = asked[0]["runConfigData"]["ops"]["ta_steg"]["config"]
    assert config == {"step": "send", "release": release}


def test_a_draft_beside_a_published_release_waits_until_its_changes_are_seen(home: Settings, asked: list[dict]) -> None:
    first, second = put_release(home, author=AUTHOR), put_release(home, author=AUTHOR, number=1)
    put_in(open_register(home.register_url), first, State.PUBLISHED)
    page = opened(home, "utkast")
    assert page.button(key=f"kjoringer_send_{second}").disabled
    assert text("kjoring.se_forst") in words(page)
    ran(page.button(key="kjoringer_sammenlign").click())
    assert asked[0]["selector"]["jobName"] == "endringer"


@pytest.mark.usefixtures("down")
def test_what_a_draft_changes_is_told_and_what_is_long_is_folded(home: Settings) -> None:
    first, second = put_release(home, author=AUTHOR), put_release(home, author=AUTHOR, number=1)
    put_in(open_register(home.register_url), first, State.PUBLISHED)
    counts = tuple(ChangeCount(("data",), f"nummer_{n}", n, n, 0, 0, 0, 0, 0) for n in range(1, MOST_ROWS + 2))
    basis = (BasisChange("data", "deler", "brukerplan", 2019, None),)
    changes = Changes(first, second, True, len(counts), 0, basis, (), counts, ())
    folder = changes_folder(home.releases, second)
    folder.mkdir()
    (folder / SUMMARY).write_text(json.dumps(asdict(changes)), encoding="utf-8")
    page = opened(home, "utkast", "en")
    assert "Deliveries are new, replaced or withdrawn" in words(page)
    assert [one.label for one in page.expander] == [f"Changed figures by cause and indicator ({len(counts)})"]
    assert page.selectbox(key="kjoringer_utkast").options[0].endswith(", draft")


@pytest.mark.usefixtures("down")
def test_without_a_release_the_reports_say_what_comes_first(home: Settings) -> None:
    assert "Ingen utgivelse er publisert." in words(opened(home, "rapporter"))


def test_the_reports_of_what_is_published_are_handed_over(home: Settings, written: Path, asked: list[dict]) -> None:
    evaluation, plan = "statusrapport_rusfeltet", "rusfeltet_2016_2020"
    home.releases.symlink_to(written.parent)
    page = opened(home, "rapporter")
    ran(page.selectbox(key="kjoringer_rapporter_av").set_value(evaluation))
    assert "Rapportene er ikke laget ennå." in words(page)
    ran(page.button(key="kjoringer_lag_rapporter").click())
    assert [one["selector"]["jobName"] for one in asked] == [f"rapporter_{evaluation}"]
    wanted = [Wanted("status", "land-0", plan=plan), Wanted("kommune", "kommune-5001", "nn")]
    source = Place(home.contracts, home.releases, written.name)
    place_reports(home.reports / written.name / evaluation, wanted, source)
    ran(page)
    assert "2 rapporter." in words(page)
    national, municipal = page.selectbox(key=f"kjoringer_rapport_{evaluation}").options
    assert national.startswith("Statusrapport: ")
    assert national.endswith("Hele landet, bokmål, som PDF")
    assert municipal == "Trondheim, nynorsk, som PDF"
    labels = [button.proto.label for button in page.get("download_button")]
    assert labels == ["Last ned rapporten", "Last ned alle som zip"]


@pytest.mark.usefixtures("asked")
def test_each_wave_that_something_is_received_of_tells_how_far_it_has_come(home: Settings) -> None:
    assert "Ingenting er levert ennå." in words(opened(home, "kjor"))
    put_wave(home, "brukerplan", 2015, {"1103": 3, "0301": 4})
    put_wave(home, "brukerplan", 2019, {"1103": 2})
    page = words(opened(home, "kjor"))
    table = page[page.index("Det som er mottatt, og hvor langt det er kommet") :]
    rows = [re.findall(r">([^<>]+)</t[hd]>", row) for row in table.split("<tr>")[2:]]
    assert rows == [
        ["BrukerPlan 2015", "7", "Ferdig", "Stanset", "–"],
        ["BrukerPlan 2019", "2", "–", "–", "–"],
    ]


@pytest.mark.usefixtures("down")
@pytest.mark.parametrize("language", READ_IN)
def test_an_analyst_of_a_region_sees_of_a_draft_what_is_of_her_region(home: Settings, language: str) -> None:
    first, second = put_release(home, author=AUTHOR), put_release(home, author=AUTHOR, number=1)
    put_in(open_register(home.register_url), first, State.PUBLISHED)
    put_changes(home, first, second, [("land", "0"), ("kommune", "1103"), ("kommune", "5001"), ("korus", "midt")])
    pages = [opened(home, "utkast", language, page_of) for page_of in (run_page, run_page_in_a_region)]
    whole, part = map(words, pages)
    assert [len(page.checkbox) for page in pages] == [1, 0], "only who takes a step says that she has seen it"
    of_the_land = ("alle_bekreftet", "ingen_advarsler", "ingen_holdt_tilbake", "ingen_publisert")
    counted = [text(f"utgivelse.{point}", language, n=0, of=0) for point in of_the_land]
    assert [sentence for sentence in counted if sentence not in whole] == []
    assert not any(sentence in part for sentence in counted)
    assert text("utgivelse.bolger_i_orden", language) in part
    assert set(re.findall(r"i-(\w+)<", whole)) == {"0", "1103", "5001", "midt"}
    assert set(re.findall(r"i-(\w+)<", part)) == {"0", "1103"}
    assert text("forskjell.ingress", language, antall=4, fra=first) in whole
    assert text("forskjell.ingress", language, antall=2, fra=first) in part
    assert text("kjoring.din_del_og_landet", language) in part
    assert text("kjoring.din_del_og_landet", language) not in whole
