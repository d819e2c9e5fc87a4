"""What ties the counts of a survey's form together, whatever the data: which figure counts whom, sums, and a basis.

It takes seconds to find and is the same for every wave of a form, so it is found once in a process. scipy is imported
when it is found: Dagster loads this module every time it looks at the workspace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.contracts.model import Form, Survey
from pipelines.disclosure.basis import make_up
from pipelines.disclosure.cells import NONE, Flags, Numbers, Sums
from pipelines.disclosure.families import SUM_OF, CodeLists, Codes, Counted, Persons, counted, sums
from pipelines.disclosure.policy import Keep
from pipelines.indicators.catalogue import Indicator
from pipelines.published import WHOLE

CELL = ["indikator", "basisgruppe", "inndeling", "kategori"]
Cell = tuple[str, str, str, str]
"""What names a figure in a place: the columns of `CELL`."""


@dataclass(frozen=True)
class Ties:
    """The counts of a form by number, those that figures are of first.

    Attributes:
        names: `CELL`, the numbers `under`, `over` and `rest` of its counts, and `rang`: how dear the figure is.
        published: how many counts figures are of; the others are what sums leave between them.
        count_sums: every sum of counts.
        basis: numbers of counts that no others make up.
        makeup: counts x basis, how each count is made up (scipy CSR).
        worth: what hiding each count costs.
        unknown: the counts of those of whom something is only not known.
        summed_over: of the sum of a quantity, the count of those it is summed over; of a count `NONE`.
    """

    names: pl.DataFrame
    published: int
    count_sums: Sums
    basis: Numbers
    makeup: Any
    worth: NDArray[np.float64]
    unknown: Flags
    summed_over: Numbers

    @property
    def size(self) -> int:
        """How many counts there are."""
        return self.worth.size

    @property
    def quantities(self) -> Numbers:
        """The counts that are sums of a quantity."""
        return np.flatnonzero(self.summed_over != NONE)


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


def of_unknown(survey: Survey, years: Iterable[int], indicators: Sequence[Indicator], keep: Keep) -> pl.DataFrame:
    """`aar` and `CELL` of the figures that count those of whom something is only not known.

    Args:
        survey: base groups, population and forms.
        years: waves; one without a form has no such figures.
        indicators: those that count persons.
        keep: what is kept before what.
    """
    found = [pl.DataFrame(schema={"aar": pl.Int64, **dict.fromkeys(CELL, pl.String)})]
    for year, form in ((year, survey.form_of(year)) for year in years if indicators):
        if form is not None:
            ties = ties_of(survey, form, indicators, keep)
            unknown = np.append(ties.unknown, False)[ties.names["under"].to_numpy()]
            found.append(ties.names.filter(pl.Series(unknown)).select(pl.lit(year, pl.Int64).alias("aar"), *CELL))
    return pl.concat(found)


def _find(survey: Survey, form: Form, indicators: Sequence[Indicator], keep: Keep) -> Ties:
    lists = CodeLists(survey.counted_columns(form))
    first = {i.id: i.bases[0] for i in indicators}
    planned = {i.id for i in indicators if i.plans}

    def rank(cell: Cell) -> float:
        return (
            (keep.whole if cell[2] == WHOLE else 1.0)
            * (keep.first_base if cell[1] == first[cell[0]] else 1.0)
            * (keep.in_plan if cell[0] in planned else 1.0)
        )

    return ties_between(counted(survey, indicators, lists), lists, rank)


def ties_between(whom: Mapping[Cell, Counted], lists: Codes, rank: Callable[[Cell], float]) -> Ties:
    """The ties between the counts of figures.

    Args:
        whom: whom each figure counts.
        lists: the codes of the columns that say so.
        rank: how dear a figure is.
    """
    published = sorted({p for one in whom.values() for p in (one.under, one.over) if p is not None})
    split = sums(published, lists)
    others = sorted({p for one in split for p in one.parts} - {*published})
    number = {p: n for n, p in enumerate([*published, *others])}
    names = _names(whom, number, rank)
    worth = _worth(names, len(number))
    unknown = np.array([lists.is_unknown(p) for p in number], np.bool_)
    basis, makeup = _basis(list(number), len(published), worth, unknown, lists)
    return Ties(
        names=names,
        published=len(published),
        count_sums=sums_table([(number[s.whole], [number[p] for p in s.parts]) for s in split], len(number)),
        basis=basis,
        makeup=makeup,
        worth=worth,
        unknown=unknown,
        summed_over=np.array([_summed_over(p, number) for p in number], np.int64),
    )


def _basis(
    counts: list[Persons], published: int, worth: NDArray[np.float64], unknown: Flags, lists: Codes
) -> tuple[Numbers, Any]:
    """`basis` and `makeup`: of those that figures are of, first those known of, the dearest first."""
    from scipy import sparse

    first = np.lexsort((np.arange(len(counts)), -worth, unknown, np.arange(len(counts)) >= published))
    every = {column: lists.every(column) for persons in counts for column, _ in persons}
    made_of = make_up([counts[n] for n in first], every)
    basis = np.array([first[n] for n, of in enumerate(made_of) if n in of], np.int64)
    place = {n: at for at, n in enumerate(basis.tolist())}
    entries = [
        (first[n], place[int(first[m])], float(share)) for n, of in enumerate(made_of) for m, share in of.items()
    ]
    row, column, share = (np.array(each) for each in zip(*entries, strict=True))
    return basis, sparse.csr_array((share, (row, column)), shape=(len(counts), basis.size))


def _summed_over(persons: Persons, number: Mapping[Persons, int]) -> int:
    those = tuple(pair for pair in persons if not pair[0].startswith(SUM_OF))
    return NONE if those == persons else number[those]


def _names(whom: Mapping[Cell, Counted], number: Mapping[Persons, int], rank: Callable[[Cell], float]) -> pl.DataFrame:
    rows = [
        (*cell, *(number.get(persons, NONE) if persons is not None else NONE for persons in one), rank(cell))
        for cell, one in whom.items()
    ]
    columns = {
        **dict.fromkeys(CELL, pl.String),
        "under": pl.Int64,
        "over": pl.Int64,
        "rest": pl.Int64,
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


def sums_table(pairs: Iterable[tuple[int, list[int]]], size: int) -> Sums:
    """`Sums` of pairs of a whole and its parts, among `size` members."""
    from scipy import sparse

    found = list(pairs)
    rows = [n for n, (_, parts) in enumerate(found) for _ in range(1 + len(parts))]
    columns = [member for whole, parts in found for member in (whole, *parts)]
    entries = [sign for _, parts in found for sign in (1, *([-1] * len(parts)))]
    return Sums(sparse.csr_array((np.array(entries, np.int8), (rows, columns)), shape=(len(found), size)))
