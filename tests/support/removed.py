"""Ways to leave one rule of the protection out: a policy that asks for less, or what to put in a rule's place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.disclosure import families, protect
from pipelines.disclosure.cells import Cells, Flags
from pipelines.disclosure.policy import Policy, load_policy
from pipelines.disclosure.pool import with_pools
from pipelines.disclosure.secondary import secondary
from pipelines.disclosure.wave import PLENTY
from pipelines.geography import Geography
from pipelines.geography.links import Links, links
from pipelines.published import POOL, Status
from pipelines.release.assessment.table import assessment_table
from tests.support import proof
from tests.support.release import CONTRACTS

POLICY = load_policy(CONTRACTS)
TIED, MENDED = 2, 6
"""Waves with zeros that tie what is hidden beside them: one sum at a time, and several sums together."""
Patches = Mapping[str, object]
NO_CACHE: Patches = {"ties._FOUND": {}}
ASSESSED, POOLED = "tests.support.proof.assessment_table", "tests.support.proof.with_pools"
MEND = "secondary._Work.give_changes"
DOUBT = "secondary._Work.give_doubt"
HIDDEN_BESIDE, SAID = "protect.secondary", "pipelines.release.notes.may_be_published"


def less(kind: SurveyKind, **numbers: int | None) -> Policy:
    """The policy with other thresholds for one kind of survey."""
    return replace(POLICY, kinds=POLICY.kinds | {kind: POLICY.kinds[kind].model_copy(update=numbers)})


def only_counted(limit: int) -> pl.Expr:
    """The rule of small cells without the rest of the base."""
    return pl.col("teller").is_between(1, limit - 1)


def with_counts_only(survey: Survey, *others: Any) -> pl.Expr:
    """The primary rules without the one for what is delivered without its counts."""
    return pl.when(pl.col("teller").is_not_null()).then(protect_reason(survey, *others))


protect_reason = protect.primary_reason
counted_of = families._counted


def without_sums_of_quantities(*asked: Any) -> families.Counted:
    """Whom a figure counts, but of a mean no sum."""
    indicator, found = asked[0], counted_of(*asked)
    return found._replace(under=None) if indicator.value else found


def linked(*, parts: str | None = None, view: str | None = None) -> Callable[[Geography, pl.DataFrame], Links]:
    """Links without the sums of one kind of `parts`, or without all names in one `view`."""

    def found(geography: Geography, took_part: pl.DataFrame) -> Links:
        every = links(geography, took_part)
        sums, cells = every.sums, every.cells
        return Links(
            cells.filter(pl.col("geografi") != view) if view else cells,
            sums.filter(pl.col("deler") != parts) if parts else sums,
        )

    return found


def each_by_itself(counts: Sequence[families.Persons], _every: Mapping[str, int]) -> list[dict[int, Fraction]]:
    """No count is made up of others."""
    return [{number: Fraction(1)} for number in range(len(counts))]


def seen(**changes: Callable[[Cells], object]) -> Callable[[Cells], Flags]:
    """Secondary protection that sees the wave otherwise than it is."""
    return lambda cells: secondary(replace(cells, **{name: change(cells) for name, change in changes.items()}))


def struck_only(cells: Cells) -> Flags:
    return cells.figures.struck


def without_zeros(cells: Cells) -> object:
    return np.where(cells.values == 0, PLENTY, cells.values)


def of_figures(cells: Cells) -> object:
    """The small counts that a figure is of."""
    return cells.small & cells.shown(np.ones_like(cells.figures.struck))


def nothing_struck(cells: Cells) -> object:
    return replace(cells.figures, struck=np.zeros_like(cells.figures.struck))


def of_unprotected(*asked: Any) -> pl.DataFrame:
    """What is said of figures, made of the cube as it was before it was protected."""
    return assessment_table(proof.made(TIED).cube, *asked[1:])


def of_hidden_counties(shown: pl.DataFrame, *asked: Any) -> pl.DataFrame:
    """Pools of all counties, be they hidden or not."""
    county = pl.col("regiontype") == "fylke"
    unprotected = pl.concat([shown.filter(~county), proof.made(TIED).cube.filter(county)])
    return pl.concat([shown, with_pools(unprotected, *asked).filter(pl.col("regiontype") == POOL)])


def nothing_done(*_: object) -> None:
    """Stands for a step that is left out, and that has nothing to tell."""


def none_found(*_: object) -> bool:
    """Stands for a step that is left out, and that found nothing to do."""
    return False


def judged_but(status: Status) -> Patches:
    return {"protect._WITH_COUNTS": [each for each in protect._WITH_COUNTS if each != status]}


def derived_but(number: str) -> Patches:
    return {"protect.DERIVED": tuple(each for each in protect.DERIVED if each != number)}
