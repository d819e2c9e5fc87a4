"""Find every mistake in the catalogue at once, each with file, place and the nearest valid name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines.contracts.model import Survey
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Indicator, load_catalogue, read_indicators
from pipelines.indicators.expressions import nearest, problems


@dataclass(frozen=True)
class CatalogueProblem:
    """One mistake: in which file, at which line, about which indicator."""

    file: str
    line: int | None
    message: str


def lint_catalogue(contracts: Contracts) -> list[CatalogueProblem]:
    """All problems of all `indicators.yaml`, by file and line."""
    found: list[CatalogueProblem] = []
    surveys_with_figures = [p.parent.name for p in sorted((contracts.folder / "surveys").glob("*/indicators.yaml"))]
    readable: dict[str, tuple[Indicator, ...]] = {}
    for survey_id in surveys_with_figures:
        path = contracts.folder / "surveys" / survey_id / "indicators.yaml"
        try:
            readable[survey_id] = read_indicators(path)
        except ContractError as error:
            found.append(CatalogueProblem(f"{survey_id}/indicators.yaml", None, str(error).partition(": ")[2]))
    reported = frozenset(i.id for indicators in readable.values() for i in indicators if i.reported)
    for survey_id, indicators in readable.items():
        path = contracts.folder / "surveys" / survey_id / "indicators.yaml"
        for indicator in indicators:
            for message in _problems_of(indicator, contracts.surveys[survey_id], reported):
                line = _line_of(path, indicator.id)
                found.append(CatalogueProblem(f"{survey_id}/indicators.yaml", line, f"{indicator.id}: {message}"))
    if not found:
        found += _shared_ids(contracts)
    return found


def _problems_of(indicator: Indicator, survey: Survey, reported: frozenset[str]) -> Iterator[str]:
    for expression in (indicator.numerator, indicator.denominator, indicator.lost, indicator.population):
        if expression is not None:
            yield from problems(expression, survey)
    groups = survey.base_groups
    bases = frozenset({"alle"})
    if groups:
        bases |= frozenset(groups.sums) | _codes(survey, groups.column)
    for base in indicator.bases:
        if base not in bases:
            yield f"basisgruppen «{base}» finnes ikke i {survey.id}.{nearest(base, bases)}"
    columns = frozenset(name for form in survey.forms.values() for name in survey.counted_columns(form))
    for breakdown in indicator.breakdowns:
        if not _codes(survey, breakdown):
            yield f"inndelingen «{breakdown}» er ikke en kolonne med kodeliste.{nearest(breakdown, columns)}"
    published = indicator.published_as
    if published and published not in reported:
        yield f"published_as «{published}» er ikke en innmeldt indikator.{nearest(published, reported)}"


def _codes(survey: Survey, column: str) -> frozenset[str]:
    return frozenset(
        code.code
        for form in survey.forms.values()
        for name, found in survey.counted_columns(form).items()
        if name == column
        for code in found.codes
    )


def _line_of(path: Path, indicator: str) -> int | None:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(
        (n for n, line in enumerate(lines, start=1) if line.split("#")[0].strip() == f"- id: {indicator}"), None
    )


def _shared_ids(contracts: Contracts) -> Iterator[CatalogueProblem]:
    try:
        load_catalogue.__wrapped__(contracts.folder)
    except ContractError as error:
        file, _, message = str(error).partition(": ")
        yield CatalogueProblem(file, None, message)
