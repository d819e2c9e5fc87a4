"""The reports as declared in YAML: reading one, and finding every mistake in all of them with its line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.problem import LintProblem
from pipelines.contracts.report_file import FOLDER, ReportFile
from pipelines.contracts.strict_yaml import read_strictly
from pipelines.contracts.yaml_lines import Place, line_of, lines_in
from pipelines.texts import text


def load_report(contracts_folder: Path, report_id: str) -> ReportFile:
    """The report `report_id`.

    Raises:
        ContractError: there is none, or it has a mistake; the message is the first, with file and line.
    """
    path = contracts_folder / FOLDER / f"{report_id}.yaml"
    known = declared_ids(contracts_folder)
    if report_id not in known:
        raise ContractError(text("rapporter.ukjent_rapport", name=report_id, known=", ".join(known)))
    read = _read(path)
    if isinstance(read, ReportFile):
        return read
    first = read[0]
    raise ContractError(f"{first.file}:{first.place}: {first.message} {text('rapporter.kjor_lint')}")


def declared_ids(contracts_folder: Path) -> list[str]:
    """The ids of the reports there are."""
    return sorted(path.stem for path in (contracts_folder / FOLDER).glob("*.yaml"))


def lint_reports(contracts_folder: Path, known: Collection[str]) -> list[LintProblem]:
    """Every mistake in the reports; the place of each is its line.

    Args:
        contracts_folder: that holds `reports`.
        known: ids of the catalogue's indicators.
    """
    found: list[LintProblem] = []
    for name in declared_ids(contracts_folder):
        path = contracts_folder / FOLDER / f"{name}.yaml"
        read = _read(path)
        faults = list(_unknown(read, known)) if isinstance(read, ReportFile) else []
        found += _placed(path, faults) if isinstance(read, ReportFile) else read
    return found


def _read(path: Path) -> ReportFile | list[LintProblem]:
    try:
        content = read_strictly(path)
    except ContractError as error:
        return [LintProblem(f"{FOLDER}/{path.name}", "", str(error))]
    try:
        report = ReportFile.model_validate(content)
    except ValidationError as error:
        return _placed(path, [(tuple(e["loc"]), _fault(e)) for e in error.errors()])
    if report.id != path.stem:
        return _placed(path, [(("id",), text("rapporter.feil_filnavn", id=report.id, name=path.stem))])
    return report


def _unknown(report: ReportFile, known: Collection[str]) -> Iterator[tuple[Place, str]]:
    for field, names in (("charts", report.charts), ("indicators", report.indicators)):
        for position, name in enumerate(names):
            if name not in known:
                yield (field, position), text("rapporter.ukjent_indikator", name=name)


def _placed(path: Path, faults: list[tuple[Place, str]]) -> list[LintProblem]:
    lines = lines_in(path)
    return [LintProblem(f"{FOLDER}/{path.name}", str(line_of(place, lines) or ""), said) for place, said in faults]


def _fault(error: Any) -> str:
    place = ".".join(map(str, error["loc"]))
    if error["type"] == "missing":
        return text("plan.mangler", place=place)
    if error["type"] == "extra_forbidden":
        return text("plan.ukjent_felt", place=place, near="")
    if error["type"] == "enum":
        allowed = error["ctx"]["expected"].replace(" or ", ", ").replace("'", "")
        return text("plan.ugyldig_verdi", place=place, value=error["input"], allowed=allowed, near="")
    if error["type"] == "value_error":
        return str(error["ctx"]["error"])
    return text("plan.ugyldig", place=place, why=error["msg"])
