"""`opptrapp release …`: the commands and their options. Each calls one function, imported when it runs.

Exit codes: 0 done; 2 refused, with the reason in one sentence; 4 an error we did not foresee.
"""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Reason, Release

release_app = typer.Typer(help="Utgivelser: list, vis, kontroller, godkjenn, publiser og trekk.", no_args_is_help=True)


@release_app.command("list")
def release_list(*, as_json: Json = False) -> None:
    """List utgivelsene, nyeste først."""
    from pipelines.cli.release import list_releases

    list_releases(as_json=as_json)


@release_app.command("show")
def release_show(release: Release, *, as_json: Json = False) -> None:
    """Vis hva en utgivelse bygger på, sjekklisten, hvem som har gjort hva, og beregnede tall mot publiserte."""
    from pipelines.cli.release import show_release

    show_release(release, as_json=as_json)


@release_app.command("verify")
def release_verify(release: Release, *, as_json: Json = False) -> None:
    """Kontroller at en utgivelse er uendret, og prøv på nytt å gjenskape det den skjuler."""
    from pipelines.cli.release import verify_release

    verify_release(release, as_json=as_json)


@release_app.command("submit")
def release_submit(release: Release) -> None:
    """Send et utkast til godkjenning."""
    from pipelines.cli.release_steps import submit

    submit(release)


@release_app.command("approve")
def release_approve(
    release: Release,
    *,
    embargo: Annotated[
        str | None,
        typer.Option("--embargo", help="Publiseres tidligst da, norsk tid, for eksempel 2026-12-01T08:00."),
    ] = None,
    second_person: Annotated[
        str | None,
        typer.Option("--second-person", help="Hvem andre som har lest den, når du også har laget eller sendt den inn."),
    ] = None,
) -> None:
    """Godkjenn en utgivelse som en annen har laget og sendt inn."""
    from pipelines.cli.release_steps import approve

    approve(release, embargo, second_person)


@release_app.command("reject")
def release_reject(release: Release, *, reason: Reason) -> None:
    """Send en utgivelse tilbake til utkast."""
    from pipelines.cli.release_steps import reject

    reject(release, reason)


@release_app.command("publish")
def release_publish(
    release: Annotated[str | None, typer.Argument(help="Utgivelsens id.")] = None,
    *,
    when_due: Annotated[
        bool, typer.Option("--when-due", help="Publiser de godkjente som har passert tidspunktet sitt.")
    ] = False,
) -> None:
    """Gjør en godkjent utgivelse til den som vises i dashbordet."""
    from pipelines.cli.release_steps import publish

    publish(release, when_due=when_due)


@release_app.command("withdraw")
def release_withdraw(release: Release, *, reason: Reason) -> None:
    """Trekk en publisert utgivelse. Den før den vises igjen, med beskjed om hvorfor."""
    from pipelines.cli.release_steps import withdraw

    withdraw(release, reason)


@release_app.command("rollback")
def release_rollback(
    *,
    reason: Reason,
    to: Annotated[str | None, typer.Option("--to", help="Utgivelsen som skal vises; ellers den før.")] = None,
) -> None:
    """Vis en tidligere utgivelse igjen. Den som vises nå, kan tas fram igjen på samme måte."""
    from pipelines.cli.release_steps import roll_back

    roll_back(to, reason)
