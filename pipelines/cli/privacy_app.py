"""`opptrapp retention …` and `opptrapp privacy …`: the commands and their options; each calls one function."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Force, Json

retention_app = typer.Typer(help="Oppbevaring: hva som skal slettes nå, og å slette det.", no_args_is_help=True)
privacy_app = typer.Typer(help="Personvern: vedlegg til vurderingen av konsekvenser (DPIA).", no_args_is_help=True)


@retention_app.command("list")
def retention_list(*, as_json: Json = False) -> None:
    """Vis det som er holdt så lenge som policies/retention.yaml sier. Sletter ingenting."""
    from pipelines.cli.privacy import list_due

    list_due(as_json=as_json)


@retention_app.command("apply")
def retention_apply(*, sure: Annotated[bool, typer.Option("--yes", help="Slett uten å spørre.")] = False) -> None:
    """Slett det som «retention list» viser. Publiserte tall og sporet står."""
    from pipelines.cli.privacy import delete_due

    delete_due(sure=sure)


@privacy_app.command("report")
def privacy_report(
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Filen som skrives; ellers skjermen.")] = None,
    force: Force = False,
) -> None:
    """Skriv vedlegget: felter, formål, grunnlag, lagringstid og hvem som ser hva, fra kontrakter og policyer."""
    from pipelines.cli.privacy import write_report

    write_report(output, force=force)
