"""The commands of the desk: deliveries once they are made, declarations and notes, and where a delivery went."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import (
    Acknowledged,
    Confirmer,
    DeliveryNumber,
    Json,
    Language,
    Municipality,
    MunicipalityOption,
    Reason,
    Survey,
    SurveyOption,
    Year,
    YearOption,
)

delivery_app = typer.Typer(help="Leveringer: list, kvittering, bekreft, trekk og slett.", no_args_is_help=True)
note_app = typer.Typer(help="Kommunens merknader til tall: legg til, fjern og list.", no_args_is_help=True)


def add_desk(app: typer.Typer) -> None:
    """Add the desk's commands to `app`."""
    app.add_typer(delivery_app, name="delivery")
    app.add_typer(note_app, name="note")
    app.command()(declare)
    app.command()(trace)


@delivery_app.command("list")
def delivery_list(
    *,
    municipality: MunicipalityOption = None,
    survey: SurveyOption = None,
    year: YearOption = None,
    limit: Annotated[int, typer.Option("--limit", help="Hvor mange, de nyeste først.")] = 50,
    as_json: Json = False,
) -> None:
    """List leveringene, nyeste først."""
    from pipelines.cli.delivery import list_deliveries

    list_deliveries(municipality, survey, year, limit, as_json=as_json)


@delivery_app.command("receipt")
def delivery_receipt(delivery: DeliveryNumber, *, language: Language = "nb", as_json: Json = False) -> None:
    """Vis kvitteringen, med kommunens egne tall."""
    from pipelines.cli.delivery import show_receipt

    show_receipt(delivery, language, as_json=as_json)


@delivery_app.command("confirm")
def delivery_confirm(
    delivery: DeliveryNumber,
    *,
    name: Confirmer,
    acknowledge: Acknowledged = None,
    language: Language = "nb",
) -> None:
    """Bekreft rettslig grunnlag og informasjon til de registrerte, og begrunn advarsler."""
    from pipelines.cli.delivery import confirm

    confirm(delivery, name or "", acknowledge or [], language)


@delivery_app.command("withdraw")
def delivery_withdraw(delivery: DeliveryNumber, *, reason: Reason, language: Language = "nb") -> None:
    """Trekk en levering. Den teller ikke lenger med, og det den erstattet kommer ikke tilbake."""
    from pipelines.cli.delivery import withdraw

    withdraw(delivery, reason, language)


@delivery_app.command("delete")
def delivery_delete(
    delivery: DeliveryNumber,
    *,
    reason: Reason,
    sure: Annotated[bool, typer.Option("--yes", help="Slett uten å spørre.")] = False,
    language: Language = "nb",
) -> None:
    """Slett radene i en levering for godt. Nummer, tid og hvem som leverte står igjen."""
    from pipelines.cli.delivery import delete

    delete(delivery, reason, language, sure=sure)


def declare(
    survey: Survey,
    year: Year,
    municipality: Municipality,
    *,
    reason: Annotated[str | None, typer.Option("--reason", help="Hvorfor kommunen ikke kartlegger i år.")] = None,
    revoke: Annotated[bool, typer.Option("--revoke", help="Ta erklæringen tilbake.")] = False,
    language: Language = "nb",
) -> None:
    """Registrer at en kommune ikke kartlegger i år, så fraværet ikke leses som forsinkelse."""
    from pipelines.cli.delivery import declare as declare_not_mapping

    declare_not_mapping(survey, year, municipality, reason, language, revoke=revoke)


@note_app.command("add")
def note_add(
    survey: Survey,
    year: Year,
    municipality: Municipality,
    words: Annotated[str, typer.Argument(help="Merknaden, for eksempel «ny rutine».")],
    *,
    indicator: Annotated[str | None, typer.Option("--indicator", help="Bare ved dette tallet.")] = None,
    language: Language = "nb",
) -> None:
    """Legg en merknad ved siden av kommunens tall."""
    from pipelines.cli.delivery import add_note

    add_note(survey, year, municipality, words, indicator, language)


@note_app.command("remove")
def note_remove(note: Annotated[int, typer.Argument(help="Merknadens nummer.")], *, language: Language = "nb") -> None:
    """Fjern en merknad."""
    from pipelines.cli.delivery import remove_note

    remove_note(note, language)


@note_app.command("list")
def note_list(*, municipality: MunicipalityOption = None, as_json: Json = False) -> None:
    """List merknadene."""
    from pipelines.cli.delivery import list_notes

    list_notes(municipality, as_json=as_json)


def trace(delivery: DeliveryNumber, *, as_json: Json = False) -> None:
    """Vis hvor en levering er blitt av: deler, tilstand og utgivelser."""
    from pipelines.cli.delivery import show_trace

    show_trace(delivery, as_json=as_json)
