"""A real `dagster dev` and the page Kjøringer in a browser: from a file in the inbox to the report.

One Dagster for all of it, since it takes longer to start than most of what it does. The contracts are a copy with one
evaluation, which runs each minute and asks for one report.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from pipelines.evaluations.engine import Engine, EngineDown, EngineRefused, Run
from pipelines.evaluations.names import (
    EVALUATION,
    REMINDER_JOB,
    STEP_JOB,
    STEP_OP,
    job_name,
    report_job_name,
)
from pipelines.evaluations.run_plan import run_plan
from pipelines.handin.inbox import ANSWERS
from pipelines.orchestration.instance import prepare_home
from pipelines.orchestration.stages import Stages
from pipelines.published import current_id
from pipelines.reports.listed import finished
from pipelines.settings import REPOSITORY, Settings
from pipelines.texts import text
from tests.handin.test_engine import known
from tests.support.files import form, xlsx_bytes
from tests.support.installation import survey_rows
from tests.ui.conftest import Served, serve, window
from tests.ui.pictures import picture
from tests.ui.test_accessibility import only_tables_scroll_sideways, violations

pytestmark = pytest.mark.slow

PATIENCE = 240.0
MINUTELY = "hvert_minutt"
EVALUATION_FILE = f"""
id: {MINUTELY}
title: {{nb: Statusrapport så snart noe er nytt, nn: Statusrapport så snart noko er nytt}}
plan: rusfeltet_2016_2020
surveys: [brukerplan]
waves: apne
outputs:
  - {{kind: status, formats: [pdf]}}
cron: '* * * * *'
approvers:
  - {{name: Ansvarlig for utgivelsen}}
deadlines:
  - id: levering
    title: {{nb: Kartleggingen er levert, nn: Kartlegginga er levert}}
    day: '12-15'
    who: {{nb: kommunen, nn: kommunen}}
    delivery: true
"""
BACKFILL = """mutation($asked: LaunchBackfillParams!) { launchPartitionBackfill(backfillParams: $asked) {
  __typename ... on LaunchBackfillSuccess { backfillId } ... on PythonError { message } } }"""
TASKS = ("kjor", "utkast", "rapporter", "frister", "revisjon")
T = TypeVar("T")


def until(asked: Callable[[], T | None]) -> T:
    """What `asked` answers once it is something; no longer than anybody would wait."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if (found := asked()) is not None:
            return found
        time.sleep(0.5)
    pytest.fail("nothing came of it")


@dataclass(frozen=True)
class Installation:
    """Dagster and the pages over one home."""

    settings: Settings
    engine: Engine
    site: Served

    def run(self, job: str, **tags: str) -> Run:
        """The newest finished run of a job, when there is one."""
        return until(
            lambda: next(
                (
                    one
                    for one in self.engine.runs()
                    if one.job == job and not one.under_way and tags.items() <= dict(one.tags).items()
                ),
                None,
            )
        )

    def over(self, run: str) -> Run:
        """A run, when it is over."""
        return until(lambda: next((one for one in self.engine.runs() if one.id == run and not one.under_way), None))


@pytest.fixture
def installation(new_home: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    contracts = new_home.home / "kontrakter"
    shutil.copytree(REPOSITORY / "data_contracts", contracts)
    for shipped in (contracts / "evaluations").iterdir():
        shipped.unlink()
    (contracts / "evaluations" / f"{MINUTELY}.yaml").write_text(EVALUATION_FILE, encoding="utf-8")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("LOGNAME", "kari")
    monkeypatch.setenv("OPPTRAPP_CONTRACTS", str(contracts))
    monkeypatch.setenv("OPPTRAPP_DAGSTER_URL", f"http://127.0.0.1:{port}")
    monkeypatch.setenv("DAGSTER_HOME", "")
    prepare_home(new_home.dagster_home)
    command = [sys.executable, "-m", "dagster", "dev", "-w", str(REPOSITORY / "workspace.yaml"), "-h", "127.0.0.1"]
    server = subprocess.Popen(
        [*command, "-p", str(port)], cwd=REPOSITORY, env={**os.environ, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    engine = Engine(f"http://127.0.0.1:{port}")
    pages = serve(new_home.home)
    try:
        until(lambda: answers(engine))
        yield Installation(Settings(home=new_home.home), engine, next(pages))
    finally:
        pages.close()
        os.killpg(server.pid, signal.SIGINT)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait(30)


def answers(engine: Engine) -> bool | None:
    try:
        return engine.schedules() is not None
    except (EngineDown, EngineRefused):
        return None


def kjoringer(page: Page, installation: Installation, task: str) -> None:
    page.goto(f"{installation.site.address}/kjoringer?oppgave={task}")
    expect(page.get_by_role("heading", level=2).first).to_be_visible(timeout=90_000)


def take(page: Page, installation: Installation, step: str) -> None:
    """Press a step's button on the page as soon as the draft has come so far, and wait for Dagster to have done it."""
    button = page.get_by_role("button", name=text(f"kjoring.steg_{step}"), exact=True)

    def reached() -> bool | None:
        kjoringer(page, installation, "utkast")
        try:
            button.wait_for(timeout=10_000)
        except PlaywrightTimeout:
            return None
        return True

    until(reached)
    before = {run.id for run in installation.engine.runs()}
    button.click()
    expect(page.get_by_role("status").filter(has_text="Dagster er bedt om det")).to_be_visible()
    (asked,) = until(lambda: {run.id for run in installation.engine.runs() if run.job == STEP_JOB} - before or None)
    assert (installation.over(asked).status, installation.engine.why(asked)) == ("SUCCESS", ""), step


def test_from_the_inbox_to_the_report(installation: Installation, browser: Browser) -> None:
    settings, engine, stages = installation.settings, installation.engine, Stages(installation.settings)
    assert set(engine.schedules()) == {REMINDER_JOB, job_name(MINUTELY)}

    # Files in the inbox are found by the sensor, checked and handed in.
    survey, sizes = stages.contracts.surveys["brukerplan"], {"1103": 40, "0301": 30}
    settings.inbox.mkdir(parents=True, exist_ok=True)
    for municipality, size in sizes.items():
        rows = known(survey_rows(survey, 2015, municipality, size))
        (settings.inbox / f"{municipality}.xlsx").write_bytes(xlsx_bytes(form("brukerplan", 2015), rows))
    assert installation.run("ta_imot").status == "SUCCESS"
    assert len(list((settings.inbox / ANSWERS).glob("*.html"))) == len(sizes)
    assert sum(part.rows for part in stages.register.current_parts("brukerplan", 2015)) == sum(sizes.values())

    # The clock starts the evaluation once there is something new; the draft is what the plan said.
    built = installation.run(job_name(MINUTELY), **{EVALUATION: MINUTELY})
    assert (built.status, engine.why(built.id)) == ("SUCCESS", "")
    assert built.stages["release_draft"] == "SUCCESS"
    (draft,) = stages.register.releases()
    assert run_plan(Stages(settings)).nothing

    # What may not be done is refused with the reason.
    with pytest.raises(EngineRefused):
        engine.start("finnes_ikke")
    early = engine.start(STEP_JOB, {"ops": {STEP_OP: {"config": {"step": "godkjenn", "release": draft.id}}}})
    assert installation.over(early).status == "FAILURE"
    assert "må være til godkjenning" in engine.why(early)

    # People decide on the page.
    with window(browser) as page:
        kjoringer(page, installation, "utkast")
        expect(page.get_by_role("button", name=text("kjoring.steg_send"), exact=True)).to_be_visible()
        picture(page, "kjoringer-utkast", 1000)
        for step in ("send", "godkjenn", "publiser"):
            take(page, installation, step)
        assert current_id(settings.releases) == draft.id

        # The report comes by itself, and is handed over.
        assert installation.run(report_job_name(MINUTELY)).status == "SUCCESS"
        (report,) = finished(settings.reports, draft.id, MINUTELY)
        kjoringer(page, installation, "rapporter")
        expect(page.get_by_role("button", name=text("kjoring.hent_alle"), exact=True)).to_be_visible()
        picture(page, "kjoringer-rapporter")
        with page.expect_download() as download:
            page.get_by_role("button", name=text("kjoring.hent_rapport"), exact=True).click()
        assert Path(download.value.path()).read_bytes() == report.content()
        assert report.content().startswith(b"%PDF")

        kjoringer(page, installation, "kjor")
        expect(page.get_by_role("heading", name=text("kjoring.bolgene"))).to_be_visible()
        expect(page.get_by_role("cell", name=draft.id)).to_be_visible()
        picture(page, "kjoringer-kjor", 1400)

    # Every wave again is one run.
    waves = {"assetSelection": [{"path": [one]} for one in ("accepted_parts", "wave")]}
    (backfill,) = ask(engine, BACKFILL, {"asked": {**waves, "partitionNames": stages.partitions}}).values()
    assert backfill["__typename"] == "LaunchBackfillSuccess"
    again = installation.run("__ASSET_JOB", **{"dagster/backfill": backfill["backfillId"]})
    assert again.status == "SUCCESS"
    assert len([one for one in engine.runs() if one.tags.get("dagster/backfill") == backfill["backfillId"]]) == 1

    # All of it is read by everybody: narrow and in the dark, and by axe.
    with window(browser, color_scheme="dark", viewport={"width": 360, "height": 800}) as page:
        for task in TASKS:
            kjoringer(page, installation, task)
            assert violations(page) == [], task
            only_tables_scroll_sideways(page, 320)


def ask(engine: Engine, query: str, variables: dict[str, Any]) -> dict[str, Any]:
    """What Dagster answers a question that the pages do not ask."""
    from urllib.request import Request, urlopen

    body = json.dumps({"query": query, "variables": variables}).encode()
    with urlopen(Request(f"{engine.url}/graphql", body, {"Content-Type": "application/json"})) as answer:
        found: dict[str, Any] = json.load(answer)["data"]
    return found
