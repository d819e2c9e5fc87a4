"""The commands of `release` that read releases and write files: `diff`, `export`. Its workflow is not here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Force, Json, Language, Release


def add_release_files(app: typer.Typer) -> None:
    """Add the commands to `app`, the commands of releases."""
    app.command("diff")(release_diff)
    app.command("export")(release_export)


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


def release_export(
    release: Release,
    *,
    output: Annotated[Path, typer.Option("--output", "-o", help="Filen som skrives.")],
    kind: Annotated[
        str | None, typer.Option("--format", help="csv, xlsx, parquet eller json-stat; ellers etter filens endelse.")
    ] = None,
    indicator: Annotated[
        list[str] | None, typer.Option("--indicator", help="Bare denne indikatoren; kan gis flere ganger.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option("--region", help="Bare dette området, for eksempel kommune-1103; kan gis flere ganger."),
    ] = None,
    year: Annotated[list[int] | None, typer.Option("--year", help="Bare dette året; kan gis flere ganger.")] = None,
    language: Language = "nb",
    force: Force = False,
) -> None:
    """Skriv en utgivelse, eller noe av den, som CSV, Excel, Parquet eller JSON-stat."""
    from pipelines.cli.release_export import export_release
    from pipelines.exports import Selection

    selection = Selection(tuple(indicator or ()), tuple(region or ()), tuple(year or ()))
    export_release(release, selection, kind, output, language, force=force)
