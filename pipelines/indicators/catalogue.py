"""The catalogue: the indicators of every survey, and every mistake in them. The one way in for who needs either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import Contracts, load_contracts
from pipelines.contracts.yaml_lines import Place, line_of, lines_in
from pipelines.indicators.declared import Direction, Indicator, IndicatorKind, PlanGoal, Rate
from pipelines.indicators.expressions import nearest
from pipelines.indicators.problem import CatalogueProblem
from pipelines.indicators.reading import Read, read_indicators
from pipelines.indicators.themes import load_themes
from pipelines.texts import text

__all__ = [
    "Catalogue", "Direction", "Indicator", "IndicatorKind", "PlanGoal", "Rate", "declared_at", "lint_catalogue",
    "load_catalogue",
]  # fmt: skip

Catalogue = Mapping[str, tuple[Indicator, ...]]
"""Survey id -> its indicators, in the order they are declared."""


@cache
def load_catalogue(contracts_folder: Path) -> Catalogue:
    """The indicators of every survey folder that declares any.

    Raises:
        ContractError: lint refuses something in them; the message is the first that it finds.
    """
    read = _read(load_contracts(contracts_folder))
    problems = read.problems
    if problems:
        first = problems[0]
        raise ContractError(f"{first.file}:{first.line or ''}: {first.message} {text('katalog.run_lint')}")
    return {survey: tuple(indicator for indicator, _ in found.indicators) for survey, found in read.surveys.items()}


def lint_catalogue(contracts: Contracts) -> list[CatalogueProblem]:
    """All problems of all `indicators.yaml`, by file and line."""
    return _read(contracts).problems


def declared_at(contracts_folder: Path) -> Mapping[str, Place]:
    """Indicator -> where in its survey's `indicators.yaml` it is told of: a position, and a share's name."""
    read = _read(load_contracts(contracts_folder))
    return {indicator.id: place for found in read.surveys.values() for indicator, place in found.indicators}


@dataclass(frozen=True)
class _Everything:
    """Each survey's file as it was read, and the mistakes that show only when all are held together."""

    surveys: Mapping[str, Read]
    between: list[CatalogueProblem]

    @property
    def problems(self) -> list[CatalogueProblem]:
        found = [*self.between, *(p for read in self.surveys.values() for p in read.problems)]
        return sorted(found, key=lambda p: (p.file, p.line or 0, p.message))


def _read(contracts: Contracts) -> _Everything:
    themes = frozenset(load_themes(contracts.folder))
    paths = {p.parent.name: p for p in sorted((contracts.folder / "surveys").glob("*/indicators.yaml"))}
    surveys = {name: read_indicators(path, contracts.surveys[name], themes) for name, path in paths.items()}
    faults = list(_between(surveys))
    lines = {survey: lines_in(paths[survey]) for survey, _, _ in faults}
    between = [
        CatalogueProblem(f"{survey}/{paths[survey].name}", line_of(place, lines[survey]), message)
        for survey, place, message in faults
    ]
    return _Everything(surveys, between)


def _between(surveys: Mapping[str, Read]) -> Iterator[tuple[str, Place, str]]:
    """Ids that two surveys declare, and published figures that nobody has reported."""
    owner: dict[str, str] = {}
    every = [(survey, indicator, place) for survey, read in surveys.items() for indicator, place in read.indicators]
    reported = {indicator.id for _, indicator, _ in every if indicator.reported}
    for survey, indicator, place in every:
        if owner.setdefault(indicator.id, survey) != survey:
            yield survey, (*place, "id"), text("katalog.elsewhere", id=indicator.id, other=owner[indicator.id])
        published = indicator.published_as
        if published and published not in reported:
            near = nearest(published, reported)
            yield (
                survey,
                (*place, "published_as"),
                text("katalog.not_reported", id=indicator.id, name=published, near=near),
            )
