"""`release diff`: what changed from one release to another, and why."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape

from pipelines.access.person import person
from pipelines.atomic import replace_file
from pipelines.cli.installation import installation
from pipelines.cli.output import check_language, console, fail, table
from pipelines.published import Changes, Release, open_release
from pipelines.published.changes_words import change_tables, lead
from pipelines.release.diff import diff
from pipelines.release.diff_page import diff_page
from pipelines.release.diff_store import as_json
from pipelines.release.workflow import Workflow
from pipelines.texts import text


def diff_releases(old: str, new: str, *, as_json_: bool, markdown: Path | None, language: str) -> None:
    """Print the differences between two releases, or write them as a page; every figure with `as_json_`.

    Whoever runs it has then been shown what the later one changes, as its publication asks.
    """
    check_language(language)
    settings = installation()
    found = diff(*(settings.releases / Path(release).name for release in (old, new)))
    summary = found.summary()
    if as_json_:
        print(as_json(summary), end="")
    else:
        _show(summary, open_release(settings.releases, found.new), markdown, language)
    Workflow.of(settings).note_changes_seen(found.old, found.new, actor=person())


def _show(changes: Changes, release: Release, markdown: Path | None, language: str) -> None:
    if markdown is not None:
        _write(markdown, diff_page(changes, release, language))
        console.print(text("forskjell.skrevet", language, file=escape(str(markdown))))
        return
    console.print(lead(changes, language))
    for shown in change_tables(changes, release, language):
        console.print()
        table(shown.title, shown.headings, [tuple(map(escape, row)) for row in shown.rows], right=shown.numeric)


def _write(path: Path, content: str) -> None:
    if not path.parent.is_dir():
        fail(text("rapport.mappe_mangler", file=path.name))
    replace_file(path, content.encode())
