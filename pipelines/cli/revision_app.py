"""`opptrapp revision …`: what waits for waves that are published, and letting it in.

Exit codes: 0 done; 2 refused, with the reason in one sentence; 4 an error we did not foresee.
"""

from __future__ import annotations

import typer

from pipelines.cli.options import Json, Reason, Survey, Year

revision_app = typer.Typer(
    help="Publiserte undersøkelser: se hva som venter, og åpne for det med en revisjon.", no_args_is_help=True
)


@revision_app.command("list")
def revision_list(*, as_json: Json = False) -> None:
    """List de stengte bølgene, og hva som venter på hver av dem."""
    from pipelines.cli.revision import list_pending

    list_pending(as_json=as_json)


@revision_app.command("show")
def revision_show(survey: Survey, year: Year, *, as_json: Json = False) -> None:
    """Vis hva som venter på en stengt bølge, og revisjonene den har hatt."""
    from pipelines.cli.revision import show_wave

    show_wave(survey, year, as_json=as_json)


@revision_app.command("open")
def revision_open(survey: Survey, year: Year, *, reason: Reason) -> None:
    """Åpne for det som venter, så neste kjøring tar det med. Avslutter med 2 når for få ville komme inn samtidig."""
    from pipelines.cli.revision import open_wave

    open_wave(survey, year, reason)


@revision_app.command("close")
def revision_close(survey: Survey, year: Year, *, reason: Reason) -> None:
    """Lukk en revisjon uten å publisere den. Bølgen bygges igjen slik den er publisert."""
    from pipelines.cli.revision import close_wave

    close_wave(survey, year, reason)
