"""The commands and their options. Each command calls one function in a sibling module, imported when it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.correction_app import correction_app
from pipelines.cli.desk_app import add_desk
from pipelines.cli.evaluation_app import evaluation_app
from pipelines.cli.grant_app import grant_app
from pipelines.cli.operations_app import add_operations
from pipelines.cli.options import (
    Accept,
    Acknowledged,
    AuditBounds,
    Confirmer,
    DagsterPort,
    Excel,
    Files,
    Force,
    HealthPort,
    Html,
    Json,
    Language,
    Port,
    Release,
    StopAfter,
    SurveyOption,
    YearOption,
)
from pipelines.cli.plan_app import plan_app
from pipelines.cli.privacy_app import privacy_app, retention_app
from pipelines.cli.release_app import release_app
from pipelines.cli.release_files_app import add_release_files
from pipelines.cli.report_app import report_app
from pipelines.cli.revision_app import revision_app
from pipelines.cli.trail_app import trail_app

app = typer.Typer(
    help="Fra kommunenes undersøkelser til vernede tall per region.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
contract_app = typer.Typer(help="Kontraktene: kontroller, list, sammenlign og beskriv.", no_args_is_help=True)
indicator_app = typer.Typer(help="Indikatorene: kontroller og list.", no_args_is_help=True)
map_app = typer.Typer(help="Kart: legg inn kommune- og fylkesgrenser, vis og fjern.", no_args_is_help=True)
app.add_typer(release_app, name="release")
app.add_typer(revision_app, name="revision")
app.add_typer(contract_app, name="contract")
app.add_typer(indicator_app, name="indicator")
app.add_typer(map_app, name="map")
app.add_typer(plan_app, name="plan")
app.add_typer(report_app, name="report")
app.add_typer(evaluation_app, name="evaluation")
app.add_typer(correction_app, name="correction")
app.add_typer(grant_app, name="grant")
app.add_typer(trail_app, name="trail")
app.add_typer(retention_app, name="retention")
app.add_typer(privacy_app, name="privacy")
add_desk(app)
add_release_files(release_app)
add_operations(app)


@app.command()
def demo(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Ta også med undersøkelsene som ikke er i vanlig demo.")
    ] = False,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Vis dashbord og Dagster etterpå.")] = True,
    port: Port = 8501,
    dagster_port: DagsterPort = 3000,
    health_port: HealthPort = 9464,
    stop_after: StopAfter = None,
) -> None:
    """Lag eksempelfiler, lever dem, kjør alt til en publisert utgivelse, og vis den."""
    from pipelines.cli.demo import run_demo
    from pipelines.cli.servers import serve_all

    run_demo(everything=everything)
    if serve:
        serve_all(port, dagster_port, health_port, stop_after)


@app.command()
def template(
    survey: Annotated[str, typer.Argument(help="Undersøkelsens id; se «opptrapp contract list».")],
    year: Annotated[int, typer.Argument(help="Året undersøkelsen gjelder.")],
    *,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Filen som skrives. Ellers <survey>_<year>.xlsx her.")
    ] = None,
    language: Language = "nb",
    force: Annotated[bool, typer.Option("--force", help="Skriv over filen hvis den finnes.")] = False,
) -> None:
    """Skriv et tomt Excel-skjema for en undersøkelse og et år."""
    from pipelines.cli.template import write_template

    write_template(survey, year, output, language, force=force)


@app.command()
def check(
    files: Files,
    *,
    survey: SurveyOption = None,
    year: YearOption = None,
    language: Language = "nb",
    accept: Accept = False,
    html: Html = None,
    excel: Excel = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Kontroller filer uten å lagre noe. Avslutter med 0 i orden, 1 bør sjekkes, 2 må rettes, 3 uleselig."""
    from pipelines.cli.handin import Request, run_check

    run_check(files, Request(survey, year, language, accept, html, excel, force, as_json))


@app.command()
def deliver(
    files: Files,
    *,
    survey: SurveyOption = None,
    year: YearOption = None,
    name: Confirmer = None,
    acknowledge: Acknowledged = None,
    language: Language = "nb",
    accept: Accept = False,
    html: Html = None,
    excel: Excel = None,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Lever filer og få kvittering. Samme kontroller og samme sluttkoder som «check»."""
    from pipelines.cli.handin import Request, run_deliver

    asked = Request(survey, year, language, accept, html, excel, force, as_json)
    run_deliver(files, asked, name=name, acknowledged=acknowledge or ())


@app.command()
def run(
    *,
    survey: SurveyOption = None,
    year: YearOption = None,
    plan: Annotated[bool, typer.Option("--plan", help="Fortell bare hva som ville blitt gjort.")] = False,
    as_json: Json = False,
) -> None:
    """Bygg alle bølger (eller én) på nytt, fram til et utkast til utgivelse."""
    from pipelines.cli.run import run_pipeline

    run_pipeline(survey, year, plan=plan, as_json=as_json)


@app.command()
def dashboard(*, port: Port = 8501, stop_after: StopAfter = None) -> None:
    """Vis dashbordet på denne maskinen."""
    from pipelines.cli.servers import serve_dashboard

    serve_dashboard(port, stop_after)


@app.command()
def up(
    *, port: Port = 8501, dagster_port: DagsterPort = 3000, health_port: HealthPort = 9464, stop_after: StopAfter = None
) -> None:
    """Start dashbordet, Dagster og helse på denne maskinen."""
    from pipelines.cli.servers import serve_all

    serve_all(port, dagster_port, health_port, stop_after)


@app.command()
def engine(*, dagster_port: DagsterPort = 3000, stop_after: StopAfter = None) -> None:
    """Start bare Dagster på denne maskinen, for et anlegg der en annen bruker viser sidene."""
    from pipelines.cli.servers import serve_dagster

    serve_dagster(dagster_port, stop_after)


@app.command()
def synth(
    folder: Annotated[Path, typer.Argument(help="Mappen filene skal ligge i.")],
    *,
    survey: SurveyOption = None,
    year: YearOption = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Ta også med undersøkelsene som ikke er i vanlig demo.")
    ] = False,
) -> None:
    """Lag syntetiske eksempelfiler, slik kommunene ville sendt dem."""
    from pipelines.cli.demo import write_examples

    write_examples(folder, survey, year, everything=everything)


@app.command()
def audit(
    release: Release,
    *,
    as_json: Json = False,
    bounds: Annotated[
        AuditBounds, typer.Option(help="Grenser for det skjulte: av én og én sum, eller av alle (inntil en halv time).")
    ] = AuditBounds.SINGLE,
) -> None:
    """Prøv å gjenskape det en utgivelse skjuler. Avslutter med 0 når den består, med 2 når den ikke gjør det."""
    from pipelines.cli.audit import audit_release

    audit_release(release, as_json=as_json, all_bounds=bounds is AuditBounds.ALL)


@contract_app.command("lint")
def contract_lint(*, as_json: Json = False) -> None:
    """Finn alle feil i kontraktene på én gang."""
    from pipelines.cli.contracts import lint_contracts

    lint_contracts(as_json=as_json)


@contract_app.command("list")
def contract_list(*, as_json: Json = False) -> None:
    """List undersøkelser, skjemaer og år."""
    from pipelines.cli.contracts import list_contracts

    list_contracts(as_json=as_json)


@contract_app.command("diff")
def contract_diff(
    versions: Annotated[
        list[str],
        typer.Argument(
            metavar="A B", help="To skjemafiler, to mapper med skjema, eller en undersøkelse og to av skjemaene."
        ),
    ],
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Avslutt med 2 når versjonsnummeret har vokst for lite for endringene.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Vis hva som er endret fra A til B, hvor mye det betyr, og hvilke indikatorer det berører."""
    from pipelines.cli.contract_diff import diff_contracts

    diff_contracts(versions, check=check, as_json=as_json)


@contract_app.command("docs")
def contract_docs(
    *,
    check: Annotated[
        bool, typer.Option("--check", help="Skriv ingenting; avslutt med 2 hvis noe er utdatert.")
    ] = False,
) -> None:
    """Skriv kodeboken i docs/reference og JSON-skjemaene i data_contracts/schema."""
    from pipelines.cli.contract_docs import write_docs

    write_docs(check=check)


@indicator_app.command("lint")
def indicator_lint(*, as_json: Json = False) -> None:
    """Finn alle feil i indikatorkatalogen på én gang."""
    from pipelines.cli.contracts import lint_indicators

    lint_indicators(as_json=as_json)


@indicator_app.command("list")
def indicator_list(*, as_json: Json = False) -> None:
    """List indikatorene."""
    from pipelines.cli.contracts import list_indicators

    list_indicators(as_json=as_json)


@map_app.command("import")
def map_import(
    file: Annotated[Path, typer.Argument(help="GeoJSON eller TopoJSON, gjerne zip-filen fra Geonorge.")],
    *,
    attribution: Annotated[
        str, typer.Option("--attribution", help="Opphav og lisens som vises ved kartet.")
    ] = "© Kartverket, CC BY 4.0",
    as_json: Json = False,
) -> None:
    """Legg inn kommune- eller fylkesgrenser. Avslutter med 0 lagt inn, 2 passer ikke, 3 uleselig."""
    from pipelines.cli.map import import_file

    import_file(file, attribution, as_json=as_json)


@map_app.command("show")
def map_show(*, as_json: Json = False) -> None:
    """Vis hvilket kart som er lagt inn, og hvor det kommer fra."""
    from pipelines.cli.map import show_map

    show_map(as_json=as_json)


@map_app.command("remove")
def map_remove() -> None:
    """Fjern kartet som er lagt inn."""
    from pipelines.cli.map import remove_stored

    remove_stored()
