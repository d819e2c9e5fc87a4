"""A small installation with accepted parts, for tests of what comes after the hand-in."""

from __future__ import annotations

from collections.abc import Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
import yaml

from pipelines.access import person
from pipelines.contracts.model import Survey
from pipelines.contracts.repository import load_contracts
from pipelines.handin.acceptance import accept
from pipelines.intake import Part, Reading
from pipelines.register import Delivery, Register, open_register
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings
from tests.support.files import Row, valid_rows

if TYPE_CHECKING:
    from pipelines.orchestration.stages import Stages

WAVE, NEXT, SIZES = ("audit_c", 2020), ("audit_c", 2021), {"1103": 40, "0301": 30}
"""The wave of the draft that tests share, another one, and its municipalities' rows.

Of a survey with few indicators: to protect BrukerPlan's hundred takes nearly thirty times as long, and whole ones are
looked at in the demo.
"""
AUTHOR = person()
"""Who builds in tests: drafts are entered by the user that runs them."""


def survey_rows(
    survey: Survey, year: int, municipality: str, n: int, *, synthetic: bool = True, **fixed: str | None
) -> list[Row]:
    """`n` valid rows of one municipality; `fixed` columns have that value in every row."""
    form = survey.form_of(year)
    assert form is not None
    rows = valid_rows(form, n, year, municipality, seed=int(municipality))
    marked = [{**row, **fixed} for row in rows]
    if survey.row_key:
        mark = survey.synthetic_prefix if synthetic else "R"
        marked = [{**row, survey.row_key: f"{mark}{n}"} for n, row in enumerate(marked)]
    return marked


def put_part(settings: Settings, survey_id: str, year: int, rows: Sequence[Row], municipality: str | None) -> None:
    """Accept `rows` as one part, without checking them."""
    survey = load_contracts(settings.contracts).surveys[survey_id]
    form = survey.form_of(year)
    assert form is not None
    table = pl.DataFrame(rows, schema={c.name: pl.String for c in form.columns}, orient="row")
    key = tuple((column, table[column][0]) for column in survey.part_key)
    part = Part(0, key, year, municipality, table.height)
    reading = Reading(
        "fil", "0" * 64, survey, form, table.with_columns(pl.lit(0, pl.Int32).alias("del")), (part,), (), table.height
    )
    register: Register = open_register(settings.register_url)
    accepted = accept(settings.accepted, reading, (), frozenset())
    delivery = Delivery("test", "fil", "0" * 64, survey_id, form.id, year, "ok", table.height, table.height, 0)
    register.record(delivery, accepted, ())


def put_wave(
    settings: Settings, survey_id: str, year: int, sizes: dict[str, int], *, synthetic: bool = True, **fixed: str | None
) -> None:
    """Accept one part per municipality, of the given number of rows."""
    survey = load_contracts(settings.contracts).surveys[survey_id]
    for municipality, n in sizes.items():
        put_part(
            settings,
            survey_id,
            year,
            survey_rows(survey, year, municipality, n, synthetic=synthetic, **fixed),
            municipality,
        )


def keep_indicators(contracts: Path, survey_id: str, kept: Container[str]) -> None:
    """Leave of a survey's indicators only those, in a copy of the contracts. Nor are there plans, which name others."""
    path = contracts / "surveys" / survey_id / "indicators.yaml"
    entries = [entry for entry in yaml.safe_load(path.read_text(encoding="utf-8")) if entry["id"] in kept]
    path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False), encoding="utf-8")
    for plan in (contracts / "plans").iterdir():
        plan.unlink()


def build_draft(stages: Stages, partitions: Sequence[str] | None = None) -> str:
    """Every stage in order, of all waves or of those named; returns the draft's id."""
    stages.load(stages.partitions if partitions is None else partitions)
    stages.build_cube()
    stages.protect()
    return freeze_draft(stages)


def freeze_draft(stages: Stages) -> str:
    """The last three stages, of what is protected already; returns the draft's id."""
    stages.candidate()
    stages.audit()
    return stages.adopt()


def set_on_the_pages(settings: Settings, release: str) -> None:
    """Publish a draft of example data as one person does it alone."""
    workflow = Workflow.of(settings)
    if (shown := workflow.register.published()) is not None:
        workflow.register.note_changes_seen(release, shown, AUTHOR)
    workflow.submit(release, actor=AUTHOR)
    workflow.approve(release, actor=AUTHOR)
    workflow.publish(release, actor=AUTHOR)
