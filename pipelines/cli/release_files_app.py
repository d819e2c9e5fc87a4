"""The commands of `release` that read releases and write files: `diff`. What a release goes through is not here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Json, Language


def add_release_files(app: typer.Typer) -> None:
    """Add the commands to `app`, the commands of releases."""
    app.command("diff")(release_diff)


def release_diff(
    old: Annotated[str, typer.Argument(metavar="A", help="Den eldre utgivelsens id.")],
    new: Annotated[str, typer.Argument(metavar="B", help="Den nyere utgivelsens id.")],
    *,
    markdown: Annotated[Path | None, typer.Option("--markdown", help="Skriv siden som Markdown i denne filen.")] = None,
    language: Language = "nb",
    as_json: Json = False,
) -> None:
    """Vis hvilke tall som er endret fra A til B, og hvorfor."""
    from pipelines.cli.release_diff import diff_releases

    diff_releases(old, new, as_json_=as_json, markdown=markdown, language=language)
