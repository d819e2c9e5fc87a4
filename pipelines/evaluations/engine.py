"""Dagster as the pages and commands see it: its GraphQL, over loopback. What runs, runs there and nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from pipelines.errors import UserError
from pipelines.settings import Settings
from pipelines.texts import MissingText, current_language, quoted, text
from pipelines.texts.again import noted, without_notes
from pipelines.texts.borrowed import NORWEGIAN

LOCATION, REPOSITORY = "opptrapp", "__repository__"
SECONDS = 15
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
UNDER_WAY = frozenset({"QUEUED", "NOT_STARTED", "STARTING", "STARTED", "CANCELING"})

_OUR_CLASS = re.compile(r"^pipelines(\.\w+)+: ")
_SELECTOR = {"repositoryName": REPOSITORY, "repositoryLocationName": LOCATION}
_RUNS = """query($limit: Int!) { runsOrError(limit: $limit) { ... on Runs { results {
  runId jobName status creationTime startTime endTime tags { key value }
  stepStats { stepKey status } } } ... on PythonError { message } } }"""
_WHY = """query($run: ID!) { logsForRun(runId: $run) { ... on EventConnection { events { __typename
  ... on ExecutionStepFailureEvent { stepKey error { message cause { message } } }
  ... on RunFailureEvent { message error { message } }
  ... on AssetCheckEvaluationEvent { evaluation { checkName success } } } } } }"""
_SCHEDULES = """query($selector: RepositorySelector!) { schedulesOrError(repositorySelector: $selector) {
  ... on Schedules { results { name scheduleState { status } futureTicks(limit: 1) { results { timestamp } } } }
  ... on PythonError { message } ... on RepositoryNotFoundError { message } } }"""
_WAVES = """query($stages: [AssetKeyInput!]!) { assetNodes(assetKeys: $stages) { assetKey { path }
  assetPartitionStatuses { ... on DefaultPartitionStatuses {
    materializedPartitions failedPartitions materializingPartitions } } } }"""
_LAUNCH = """mutation($params: ExecutionParams!) { launchRun(executionParams: $params) { __typename
  ... on LaunchRunSuccess { run { runId } } ... on PythonError { message } ... on PipelineNotFoundError { message }
  ... on RunConfigValidationInvalid { errors { message } } } }"""
_STOP = """mutation($run: String!) { terminateRun(runId: $run) { __typename
  ... on TerminateRunFailure { message } ... on RunNotFoundError { message } ... on PythonError { message } } }"""


class EngineDown(UserError):
    """Dagster does not answer at `address`."""

    def __init__(self, address: str) -> None:
        super().__init__(text("kjoring.nede", adresse=address))
        self.address = address


class EngineRefused(UserError):
    """Dagster answered that it will not."""


@dataclass(frozen=True)
class Run:
    """A run: planned by nobody but started, under way, or over.

    Attributes:
        id: Dagster's.
        job: what was run.
        status: Dagster's word, such as SUCCESS.
        created: when it was asked for.
        ended: when it was over; None until then.
        tags: among them which evaluation it is of.
        stages: stage -> Dagster's word for how it went, in order.
    """

    id: str
    job: str
    status: str
    created: datetime
    ended: datetime | None
    tags: Mapping[str, str]
    stages: Mapping[str, str]

    @property
    def under_way(self) -> bool:
        """Whether it waits or runs, and can be stopped."""
        return self.status in UNDER_WAY


@dataclass(frozen=True)
class Engine:
    """Dagster at an address on this machine."""

    url: str

    @classmethod
    def of(cls, settings: Settings) -> Engine:
        """The installation's Dagster.

        Raises:
            UserError: the address is not one of this machine: GraphQL has no login of its own.
        """
        address = urlsplit(settings.dagster_url)
        if address.scheme not in {"http", "https"} or address.hostname not in LOOPBACK:
            raise UserError(text("kjoring.ikke_loopback"))
        return cls(settings.dagster_url)

    def runs(self, limit: int = 20) -> list[Run]:
        """The newest runs, newest first."""
        found = self._ask(_RUNS, {"limit": limit})["runsOrError"]
        return [_run(one) for one in found["results"]]

    def schedules(self) -> dict[str, datetime | None]:
        """Name -> when it fires next; None for one that is switched off."""
        found = self._ask(_SCHEDULES, {"selector": _SELECTOR})["schedulesOrError"]
        if "results" not in found:
            raise EngineRefused(text("kjoring.ikke_lastet"))
        result: dict[str, datetime | None] = {}
        for one in found["results"]:
            ticks = one["futureTicks"]["results"]
            on = one["scheduleState"]["status"] == "RUNNING"
            result[one["name"]] = _moment(ticks[0]["timestamp"]) if ticks and on else None
        return result

    def waves(self, stages: Sequence[str]) -> dict[str, dict[str, str]]:
        """Stage -> wave (`survey|year`) -> Dagster's word for how it went last; waves it never came to are left out.

        Args:
            stages: those that are made wave by wave.
        """
        found = self._ask(_WAVES, {"stages": [{"path": [stage]} for stage in stages]})["assetNodes"]
        return {one["assetKey"]["path"][0]: _by_wave(one["assetPartitionStatuses"]) for one in found}

    def start(self, job: str, config: Mapping[str, Any] | None = None, tags: Mapping[str, str] | None = None) -> str:
        """Start a job.

        Returns:
            The run's id.

        Raises:
            EngineRefused: there is no such job, or the configuration is not one.
        """
        params = {
            "selector": {**_SELECTOR, "jobName": job},
            "runConfigData": dict(config or {}),
            "executionMetadata": {"tags": [{"key": key, "value": value} for key, value in (tags or {}).items()]},
        }
        found = self._ask(_LAUNCH, {"params": params})["launchRun"]
        if found["__typename"] != "LaunchRunSuccess":
            raise EngineRefused(text("kjoring.ikke_startet", jobb=job))
        return str(found["run"]["runId"])

    def stop(self, run: str) -> None:
        """Stop a run; what is published stands, and the next run repairs what it left.

        Raises:
            EngineRefused: it is over already, or there is none.
        """
        found = self._ask(_STOP, {"run": run})["terminateRun"]
        if found["__typename"] != "TerminateRunSuccess":
            raise EngineRefused(text("kjoring.ikke_stoppet"))

    def why(self, run: str, told_in: str = "nb") -> str:
        """Why a run stopped, in the words of what stopped it; empty where nothing tells.

        Args:
            run: its id.
            told_in: the language that it was asked for in, as its tags have it.
        """
        return why_stopped(self._ask(_WHY, {"run": run})["logsForRun"].get("events", []), told_in)

    def _ask(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = Request(f"{self.url}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310 - see `of`
        try:
            with build_opener(ProxyHandler({})).open(request, timeout=SECONDS) as answer:
                said = json.load(answer)
        except (URLError, OSError, ValueError) as error:
            raise EngineDown(self.url) from error
        if said.get("errors") or not isinstance(said.get("data"), dict):
            raise EngineRefused(text("kjoring.forstod_ikke"))
        data: dict[str, Any] = said["data"]
        return data


def called(name: str, language: str | None = None) -> str:
    """Dagster's name of a stage, a task or a check, in words; itself where there are none."""
    try:
        return text(f"trinn.{name}", language)
    except MissingText:
        return name


def why_stopped(events: Sequence[Mapping[str, Any]], told_in: str = "nb") -> str:
    """Why a run stopped, by its events: the step that failed, the checks, what else Dagster met, or that it is gone."""
    for event in events:
        if event["__typename"] == "ExecutionStepFailureEvent" and event["error"]:
            return _sentence((event["error"].get("cause") or event["error"])["message"], told_in)
    checks = [e["evaluation"]["checkName"] for e in events
              if e["__typename"] == "AssetCheckEvaluationEvent" and not e["evaluation"]["success"]]  # fmt: skip
    if checks:
        return text("kjoring.kontroll_stanset", kontroller=", ".join(map(called, checks)))
    for event in events:
        if event["__typename"] == "RunFailureEvent":
            # With nothing met, Dagster has found that the process is gone; its own words of that are for programmers.
            return _sentence(event["error"]["message"], told_in) if event["error"] else text("kjoring.forsvant")
    return ""


def _run(said: Mapping[str, Any]) -> Run:
    stages = _stages([(step["stepKey"], step["status"] or "") for step in said["stepStats"]])
    tags = {tag["key"]: tag["value"] for tag in said["tags"]}
    ended = _moment(said["endTime"]) if said["endTime"] else None
    return Run(said["runId"], said["jobName"], said["status"], _moment(said["creationTime"]), ended, tags, stages)


def _stages(steps: Sequence[tuple[str, str]]) -> dict[str, str]:
    """A stage's check is a step of its own, named after the stage: the stage goes as long as its check does."""
    stages: dict[str, str] = {}
    for step, status in steps:
        if "__" not in step:  # reports are named by the evaluation that asks for them, as their run is
            stages[next((stage for stage in stages if step.startswith(f"{stage}_")), step)] = status
    return stages


def _by_wave(said: Mapping[str, Sequence[str]]) -> dict[str, str]:
    words = {"materializedPartitions": "SUCCESS", "failedPartitions": "FAILURE", "materializingPartitions": "STARTED"}
    return {wave: word for kind, word in words.items() for wave in said[kind]}


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def sentence_of(message: str) -> str:
    """What an error says, without the class that Dagster puts before it: «pipelines.errors.UserError: …».

    An error that is not ours keeps its class: its words alone may say nothing.
    """
    return _OUR_CLASS.sub("", without_notes(message))


def _sentence(message: str, told_in: str) -> str:
    if (again := noted(message, current_language())) is not None:
        return again
    words = sentence_of(message)
    if " " not in words:  # a class and no words, as of a process that was told to end
        return text("kjoring.forsvant")
    return quoted(words) if told_in in NORWEGIAN else words
