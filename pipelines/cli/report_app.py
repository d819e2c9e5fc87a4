"""The commands `report …` as Typer sees them; what they do is `reports`'."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import Force, Json, Language

report_app = typer.Typer(
    help="Rapporter fra en utgivelse: status for en plan, kommunerapporter og arbeidsbøker for KoRus. "
    "Avslutter med 0 når rapporten er skrevet, 2 når den ikke kan lages, 4 ved en uventet feil.",
    no_args_is_help=True,
)
ReleaseOption = Annotated[
    str | None, typer.Option("--release", help="Utgivelsens id; den publiserte når den ikke er gitt.")
]
Output = Annotated[Path, typer.Option("--output", "-o", help="Filen som skrives; endelsen sier formatet.")]


@report_app.command("lint")
def report_lint(*, as_json: Json = False) -> None:
    """Finn alle feil i rapportenes YAML på én gang."""
    from pipelines.cli.reports import lint

    lint(as_json=as_json)


@report_app.command("list")
def report_list(*, as_json: Json = False) -> None:
    """List rapportene og formatene de kan skrives i."""
    from pipelines.cli.reports import list_reports

    list_reports(as_json=as_json)


@report_app.command("status")
def report_status(
    plan: Annotated[str, typer.Argument(help="Planens id; se «opptrapp plan list».")],
    *,
    output: Output,
    place: Annotated[
        str, typer.Option("--region", help="Stedet, som i adressen på siden: fylke-50, korus-nord.")
    ] = "land-0",
    release: ReleaseOption = None,
    language: Language = "nb",
    force: Force = False,
) -> None:
    """Skriv statusrapporten for en plan som PDF, Excel (.xlsx) eller Word (.docx)."""
    from pipelines.cli.reports import Asked, write

    write(Asked("status", place, output, release, language, force, plan))


@report_app.command("kommune")
def report_municipality(
    municipality: Annotated[str | None, typer.Argument(help="Kommunenummeret i dag, for eksempel 1103.")] = None,
    *,
    everyone: Annotated[bool, typer.Option("--all", help="Alle kommuner; -o er da en mappe.")] = False,
    output: Output,
    release: ReleaseOption = None,
    language: Language = "nb",
    force: Force = False,
) -> None:
    """Skriv kommunerapporten for én kommune eller alle, som PDF eller Word (.docx)."""
    from pipelines.cli.reports import Asked, write_municipalities

    asked = Asked("kommune", f"kommune-{municipality}", output, release, language, force)
    write_municipalities(asked, one=municipality is not None, everyone=everyone)


@report_app.command("korus")
def report_korus(
    region: Annotated[str, typer.Argument(help="KoRus-regionen, for eksempel midt eller vest_bergen.")],
    *,
    output: Output,
    release: ReleaseOption = None,
    language: Language = "nb",
    force: Force = False,
) -> None:
    """Skriv alle tall for kommunene i en KoRus-region som Excel."""
    from pipelines.cli.reports import Asked, write

    write(Asked("korus", f"korus-{region.removeprefix('korus-')}", output, release, language, force))
