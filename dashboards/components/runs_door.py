"""The way from the page Kjøringer to the runs: what would be done is read here, what is done is asked of Dagster.

Everything is imported inside functions, so that a visitor of the other pages never waits for it. Nothing here opens the
warehouse, and nothing is changed but through Dagster.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dashboards.components.guard import guarded
from pipelines.access.policy import Action
from pipelines.settings import Settings
from pipelines.texts import text

if TYPE_CHECKING:
    from pipelines.access.permissions import Holder
    from pipelines.contracts.evaluation_file import Evaluation
    from pipelines.contracts.model import Survey
    from pipelines.contracts.plan_parts import PlanText
    from pipelines.evaluations.drafts import Draft
    from pipelines.evaluations.engine import Engine, Run
    from pipelines.evaluations.opening import Inputs
    from pipelines.evaluations.plan_words import PlanInWords
    from pipelines.evaluations.waiting import Waiting
    from pipelines.evaluations.year_wheel import Day, Delivered
    from pipelines.published import Release
    from pipelines.register import Register
    from pipelines.reports.listed import Listed


@dataclass(frozen=True)
class RunsDoor:
    """One installation's runs, for one visitor. What she does and sees is asked of `holder` here."""

    settings: Settings
    language: str
    holder: Holder

    def may(self, action: Action) -> bool:
        """Whether what needs this action is to be offered."""
        return self.holder.may(action)

    def require(self, action: Action, subject: str) -> None:
        """Refuse what she may not do, and put the refusal in the trail.

        Raises:
            Refused: she may not.
        """
        with guarded(self.register, self.holder, subject):
            self.holder.require(action, language=self.language)

    @cached_property
    def register(self) -> Register:
        """Where requests and refusals are entered."""
        from pipelines.register import open_register

        return open_register(self.settings.register_url)

    @cached_property
    def engine(self) -> Engine:
        """Dagster."""
        from pipelines.evaluations.engine import Engine

        return Engine.of(self.settings)

    @cached_property
    def inputs(self) -> Inputs:
        """What figures are made from, as it stands now."""
        from pipelines.evaluations.opening import fresh_inputs

        return fresh_inputs(self.settings)

    @cached_property
    def evaluations(self) -> Mapping[str, Evaluation]:
        """The declared runs."""
        from pipelines.evaluations.reading import load_evaluations

        return load_evaluations(self.settings.contracts)

    def next_times(self) -> Mapping[str, datetime | None]:
        """Evaluation -> when Dagster starts it next, None where it is switched off; unknown ones are left out.

        Raises:
            UserError: Dagster does not answer.
        """
        from pipelines.evaluations.names import job_name

        known = self.engine.schedules()
        return {one: known[job_name(one)] for one in self.evaluations if job_name(one) in known}

    def plan(self) -> PlanInWords:
        """What a run would do now."""
        from pipelines.contracts.model import in_language
        from pipelines.evaluations.plan_words import in_words
        from pipelines.evaluations.run_plan import run_plan

        surveys = self.inputs.contracts.surveys.values()
        titles = {survey.id: in_language(survey.title, self.language) for survey in surveys}
        return in_words(run_plan(self.inputs), titles, self.language)

    def reminder(self, survey: Survey, day: Day, language: str) -> str:
        """The text of a reminder, ready to send."""
        from pipelines.evaluations.year_wheel import reminder

        return reminder(survey, day, language)

    def waves(self) -> list[str]:
        """`survey|year` of every wave."""
        return [f"{survey.id}|{year}" for survey, year in self.inputs.contracts.waves]

    @cached_property
    def received(self) -> Counter[tuple[str, int]]:
        """Survey and year -> rows received, of every wave that something is received of."""
        rows: Counter[tuple[str, int]] = Counter()
        for part in self.inputs.register.parts_to_build():
            rows[part.survey, part.year] += part.rows
        return rows

    def each_wave(self) -> list[tuple[Survey, int, int, tuple[str, ...], str]]:
        """Each wave that something is received of: survey, year, rows, how its stages went, and where it is published.

        Raises:
            UserError: Dagster does not answer.
        """
        from pipelines.evaluations.names import WAVE_STAGES

        stages, rows = self.engine.waves(WAVE_STAGES), self.received
        closed = self.inputs.register.closed_waves()
        return [
            (survey, year, rows[survey.id, year],
             tuple(stages.get(stage, {}).get(f"{survey.id}|{year}", "") for stage in WAVE_STAGES),
             closed.get((survey.id, year), ""))
            for survey, year in self.inputs.contracts.waves
            if rows[survey.id, year] or (survey.id, year) in closed
        ]  # fmt: skip

    def why(self, run: Run) -> str:
        """Why a run stopped."""
        from pipelines.evaluations.names import LANGUAGE

        return self.engine.why(run.id, run.tags.get(LANGUAGE, "nb"))

    def start(self, evaluation: Evaluation) -> str:
        """Start an evaluation's run now; returns the run's id."""
        self.require(Action.STEER_RUNS, evaluation.id)
        from pipelines.evaluations.names import EVALUATION, every_wave, job_name

        return self.engine.start(job_name(evaluation.id), tags={EVALUATION: evaluation.id, **every_wave(self.waves())})

    def stop(self, run: str) -> str:
        """Stop a run; returns its id."""
        self.require(Action.STEER_RUNS, "stans")
        self.engine.stop(run)
        return run

    def rebuild(self, first: str, last: str) -> str:
        """Make the waves from `first` to `last` again, and a draft of them; returns the run's id."""
        self.require(Action.STEER_RUNS, f"{first}–{last}")
        from pipelines.evaluations.names import BUILD_JOB, every_wave

        return self.engine.start(BUILD_JOB, tags=every_wave([first, last]))

    def step(self, step: str, release: str, **said: Any) -> str:
        """Ask for a step of a release; returns the run's id."""
        from pipelines.access.states import action_of
        from pipelines.contracts.release_policy import Step
        from pipelines.evaluations.names import LANGUAGE, STEP_JOB, STEP_OP

        self.require(action_of(self.holder, Step(step)), release)
        asked = {"step": step, "release": release, **{name: value for name, value in said.items() if value}}
        asked |= self._in_her_name(step, release)
        return self.engine.start(STEP_JOB, {"ops": {STEP_OP: {"config": asked}}}, {LANGUAGE: self.language})

    def compare(self, release: str) -> str:
        """Ask for what a draft changes; returns the run's id."""
        self.require(Action.SEE_DRAFTS, release)
        from pipelines.evaluations.names import CHANGES_JOB, CHANGES_OP

        return self.engine.start(CHANGES_JOB, {"ops": {CHANGES_OP: {"config": {"release": release}}}})

    def revise(self, survey: str, year: int, reason: str) -> str:
        """Ask for a revision of a closed wave; returns the run's id."""
        from pipelines.evaluations.names import LANGUAGE, REVISION_JOB, REVISION_OP

        self.require(Action.STEER_RUNS, f"{survey}|{year}")
        asked = {"survey": survey, "year": year, "reason": reason, **self._in_her_name("revider", f"{survey}|{year}")}
        return self.engine.start(REVISION_JOB, {"ops": {REVISION_OP: {"config": asked}}}, {LANGUAGE: self.language})

    def reports(self, release: Release, evaluation: str) -> Mapping[str, Listed]:
        """The finished reports that an evaluation asks for of `release`, by what they are called."""
        from pipelines.reports.declared import load_report
        from pipelines.reports.listed import finished

        found = finished(self.settings.reports, release.id, evaluation)
        titles = {name: load_report(self.settings.contracts, name).title for name in {one.report for one in found}}
        return {self._report_name(one, titles[one.report], release): one for one in found}

    def _report_name(self, one: Listed, title: PlanText, release: Release) -> str:
        region = release.region.get(one.place)
        place = one.place if region is None else region.navn
        plan = release.plans.by_id.get(one.plan or "")
        named = title.said(one.language).format(place=place, plan=plan.title.said(one.language) if plan else "")
        said = (f"kjoring.sprak_{one.language}", f"rapportknapp.som_{one.written_as}")
        written_as = ", ".join(text(key, self.language) for key in said)
        return ", ".join([named, *([place] if place not in named else []), written_as])

    def bundled(self, reports: Sequence[Listed]) -> bytes:
        """All of them in one zip file."""
        from pipelines.reports.listed import bundle

        return bundle(reports)

    def make_reports(self, evaluation: str) -> str:
        """Ask for an evaluation's reports of the published release; returns the run's id."""
        from pipelines.evaluations.names import report_job_name

        self.require(Action.STEER_RUNS, evaluation)
        return self.engine.start(report_job_name(evaluation))

    def _in_her_name(self, step: str, subject: str) -> Mapping[str, Any]:
        """What tells Dagster who asks, where others than the user of this machine do: a request that the register has.

        Dagster's own user takes the step; a name in its configuration could be anybody's.
        """
        return {} if self.holder.single_user else {"request": self.register.ask(self.holder.actor, step, subject)}

    def drafts(self) -> list[Draft]:
        """The releases on their way that she may see, each as she is shown it, with the steps that are hers to take."""
        from pipelines.access.states import may_see, steps_for
        from pipelines.evaluations.draft_parts import shown_to
        from pipelines.evaluations.drafts import drafts

        found = [one for one in drafts(self.settings, self.language) if may_see(self.holder, one.state)]
        shown = [shown_to(self.holder, one, self.settings.releases, self.inputs.geography) for one in found]
        return [replace(one, steps=steps_for(self.holder, one.steps)) for one in shown]

    def closed(self) -> Sequence[Waiting]:
        """The closed waves, and what waits for each."""
        from pipelines.evaluations.waiting import waiting

        return waiting(self.settings)

    def days(self, today: date) -> list[Day]:
        """The days of every evaluation's wheel, in order."""
        from pipelines.evaluations.year_wheel import days

        found = [day for evaluation in self.evaluations.values() for day in days(evaluation, today)]
        return sorted(found, key=lambda day: day.on)

    def surveys_of(self, day: Day) -> list[Survey]:
        """The surveys whose deliveries a day is for."""
        from pipelines.evaluations.scope import surveys_of

        return surveys_of(self.evaluations[day.evaluation], self.inputs.contracts)

    def delivered(self, survey: Survey, year: int) -> Delivered:
        """Who has delivered to a wave."""
        from pipelines.evaluations.year_wheel import delivered

        return delivered(self.inputs, survey, year)
