"""`run`: build a draft release, and say what each stage took and made."""

from __future__ import annotations

from dataclasses import asdict

from pipelines.cli.output import console, fail, print_json, table
from pipelines.evaluations.plan_words import general_lines, lead, wave_rows
from pipelines.evaluations.run_plan import run_plan
from pipelines.orchestration.run import RunResult, run
from pipelines.orchestration.stages import Stages, partition_key
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number


def run_pipeline(survey: str | None, year: int | None, *, plan: bool, as_json: bool) -> None:
    """Run the job for every wave, or for the one named; with `plan`, only list what would be built."""
    settings = Settings()
    stages = Stages(settings)
    partition = _partition(stages, survey, year)
    if plan:
        _print_plan(stages, partition, as_json=as_json)
        return
    if not stages.register.parts_to_build():
        fail(text("cli.ingenting_levert"))
    result = run(settings, partition)
    if as_json:
        print_json({"run": result.run_id, "release": result.release, "stages": [vars(s) for s in result.stages]})
    else:
        print_stages(result)
        console.print(text("cli.utkast", release=result.release))


def print_stages(result: RunResult, before: list[tuple[str, float, int]] | None = None) -> None:
    """Print time and rows of each stage; `before` are stages that ran outside Dagster."""
    rows = [(name, number(seconds, 1), number(count)) for name, seconds, count in before or []]
    rows += [
        (text(f"trinn.{s.stage}"), number(s.seconds, 1), "" if s.rows is None else number(s.rows))
        for s in result.stages
    ]
    headings = (text("cli.trinn"), text("cli.sekunder"), text("cli.antall_rader"))
    table(text("cli.trinn_tittel"), headings, rows, right=(1, 2))


def _partition(stages: Stages, survey: str | None, year: int | None) -> str | None:
    if survey is None and year is None:
        return None
    if survey is None or survey not in stages.contracts.surveys:
        fail(text("cli.ukjent_undersokelse", survey=survey, known=", ".join(stages.contracts.surveys)))
    known = stages.contracts.surveys[survey].years
    if year not in known:
        fail(text("cli.ukjent_aar", survey=survey, year=year, known=", ".join(map(str, known))))
    return partition_key(survey, year)


def _print_plan(stages: Stages, partition: str | None, *, as_json: bool) -> None:
    plan = run_plan(stages)
    if partition is not None:
        survey, year = stages.wave(partition)
        plan = plan.concerning([(survey.id, year)])
    if as_json:
        print_json(asdict(plan) | {"nothing": plan.nothing})
        return
    console.print(lead(plan), markup=False, soft_wrap=True)
    rows = [
        (partition_key(wave.survey, wave.year), number(wave.rows), why, deliveries)
        for wave, why, deliveries in wave_rows(plan)
    ]
    if rows:
        headings = [text(f"cli.{name}") for name in ("bolge", "antall_rader", "hvorfor", "leveringer")]
        table(text("cli.plan_tittel"), headings, rows, right=(1,))
    for line in general_lines(plan):
        console.print(line, markup=False, soft_wrap=True)
