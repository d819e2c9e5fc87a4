"""`correction lint|list`."""

from __future__ import annotations

from pipelines.cli.contracts import print_problems, print_rows
from pipelines.cli.installation import installation
from pipelines.contracts.corrections import read_corrections
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import load_contracts
from pipelines.handin.correction_faults import correction_faults
from pipelines.texts import text


def lint(*, as_json: bool) -> None:
    """Print every mistake in the corrections; exit 2 if there is any."""
    settings = installation()
    try:
        corrections = read_corrections(settings.contracts, settings.corrections)
    except ContractError as error:
        file, _, message = str(error).partition(": ")
        print_problems([(file, "", message)], as_json=as_json)
        return
    faults = correction_faults(corrections, load_contracts(settings.contracts))
    print_problems([(f"corrections/{file}", place, said) for file, place, said in faults], as_json=as_json)


def list_corrections(*, as_json: bool) -> None:
    """Every correction with its wave, column, reason and state; no value, which may be of a person."""
    settings = installation()
    rows = [
        (
            one.name,
            one.said.survey,
            str(one.said.year),
            one.said.municipality or "",
            one.said.column,
            one.said.status.value,
            one.said.reason.nb,
        )
        for one in read_corrections(settings.contracts, settings.corrections)
    ]
    headings = ("fil", "undersokelse", "aar", "kommune", "kolonne", "status", "grunn")
    print_rows(text("rettelse.rettelser"), headings, rows, as_json=as_json, domain="rettelse")
