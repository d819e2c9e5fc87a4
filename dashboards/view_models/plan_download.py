"""What a plan's page shows of the indicators, as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io

from dashboards.view_models.plan_goals import PlanView
from pipelines.published import Region
from pipelines.texts import text


def plan_file(shown: PlanView, region: Region, release: str, language: str = "nb") -> bytes:
    """The tables of all goals as CSV that a Norwegian Excel opens: semicolons, UTF-8 with its mark.

    Each line carries goal, place and release, so that it can be cited when it has left the page.
    """
    titles = list(dict.fromkeys(column.title for goal in shown.goals for column in goal.table.columns))
    heads = [text(f"planstatus.kol_{key}", language) for key in ("mal", "region", "utgivelse")]
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([*heads, *titles])
    for goal in shown.goals:
        for row in goal.table.rows:
            cells = {
                column.title: _plain(cell.text, cell.note) for column, cell in zip(goal.table.columns, row, strict=True)
            }
            writer.writerow([goal.title, region.navn, release, *(cells.get(title, "") for title in titles)])
    return out.getvalue().encode("utf-8-sig")


def _plain(words: str, note: str | None) -> str:
    """A cell with its note. A text that a spreadsheet would take for a formula begins with an apostrophe."""
    said = f"{words} ({note.rstrip('.')})" if note else words
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r")) else said


def file_name(shown: PlanView, region: Region) -> str:
    """The file's name: plan and place."""
    return f"{shown.plan.id}_{region.key}.csv"
