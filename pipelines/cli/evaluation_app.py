"""The commands `evaluation …` as Typer sees them; what they do is `evaluations`'."""

from __future__ import annotations

import typer

from pipelines.cli.options import Json

evaluation_app = typer.Typer(help="Kjøringene som er satt opp: kontroller og list.", no_args_is_help=True)


@evaluation_app.command("lint")
def evaluation_lint(*, as_json: Json = False) -> None:
    """Finn alle feil i kjøringene på én gang."""
    from pipelines.cli.evaluations import lint

    lint(as_json=as_json)


@evaluation_app.command("list")
def evaluation_list(*, as_json: Json = False) -> None:
    """List kjøringene med når de går neste gang."""
    from pipelines.cli.evaluations import list_evaluations

    list_evaluations(as_json=as_json)
