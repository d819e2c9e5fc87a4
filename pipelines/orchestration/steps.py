"""What people do to releases and closed waves, as jobs: the page asks Dagster, and Dagster's user does it.

Whether a step may be taken is `release`'s to say; a refusal fails the run with the reason as its message.
"""

# No `from __future__ import annotations` here: Dagster reads the context's annotation as a class.

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import dagster as dg
from pydantic import Field

from pipelines.access import person
from pipelines.contracts.release_policy import Step
from pipelines.errors import UserError
from pipelines.evaluations.names import CHANGES_JOB, CHANGES_OP, LANGUAGE, REVISION_JOB, REVISION_OP, STEP_JOB, STEP_OP
from pipelines.register import open_register
from pipelines.release.diff import diff
from pipelines.release.diff_store import store_diff
from pipelines.release.revision import Revisions
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from pipelines.texts import speaking, text
from pipelines.texts.again import noted_in_every_language


class ReleaseStepConfig(dg.Config):
    """A step of a release's way."""

    step: str = Field(description="send, godkjenn, avvis, publiser, trekk or tilbake.")
    release: str
    reason: str | None = None
    second_person: str | None = None
    embargo: str | None = Field(default=None, description="ISO 8601 with its zone.")
    request: int | None = Field(default=None, description="The register's number of who asked; else it is this user.")
    changes_seen: bool = Field(default=False, description="The actor has been shown what the release changes.")


class RevisionConfig(dg.Config):
    """A revision of a closed wave."""

    survey: str
    year: int
    reason: str
    request: int | None = Field(default=None, description="As for a step of a release.")
    open: bool = Field(default=True, description="False ends an open one without publishing.")


class ReleaseConfig(dg.Config):
    """A release."""

    release: str


def step_definitions(settings: Settings) -> list[dg.JobDefinition]:
    """The jobs of one installation."""

    @dg.op(name=STEP_OP, description=text("orchestration.utgivelse"))
    def ta_steg(context: dg.OpExecutionContext, config: ReleaseStepConfig) -> None:
        with _spoken_to(context):
            _take(Workflow.of(settings), config, _asked_by(settings, config.request, config.step, config.release))

    @dg.op(name=REVISION_OP, description=text("orchestration.revisjon"))
    def revider(context: dg.OpExecutionContext, config: RevisionConfig) -> None:
        revisions = Revisions.of(settings)
        act = revisions.open if config.open else revisions.close
        with _spoken_to(context):
            actor = _asked_by(settings, config.request, "revider", f"{config.survey}|{config.year}")
            act(config.survey, config.year, actor=actor, reason=config.reason)

    @dg.op(name=CHANGES_OP, description=text("orchestration.endringer"))
    def regn_ut_endringer(config: ReleaseConfig) -> None:
        tell_changes(settings, config.release)

    @dg.job(name=STEP_JOB, description=text("orchestration.utgivelse"), executor_def=dg.in_process_executor)
    def step() -> None:
        ta_steg()

    @dg.job(name=REVISION_JOB, description=text("orchestration.revisjon"), executor_def=dg.in_process_executor)
    def revision() -> None:
        revider()

    @dg.job(name=CHANGES_JOB, description=text("orchestration.endringer"), executor_def=dg.in_process_executor)
    def changes() -> None:
        regn_ut_endringer()

    return [step, revision, changes]


def tell_changes(settings: Settings, release: str) -> int | None:
    """Put beside `release` what it changes of the published one; returns how many figures, None where it is the first.

    Raises:
        UserError: one of the two has been changed since it was frozen.
    """
    shown = Workflow.of(settings).register.published()
    if shown is None or shown == release:
        return None
    found = diff(settings.releases / shown, settings.releases / release)
    store_diff(settings.releases, found)
    return found.figures.height


@contextmanager
def _spoken_to(context: dg.OpExecutionContext) -> Iterator[None]:
    """Refuse in the language of the page that asked; nothing that is kept is told in it."""
    with speaking(context.run.tags.get(LANGUAGE, "nb")), noted_in_every_language():
        yield


def _asked_by(settings: Settings, request: int | None, step: str, subject: str) -> str:
    """Whoever asked for it on a page, as the register has it; without a request the user of this process."""
    if request is None:
        return person()
    return open_register(settings.register_url).take_request(request, step, subject)


def _take(workflow: Workflow, asked: ReleaseStepConfig, actor: str) -> None:
    release, reason = asked.release, asked.reason or ""
    shown = workflow.register.published()
    if asked.changes_seen and shown is not None and shown != release:
        workflow.note_changes_seen(shown, release, actor=actor)
    match asked.step:
        case Step.SUBMIT:
            workflow.submit(release, actor=actor)
        case Step.APPROVE:
            until = datetime.fromisoformat(asked.embargo) if asked.embargo else None
            workflow.approve(release, actor=actor, embargo=until, second_person=asked.second_person)
        case Step.REJECT:
            workflow.reject(release, actor=actor, reason=reason)
        case Step.PUBLISH:
            workflow.publish(release, actor=actor)
        case Step.WITHDRAW:
            workflow.withdraw(release, actor=actor, reason=reason)
        case Step.ROLL_BACK:
            workflow.roll_back(actor=actor, reason=reason, to=release)
        case _:
            raise UserError(text("kjoring.ukjent_steg", steg=asked.step[:40]))
