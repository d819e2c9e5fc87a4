"""The commands of whoever runs an installation: what is wrong with it, how it fares, and copies of it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Json, StopAfter


def add_operations(app: typer.Typer) -> None:
    """Add the commands to `app`."""
    for command in (doctor, backup, restore, health):
        app.command()(command)


def doctor(*, as_json: Json = False) -> None:
    """Finn feil i oppsettet. Avslutter med 0 i orden, 1 noe å merke seg, 2 noe som må rettes."""
    from pipelines.cli.doctor import run_doctor

    run_doctor(as_json=as_json)


def backup(
    target: Annotated[Path, typer.Argument(metavar="FIL", help="Filen som skrives, eller mappen den legges i.")],
    *,
    as_json: Json = False,
) -> None:
    """Kopier anlegget til én fil, også mens det går: register, mottatte deler, utgivelser, rettelser og kart."""
    from pipelines.cli.backup import run_backup

    run_backup(target, as_json=as_json)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Filen som «backup» skrev.")],
    *,
    check: Annotated[bool, typer.Option("--check", help="Kontroller bare at kopien er hel.")] = False,
    as_json: Json = False,
) -> None:
    """Legg en kopi tilbake i en tom datamappe og en tom database; den kan være av et annet slag."""
    from pipelines.cli.backup import run_restore

    run_restore(file, check=check, as_json=as_json)


def health(
    *,
    serve: Annotated[
        bool, typer.Option("--serve", help="Svar på /healthz, /readyz og /metrics (Prometheus) på 127.0.0.1.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port for --serve.")] = 9464,
    stop_after: StopAfter = None,
    as_json: Json = False,
) -> None:
    """Kan sidene vises og filer leveres nå? Avslutter med 0 ja, 2 nei."""
    from pipelines.cli.health import run_health, serve_health

    if serve:
        serve_health(port, stop_after)
    else:
        run_health(as_json=as_json)
