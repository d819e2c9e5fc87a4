"""What the entries of one survey's catalogue may name, and the fault of naming something else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipelines.contracts.yaml_lines import Place
from pipelines.indicators.columns import Columns
from pipelines.indicators.expressions import nearest
from pipelines.texts import text

Fault = tuple[Place, str]
"""The way to a mistake inside its entry, and what is wrong."""


@dataclass(frozen=True)
class Universe:
    """What entries may name.

    Attributes:
        own: the survey's columns.
        columns: those, and the columns that indexes make.
        bases: base groups and their sums.
        themes: the themes there are.
    """

    own: Columns
    columns: Columns
    bases: frozenset[str]
    themes: frozenset[str]

    @property
    def divisible(self) -> Columns:
        """The columns with codes."""
        return {name: column for name, column in self.columns.items() if column.labels}


def group_faults(place: Place, bases: Iterable[str], breakdowns: Iterable[str], universe: Universe) -> Iterator[Fault]:
    """Base groups and breakdowns that there are not."""
    for base in bases:
        if base not in universe.bases:
            yield (*place, "bases"), text("katalog.no_base", name=base, near=nearest(base, universe.bases))
    divisible = universe.divisible.keys() & universe.own.keys()
    for breakdown in breakdowns:
        if breakdown not in divisible:
            message = text("katalog.no_breakdown", name=breakdown, near=nearest(breakdown, divisible))
            yield (*place, "breakdowns"), message
