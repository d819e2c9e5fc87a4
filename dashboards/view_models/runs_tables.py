"""The tables of the page Kjøringer: past runs, planned ones, what a run would do, checklists, days and deliveries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from pipelines.contracts.model import in_language
from pipelines.evaluations.engine import called
from pipelines.texts import text
from pipelines.texts.numbers import TIME_ZONE, number
from pipelines.told.table import Cell, Column, Table

if TYPE_CHECKING:
    from pipelines.contracts.evaluation_file import Evaluation
    from pipelines.contracts.model import Survey
    from pipelines.evaluations.drafts import Draft
    from pipelines.evaluations.engine import Run
    from pipelines.evaluations.waiting import Waiting
    from pipelines.evaluations.year_wheel import Day

STATUSES = frozenset(
    {"QUEUED", "NOT_STARTED", "STARTING", "STARTED", "SUCCESS", "FAILURE", "CANCELING", "CANCELED"}  # of runs
    | {"IN_PROGRESS", "SKIPPED"}  # of stages
)

_CLOCK = "%d.%m.%Y\N{NO-BREAK SPACE}%H:%M"
STOPPED = "CANCELED"
WORDY = frozenset({"kjoring", "hvorfor", "punkt", "hva"})


def clock(moment: datetime | None) -> str:
    """A moment by the clock in Oslo; empty for none."""
    return "" if moment is None else moment.astimezone(ZoneInfo(TIME_ZONE)).strftime(_CLOCK)


def status(word: str, language: str) -> str:
    """Dagster's word for how a run or a stage goes, in ours; its own where we have none."""
    return text(f"kjoring.status_{word}", language) if word in STATUSES else word


def name_of(run: Run, evaluations: Mapping[str, Evaluation], language: str) -> str:
    """What a run is called: its evaluation's title, or what its job does."""
    evaluation = evaluations.get(run.tags.get("opptrapp/evaluering", ""))
    if evaluation is not None:
        title = evaluation.title.said(language)
        of_reports = run.job.startswith("rapporter_")
        return text("kjoring.jobb_rapporter", language, kjoring=title) if of_reports else title
    known = {"bygg_utkast", "utgivelse", "revisjon", "endringer", "ta_imot", "paaminnelser"}
    return text(f"kjoring.jobb_{run.job}", language) if run.job in known else run.job


def runs_table(runs: Iterable[Run], evaluations: Mapping[str, Evaluation], language: str) -> Table:
    """Past runs and those under way, newest first."""
    rows = [
        (
            clock(run.created),
            name_of(run, evaluations, language),
            status(run.status, language),
            _stages(run, language),
            clock(run.ended),
        )
        for run in runs
    ]
    return _table("kjoringer", ("startet", "kjoring", "status", "trinn", "ferdig"), rows, language)


def _stages(run: Run, language: str) -> str:
    """«Kube, vernet: stanset» for the stage that a run has come to."""
    if not run.stages:
        return ""
    last, how = list(run.stages.items())[-1]
    done = sum(one in {"SUCCESS", "SKIPPED"} for one in run.stages.values())
    if how == "SUCCESS" and not run.under_way:
        return text("kjoring.alle_trinn", language, n=done)
    how = run.status if run.status == STOPPED else how  # of a stage that somebody stops, Dagster says that it failed
    return text("kjoring.trinn_av", language, trinn=called(last, language), hvordan=status(how, language).lower())


def planned_table(
    evaluations: Mapping[str, Evaluation], moments: Mapping[str, datetime | None], language: str
) -> Table:
    """Every declared run with when it starts next.

    Args:
        evaluations: by id.
        moments: id -> when; none for one that is switched off.
        language: of the words.
    """
    rows = [
        (
            one.title.said(language),
            clock(moments.get(one.id)) or text("kjoring.avslatt", language),
            ", ".join(text(f"rapportknapp.som_ord_{output.kind}", language) for output in one.outputs) or "–",
            ", ".join(approver.name for approver in one.approvers),
        )
        for one in evaluations.values()
    ]
    return _table("planlagt", ("kjoring", "neste", "rapporter", "godkjennes_av"), rows, language)


def plan_table(rows: Iterable[tuple[str, int, str, str]], language: str) -> Table:
    """What a run would build anew: wave, rows, why, deliveries."""
    cells = [(wave, number(count), why, deliveries) for wave, count, why, deliveries in rows]
    return _table("plan", ("bolge", "rader", "hvorfor", "leveringer"), cells, language, numeric=(1,))


def waves_table(waves: Iterable[tuple[Survey, int, int, tuple[str, ...], str]], language: str) -> Table:
    """Each wave: rows received, how the stages that are made wave by wave went last, and the release it stands in."""
    rows = [
        (
            f"{in_language(survey.title, language)} {year}",
            number(received),
            *(status(stage, language) or "–" for stage in stages),
            release or "–",
        )
        for survey, year, received, stages, release in waves
    ]
    columns = ("bolge", "rader", "mottatt", "lastet", "utgivelse")
    return _table("bolger", columns, rows, language, numeric=(1,))


def checklist_table(draft: Draft, language: str) -> Table:
    """A draft's checklist."""
    said = {True: "stanser", False: "merk"}
    rows = [
        (
            text("kjoring.i_orden" if r.in_order else f"kjoring.{said[r.stops]}", language),
            r.sentence,
        )
        for r in draft.remarks
    ]
    return _table("sjekkliste", ("status", "punkt"), rows, language)


def waiting_table(waves: Iterable[Waiting], titles: Mapping[str, str], language: str) -> Table:
    """The closed waves and what waits for each."""
    rows = [(f"{titles.get(one.survey, one.survey)} {one.year}", one.release, one.words) for one in waves]
    return _table("revisjon", ("bolge", "utgivelse", "hva"), rows, language)


def days_table(days: Iterable[Day], today: date, language: str) -> Table:
    """The days of the wheel."""
    rows = [
        (
            f"{text('kjoring.omkring', language) if day.deadline.approximate else ''}{day.on:%d.%m.%Y}",
            str(day.year),
            day.deadline.title.said(language),
            day.deadline.who.said(language),
            _left(day.left(today), language),
        )
        for day in days
    ]
    return _table("frister", ("dag", "bolge", "hva", "hvem", "igjen"), rows, language)


def _left(days: int, language: str) -> str:
    if days < 0:
        return text("kjoring.dager_siden", language, n=-days)
    return text("kjoring.dager_igjen", language, n=days) if days else text("kjoring.i_dag", language)


def missing_table(missing: Iterable[tuple[str, str]], language: str) -> Table:
    """The municipalities that have not delivered."""
    return _table("mangler", ("nummer", "kommune"), missing, language)


def _table(
    name: str, columns: Iterable[str], rows: Iterable[tuple[str, ...]], language: str, numeric: tuple[int, ...] = ()
) -> Table:
    made = [
        Column(text(f"kjoring.kol_{column}", language), numeric=position in numeric, wordy=column in WORDY)
        for position, column in enumerate(columns)
    ]
    cells = tuple(tuple(Cell(words) for words in row) for row in rows)
    return Table(text(f"kjoring.tabell_{name}", language), tuple(made), cells)
