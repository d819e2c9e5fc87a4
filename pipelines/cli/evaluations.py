"""`evaluation lint|list`."""

from __future__ import annotations

from pipelines.cli.contracts import print_problems
from pipelines.cli.output import print_json, table
from pipelines.evaluations.clock import next_time
from pipelines.evaluations.reading import lint_evaluations, load_evaluations
from pipelines.settings import Settings
from pipelines.texts import text


def lint(*, as_json: bool) -> None:
    """Print every mistake in the evaluations; exit 2 if there is any."""
    found = lint_evaluations(Settings().contracts)
    print_problems([(p.file, "" if p.line is None else str(p.line), p.message) for p in found], as_json=as_json)


def list_evaluations(*, as_json: bool) -> None:
    """Every evaluation with its schedule, when that fires next, and what it follows and makes."""
    rows = []
    for one in load_evaluations(Settings().contracts).values():
        moment = next_time(one.cron)
        rows.append(
            (
                one.id,
                one.title.nb,
                one.cron,
                f"{moment:%d.%m.%Y %H:%M}" if moment else "",
                one.plan or "",
                one.surveys if isinstance(one.surveys, str) else ", ".join(one.surveys),
                ", ".join(output.kind for output in one.outputs),
            )
        )
    names = ("id", "tittel", "cron", "neste", "plan", "undersokelser", "rapporter")
    if as_json:
        print_json([dict(zip(names, row, strict=True)) for row in rows])
    else:
        table(text("evaluering.kjoringer"), [text(f"evaluering.kolonne_{name}") for name in names], rows)
