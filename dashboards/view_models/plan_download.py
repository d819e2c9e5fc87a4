"""What a plan's page shows of the indicators, as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io

from dashboards.view_models import choices
from dashboards.view_models.plan_goals import PlanView
from dashboards.view_models.table import Cell
from pipelines.published import Region
from pipelines.texts import text


def plan_file(shown: PlanView, region: Region, release: str, language: str = "nb") -> bytes:
    """The tables of all goals as CSV that a Norwegian Excel opens: semicolons, UTF-8 with its mark.

    Each line carries goal, place and release, so that it can be cited when it has left the page.
    """
    titles = list(dict.fromkeys(column.title for goal in shown.goals for column in goal.table.columns))
    heads = [text(f"planstatus.kol_{key}", language) for key in ("mal", "region", "utgivelse")]
    lines = [[*heads, *titles]]
    for goal in shown.goals:
        columns = [column.title for column in goal.table.columns]
        for row in goal.table.rows:
            cells = dict(zip(columns, map(_with_note, row), strict=True))
            lines.append([goal.title, choices.name_of(region, language), release, *(cells.get(t, "") for t in titles)])
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(map(_plain, line) for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _with_note(cell: Cell) -> str:
    return f"{cell.text} ({cell.note.rstrip('.')})" if cell.note else cell.text


def _plain(words: str) -> str:
    """A text that a spreadsheet would take for a formula begins with an apostrophe."""
    return f"'{words}" if words.startswith(("=", "+", "-", "@", "\t", "\r")) else words


def file_name(shown: PlanView, region: Region) -> str:
    """The file's name: plan and place."""
    return f"{shown.plan.id}_{region.key}.csv"
