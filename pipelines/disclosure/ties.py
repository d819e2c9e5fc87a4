"""What ties the counts of a survey's form together, whatever the data: which figure counts whom, sums and moves.

It takes seconds to find and is the same for every wave of a form, so it is found once in a process. scipy is imported
when it is found: Dagster loads this module every time it looks at the workspace.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.contracts.model import Form, Survey
from pipelines.disclosure.cells import NONE, Flags, Numbers, Sums
from pipelines.disclosure.families import SUM_OF, CodeLists, Counted, Persons, counted, differences, sums
from pipelines.disclosure.moves import Move, Moves
from pipelines.disclosure.policy import Keep
from pipelines.indicators.catalogue import Indicator
from pipelines.published import WHOLE

MOST_MOVES = 24
"""Moves that are looked for through each count."""
CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]


@dataclass(frozen=True)
class Ties:
    """The counts of a form by number, those that figures are of first.

    Attributes:
        names: `CELL`, the numbers `under` and `over` of its counts, and `rang`: how dear the figure is.
        published: how many counts figures are of; the others are differences between two of them.
        differences: for each of the others, the number of the one that is taken away, and of the one it is taken from.
        count_sums: every sum of counts.
        moves: counts x moves, 1 where a move touches a count; differences are left out of them.
        worth: what hiding each count costs.
        unknown: the counts of those of whom something is only not known.
        summed_over: of the sum of a quantity, the count of those it is summed over; of a count `NONE`.
    """

    names: pl.DataFrame
    published: int
    differences: Numbers
    count_sums: Sums
    moves: Any
    worth: NDArray[np.float64]
    unknown: Flags
    summed_over: Numbers

    @property
    def size(self) -> int:
        """How many counts there are."""
        return self.worth.size


_FOUND: dict[tuple[str, ...], Ties] = {}


def ties_of(survey: Survey, form: Form, indicators: Sequence[Indicator], keep: Keep) -> Ties:
    """The ties between the counts that `indicators` make of `form`.

    Args:
        survey: base groups and population.
        form: code lists.
        indicators: those that count persons.
        keep: what is kept before what.
    """
    declared = [repr(form.columns), repr(survey.base_groups), repr(survey.published_population), keep.model_dump_json()]
    key = (survey.id, *declared, *(i.model_dump_json() for i in indicators))
    if key not in _FOUND:
        _FOUND[key] = _find(survey, form, indicators, keep)
    return _FOUND[key]


def _find(survey: Survey, form: Form, indicators: Sequence[Indicator], keep: Keep) -> Ties:
    lists = CodeLists(survey.counted_columns(form))
    whom = counted(survey, indicators, lists)
    published = sorted({p for one in whom.values() for p in (one.under, one.over) if p is not None})
    apart = differences(published, whom.values(), lists)
    persons = [*published, *sorted(apart)]
    number = {p: n for n, p in enumerate(persons)}
    split = sums(number, lists)
    names = _names(whom, number, indicators, keep)
    worth = _worth(names, len(number))
    of_figures = Moves(persons, split)
    by_persons = {p: float(worth[number[p]]) for p in published}
    found = dict.fromkeys(m for p in persons for m in of_figures.through(p, by_persons, MOST_MOVES))

    return Ties(
        names=names,
        published=len(published),
        differences=np.array([[number[p] for p in reversed(apart[d])] for d in sorted(apart)], np.int64).reshape(-1, 2),
        count_sums=sums_table([(number[s.whole], [number[p] for p in s.parts]) for s in split], len(number)),
        moves=_moves_table(list(found), number),
        worth=worth,
        unknown=np.array([lists.is_unknown(p) for p in number], np.bool_),
        summed_over=np.array([_summed_over(p, number) for p in number], np.int64),
    )


def _summed_over(persons: Persons, number: Mapping[Persons, int]) -> int:
    those = tuple(pair for pair in persons if not pair[0].startswith(SUM_OF))
    return NONE if those == persons else number[those]


def _names(
    whom: dict[tuple[str, str, str, str], Counted],
    number: Mapping[Persons, int],
    indicators: Sequence[Indicator],
    keep: Keep,
) -> pl.DataFrame:
    bases = {i.id: i.bases for i in indicators}
    planned = {i.id: bool(i.plans) for i in indicators}
    rows = [
        (
            *cell,
            *(NONE if persons is None else number[persons] for persons in one[:2]),
            (keep.whole if cell[2] == WHOLE else 1.0)
            * (keep.first_base if cell[1] == bases[cell[0]][0] else 1.0)
            * (keep.in_plan if planned[cell[0]] else 1.0),
        )
        for cell, one in whom.items()
    ]
    columns = {
        **dict.fromkeys(CELL, pl.String),
        "under": pl.Int64,
        "over": pl.Int64,
        "rang": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


def _worth(names: pl.DataFrame, counts: int) -> NDArray[np.float64]:
    """What each count is worth: how many figures it carries, and how important the most important of them is."""
    worth = np.ones(counts)
    for side in ("under", "over"):
        carried = names.filter(pl.col(side) != NONE).group_by(side)
        found = carried.agg(rang=pl.col("rang").max(), bruk=pl.len())
        worth[found[side].to_numpy()] += found["bruk"].to_numpy() * found["rang"].to_numpy()
    return worth


def _moves_table(found: Sequence[Move], number: Mapping[Persons, int]) -> Any:
    from scipy import sparse

    touched = [(number[p], n) for n, move in enumerate(found) for p in sorted(move)]
    at = np.array(touched, np.int64).reshape(-1, 2)
    shape = (len(number), len(found))
    return sparse.csc_array((np.ones(len(touched), np.float32), (at[:, 0], at[:, 1])), shape=shape)


def sums_table(pairs: Iterable[tuple[int, list[int]]], size: int) -> Sums:
    """`Sums` of pairs of a whole and its parts, among `size` members."""
    from scipy import sparse

    found = list(pairs)
    rows = [n for n, (_, parts) in enumerate(found) for _ in range(1 + len(parts))]
    columns = [member for whole, parts in found for member in (whole, *parts)]
    entries = [sign for _, parts in found for sign in (1, *([-1] * len(parts)))]
    return Sums(sparse.csr_array((np.array(entries, np.int8), (rows, columns)), shape=(len(found), size)))
