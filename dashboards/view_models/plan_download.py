"""What a plan's page shows of the indicators, as a file for a spreadsheet."""

from __future__ import annotations

from dashboards.view_models.table_file import csv_of, with_note
from pipelines.published import Region
from pipelines.texts import text
from pipelines.told import choices
from pipelines.told.plan_goals import PlanView


def plan_file(shown: PlanView, region: Region, release: str, language: str = "nb") -> bytes:
    """The tables of all goals as CSV that a Norwegian Excel opens.

    Each line carries goal, place and release, so that it can be cited when it has left the page.
    """
    titles = list(dict.fromkeys(column.title for goal in shown.goals for column in goal.table.columns))
    heads = [text(f"planstatus.kol_{key}", language) for key in ("mal", "region", "utgivelse")]
    lines = [[*heads, *titles]]
    for goal in shown.goals:
        columns = [column.title for column in goal.table.columns]
        for row in goal.table.rows:
            cells = dict(zip(columns, map(with_note, row), strict=True))
            lines.append([goal.title, choices.name_of(region, language), release, *(cells.get(t, "") for t in titles)])
    return csv_of(lines)


def file_name(shown: PlanView, region: Region) -> str:
    """The file's name: plan and place."""
    return f"{shown.plan.id}_{region.key}.csv"
