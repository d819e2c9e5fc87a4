"""The commands `correction …` as Typer sees them; what they do is `corrections`'."""

from __future__ import annotations

import typer

from pipelines.cli.options import Json

correction_app = typer.Typer(help="Rettelser av godtatte tall: kontroller og list.", no_args_is_help=True)


@correction_app.command("lint")
def correction_lint(*, as_json: Json = False) -> None:
    """Finn alle feil i rettelsene på én gang."""
    from pipelines.cli.corrections import lint

    lint(as_json=as_json)


@correction_app.command("list")
def correction_list(*, as_json: Json = False) -> None:
    """List rettelsene, også de som er trukket."""
    from pipelines.cli.corrections import list_corrections

    list_corrections(as_json=as_json)
