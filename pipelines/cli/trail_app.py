"""`opptrapp trail …`: the commands and their options. Each calls one function, imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Force, Json

trail_app = typer.Typer(help="Sporet: hvem som har gjort, sett og blitt nektet hva.", no_args_is_help=True)


@trail_app.command("list")
def trail_list(
    *,
    subject: Annotated[
        str | None, typer.Option("--subject", help="Bare om dette: L000012, P0007, en utgivelse …")
    ] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Bare det denne har gjort, for eksempel P0007.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="Hvor mange, de nyeste.")] = 50,
    as_json: Json = False,
) -> None:
    """Vis sporet, det nyeste nederst."""
    from pipelines.cli.trail import list_trail

    list_trail(subject, actor, limit, as_json=as_json)


@trail_app.command("verify")
def trail_verify(
    file: Annotated[Path | None, typer.Argument(help="En fil fra «trail export»; ellers registeret.")] = None,
    *,
    head: Annotated[
        str | None, typer.Option("--head", help="Et avtrykk dere har tatt vare på; det må fortsatt stå i sporet.")
    ] = None,
    kept: Annotated[
        Path | None, typer.Option("--kept", help="Filen fra «trail keep»; alle avtrykkene må fortsatt stå i sporet.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Kontroller at ingen linje er endret, fjernet eller satt inn. Avslutter med 2 når noe er galt."""
    from pipelines.cli.trail import verify_trail

    verify_trail(file, head, kept, as_json=as_json)


@trail_app.command("keep")
def trail_keep(
    kept: Annotated[Path, typer.Argument(metavar="FIL", help="Filen avtrykkene samles i, på et annet sted.")],
) -> None:
    """Hold sporet mot avtrykkene i filen, og legg til den siste linjens. Avslutter med 2 når noe er galt."""
    from pipelines.cli.trail_kept import keep_head

    keep_head(kept)


@trail_app.command("export")
def trail_export(
    output: Annotated[Path, typer.Argument(help="Filen som skrives, én linje JSON for hver linje i sporet.")],
    *,
    force: Force = False,
) -> None:
    """Skriv sporet til en fil, til å ta vare på et annet sted."""
    from pipelines.cli.trail import export_trail

    export_trail(output, force=force)
