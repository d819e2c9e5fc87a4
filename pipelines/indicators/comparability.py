"""Declared breaks in a series, as data: which they are, and which stretch of comparable years a figure belongs to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from pipelines.contracts.model import Break
from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import Catalogue


def declared_breaks(contracts: Contracts, catalogue: Catalogue) -> dict[str, tuple[Break, ...]]:
    """The breaks of every indicator that has any, by year: its survey's and its own.

    A reported indicator under which a computed one was published tells of the same waves, and breaks where that does.
    """
    found: dict[str, set[Break]] = {}
    for survey, indicators in catalogue.items():
        for indicator in indicators:
            own = {*contracts.surveys[survey].breaks, *(each.declared() for each in indicator.breaks)}
            for id_ in filter(None, (indicator.id, indicator.published_as)):
                found.setdefault(id_, set()).update(own)
    return {id_: tuple(sorted(breaks, key=_in_order)) for id_, breaks in found.items() if breaks}


def _in_order(one: Break) -> tuple[int, str, str]:
    return one.year, one.kind, one.why["nb"]


def with_stretches(figures: pl.DataFrame, breaks: Mapping[str, Sequence[Break]]) -> pl.DataFrame:
    """`figures` and `strekk`: how many breaks lie before the figure. Only figures with the same number compare.

    Example: a new form in 2019.

        >>> waves = pl.DataFrame({"indikator": "blalys", "aar": [2017, 2018, 2019]})
        >>> with_stretches(waves, {"blalys": [Break(2019)]})["strekk"].to_list()
        [0, 0, 1]

    Args:
        figures: has `indikator, aar`, and `basisgruppe` where a break concerns some of the base groups only.
        breaks: those of an indicator; one that is not named has none.
    """
    sharing: dict[Break, list[str]] = {}
    for indicator, declared in breaks.items():
        for each in declared:
            if not each.harmless:
                sharing.setdefault(each, []).append(indicator)
    passed = [
        (pl.col("indikator").is_in(indicators) & (pl.col("aar") >= each.year) & _concerned(each)).cast(pl.Int64)
        for each, indicators in sharing.items()
    ]
    return figures.with_columns(strekk=pl.sum_horizontal(pl.lit(0, pl.Int64), *passed))


def _concerned(each: Break) -> pl.Expr:
    return pl.col("basisgruppe").is_in(each.bases) if each.bases else pl.lit(value=True)
