"""Arguments and options that several commands have; each says the same wherever it stands."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[list[Path], typer.Argument(help="Filer eller mapper.")]
SurveyOption = Annotated[str | None, typer.Option("--survey", help="Undersøkelsens id; se «opptrapp contract list».")]
YearOption = Annotated[int | None, typer.Option("--year", help="Året undersøkelsen gjelder.")]
Json = Annotated[bool, typer.Option("--json", help="Skriv resultatet som JSON.")]
Html = Annotated[
    Path | None, typer.Option("--html", help="Skriv funnene som HTML i denne filen; en mappe når det er flere filer.")
]
Excel = Annotated[
    Path | None,
    typer.Option("--excel", help="Skriv filen din med cellene merket hit (.xlsx); en mappe når det er flere filer."),
]
Accept = Annotated[
    bool,
    typer.Option(
        "--accept", help="Godta forslagene til hvordan overskrifter og koder skal leses. De huskes for kommunen."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Skriv over filer som finnes.")]
Release = Annotated[str, typer.Argument(help="Utgivelsens id.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port på 127.0.0.1.")]
DagsterPort = Annotated[int, typer.Option(min=1, max=65535, help="Port for Dagster på 127.0.0.1.")]
HealthPort = Annotated[int, typer.Option(min=1, max=65535, help="Port for helse og metrikk på 127.0.0.1.")]
StopAfter = Annotated[float | None, typer.Option(help="Stopp av seg selv etter så mange sekunder.")]
DeliveryNumber = Annotated[str, typer.Argument(help="Leveringens nummer, for eksempel L000012.")]
Reason = Annotated[str, typer.Option("--reason", help="Hvorfor; uten personopplysninger.")]
Language = Annotated[str, typer.Option("--language", help="nb (bokmål) eller nn (nynorsk).")]
Survey = Annotated[str, typer.Argument(help="Undersøkelsens id; se «opptrapp contract list».")]
Year = Annotated[int, typer.Argument(help="Året undersøkelsen gjelder.")]
Municipality = Annotated[str, typer.Argument(help="Kommunenummeret det året, for eksempel 1103.")]
MunicipalityOption = Annotated[str | None, typer.Option("--municipality", help="Bare denne kommunen.")]
Confirmer = Annotated[
    str | None,
    typer.Option(
        "--name", help="Hvem som bekrefter at kommunen har rettslig grunnlag og at de registrerte er informert."
    ),
]
Acknowledged = Annotated[
    list[str] | None, typer.Option("--acknowledge", help="regel=grunn for en advarsel; kan gis flere ganger.")
]


class AuditBounds(StrEnum):
    """How what a release hides is bounded: by single sums, which takes seconds, or by all of them together."""

    SINGLE = "enkle"
    ALL = "alle"
