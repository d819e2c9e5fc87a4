"""The commands `plan …` as Typer sees them; what they do is `plans`'."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines.cli.options import Json, Language

plan_app = typer.Typer(
    help="Opptrappingsplanene: kontroller, list, vis og se hvordan målene står.", no_args_is_help=True
)


@plan_app.command("lint")
def plan_lint(*, as_json: Json = False) -> None:
    """Finn alle feil i planene på én gang."""
    from pipelines.cli.plans import lint

    lint(as_json=as_json)


@plan_app.command("list")
def plan_list(*, as_json: Json = False) -> None:
    """List planene."""
    from pipelines.cli.plans import list_plans

    list_plans(as_json=as_json)


@plan_app.command("show")
def plan_show(
    plan: Annotated[str, typer.Argument(help="Planens id; se «opptrapp plan list».")],
    *,
    language: Language = "nb",
    as_json: Json = False,
) -> None:
    """Vis målene i en plan og indikatorene under hvert av dem."""
    from pipelines.cli.output import check_language
    from pipelines.cli.plans import show

    check_language(language)
    show(plan, language, as_json=as_json)


@plan_app.command("status")
def plan_status(
    plan: Annotated[str, typer.Argument(help="Planens id; se «opptrapp plan list».")],
    *,
    release: Annotated[
        str | None, typer.Option("--release", help="Utgivelsens id; den publiserte når den ikke er gitt.")
    ] = None,
    place: Annotated[
        str, typer.Option("--region", help="Stedet, som i adressen på siden: fylke-50, korus-nord.")
    ] = "land-0",
    language: Language = "nb",
    as_json: Json = False,
) -> None:
    """Vis hva en utgivelse sier om målene i en plan."""
    from pipelines.cli.output import check_language
    from pipelines.cli.plan_status import status

    check_language(language)
    status(plan, release, place, language, as_json=as_json)
