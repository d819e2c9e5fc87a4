"""`opptrapp grant …`: the commands and their options. Each calls one function, imported when it runs."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Reason

grant_app = typer.Typer(help="Tilganger: hvem som har hvilken rolle hvor, gi og trekk.", no_args_is_help=True)


@grant_app.command("list")
def grant_list(
    *,
    everything: Annotated[bool, typer.Option("--all", help="Ta også med dem som er utløpt eller trukket.")] = False,
    as_json: Json = False,
) -> None:
    """List dem som har logget inn, og tilgangene deres."""
    from pipelines.cli.grants import list_grants

    list_grants(everything=everything, as_json=as_json)


@grant_app.command("give")
def grant_give(
    person: Annotated[str, typer.Argument(help="Nummeret personen fikk da hun logget inn, for eksempel P0007.")],
    role: Annotated[str, typer.Argument(help="Rollen; se policies/access.yaml.")],
    area: Annotated[str, typer.Argument(help="kommune:1103, korus:midt eller land.")],
    *,
    until: Annotated[str, typer.Option("--until", help="Til og med denne dagen, for eksempel 2027-06-30.")],
    reason: Reason,
    start: Annotated[str | None, typer.Option("--from", help="Fra denne dagen; ellers fra nå.")] = None,
) -> None:
    """Gi en person en rolle i et område for en tid."""
    from pipelines.cli.grants import give

    give(person, role, area, until=until, reason=reason, start=start)


@grant_app.command("withdraw")
def grant_withdraw(
    grant: Annotated[int, typer.Argument(help="Tilgangens nummer; se «opptrapp grant list».")], *, reason: Reason
) -> None:
    """Trekk en tilgang nå."""
    from pipelines.cli.grants import withdraw

    withdraw(grant, reason)
