"""`demo` and `synth`: example files made, handed in, run to a published release, and held against published figures."""

from __future__ import annotations

import time
from pathlib import Path

from pipelines.access import person
from pipelines.cli.handin import expand, print_report
from pipelines.cli.output import console, fail, progress
from pipelines.cli.release import print_comparison
from pipelines.cli.release_diff import diff_releases
from pipelines.cli.run import print_stages
from pipelines.contracts.release_policy import State
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.handin import HandIn
from pipelines.intake import Upload
from pipelines.orchestration.run import run
from pipelines.register import AcceptedPart, open_register
from pipelines.release.workflow import Workflow, state_of
from pipelines.settings import Settings
from pipelines.synthetic import make_examples
from pipelines.texts import text
from pipelines.texts.numbers import number

ACTOR = "demo"


def run_demo(*, everything: bool = False) -> None:
    """The main job from files to a published release. Exits 2 if a computed figure is not the published one.

    Args:
        everything: also the surveys whose examples are extras.
    """
    settings = Settings()
    register = open_register(settings.register_url)
    if any(_real_persons(settings, part) for part in register.current_parts()):
        fail(text("cli.demo_ekte_data", home=str(settings.home)))
    console.print(text("cli.demo_start", home=str(settings.home)))
    started = time.perf_counter()
    files = write_examples(settings.examples, everything=everything)
    written = time.perf_counter()
    with progress() as show:
        uploads = [Upload.from_path(path) for path in expand(files)]
        reports = HandIn.of(settings).deliver(uploads, actor=ACTOR, channel=ACTOR, progress=show)
    refused = [report for report in reports if report.status.exit_code > 1]
    for report in refused:
        print_report(report)
    if refused:
        fail(text("cli.demo_avvist", n=len(refused)))
    accepted = sum(report.rows_accepted for report in reports)
    delivered = time.perf_counter()
    console.print(text("cli.kjorer"))
    result = run(settings)
    _publish(settings, result.release)
    finished = time.perf_counter()
    before = [
        (text("trinn.eksempler", n=number(len(files))), written - started, accepted),
        (text("trinn.innlevering"), delivered - written, accepted),
    ]
    print_stages(result, before)
    console.print(text("cli.demo_tid", examples=number(written - started, 1), rest=number(finished - written, 1)))
    console.print(text("cli.publisert", release=result.release))
    if not print_comparison(settings.releases / result.release):
        fail(text("cli.demo_ulikt"))


def _publish(settings: Settings, release: str) -> None:
    """Take a demo's release the whole way, as people would; one that was shown before is shown again."""
    workflow, actor = Workflow.of(settings), person()
    state = state_of(workflow.register.release(release))
    if state is State.REPLACED:
        workflow.roll_back(actor=actor, reason=text("cli.demo_grunn"), to=release)
    if state is not State.DRAFT:
        return
    if (shown := workflow.register.published()) is not None:
        diff_releases(shown, release, as_json_=False, markdown=None, language="nb")
    workflow.submit(release, actor=actor)
    workflow.approve(release, actor=actor, second_person=text("cli.demo_leser"))
    workflow.publish(release, actor=actor)


def _real_persons(settings: Settings, part: AcceptedPart) -> bool:
    """Whether a part holds persons that are not made up: example files would take its place."""
    survey = load_contracts(settings.contracts).surveys.get(part.survey)
    return not part.synthetic and (survey is None or survey.kind.of_persons)


def write_examples(
    folder: Path, survey: str | None = None, year: int | None = None, *, everything: bool = False
) -> list[Path]:
    """Write the example files of every survey that is no extra, of every one, or of the one named, under `folder`."""
    settings = Settings()
    contracts = load_contracts(settings.contracts)
    if survey is not None and survey not in contracts.surveys:
        fail(text("cli.ukjent_undersokelse", survey=survey, known=", ".join(contracts.surveys)))
    with progress() as show:
        geography = load_geography(settings.contracts / "reference")
        files = make_examples(
            contracts, geography, folder, survey=survey, year=year, everything=everything, progress=show
        )
    if not files:
        fail(text("cli.ingen_eksempler"))
    console.print(text("cli.eksempler", n=len(files), folder=str(folder)))
    return files
