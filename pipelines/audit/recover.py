"""Attack one wave: what of its hidden figures its shown ones give away, and which of those should have been hidden.

A hidden figure is recovered when both its counts are found, or when one that the policy protects is: 1 to the limit
less one persons counted, in the rest of the base, or in the base.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit.boxes import Box, Boxes
from pipelines.audit.digits import with_digits, with_sums
from pipelines.audit.doubt import Bounds, FindBounds, Open, bounds_of, left_open
from pipelines.audit.judge import Breach, numbers_of_hidden, shown_too_small
from pipelines.audit.limits import Rules
from pipelines.audit.places import PLACE
from pipelines.audit.solve import Counts, Known, Solution, in_empty, solve
from pipelines.audit.span import Span
from pipelines.audit.wave import UNKNOWNS, Wave, differences
from pipelines.published import Status

DECIMALS = 1
"""Digits after the comma in the narrowest outlet; the release's own files show more."""
FINDING: dict[str, type[pl.DataType]] = {**dict.fromkeys([*PLACE, "hva", "brudd"], pl.String)}
"""What is told of a breach: where, of which figure in words, and which `Breach`. Never a number of persons."""


@dataclass(frozen=True)
class Attacked:
    """What came of it.

    Attributes:
        hidden: the hidden figures: `CELL`, `PLACE`, `provd` (settled either way) and `gjenskapt`.
        findings: `FINDING`.
        broken: sums that the shown figures contradict.
        bounds: how narrowly single sums bound what is hidden.
    """

    hidden: pl.DataFrame
    findings: pl.DataFrame
    broken: int
    bounds: Bounds


def attack(wave: Wave, rules: Rules, percent: Collection[str], find_bounds: FindBounds = bounds_of) -> Attacked:
    """Try to recover every hidden figure of `wave`.

    Earlier releases that contradict the newest one, since persons have changed where nothing is shown to, are of no
    help to an attacker, and are left out.

    Args:
        wave: what is published, and how it is linked.
        rules: of the survey's kind.
        percent: indicators that are percentages of counted persons.
        find_bounds: how what is not recovered is bounded.
    """
    found = _attack(wave, rules, percent, find_bounds)
    if found.broken and wave.earlier:
        alone = _attack(replace(wave, earlier=()), rules, percent, find_bounds)
        return replace(alone, findings=pl.concat([alone.findings, _changed(wave, rules)]))
    return found


def _attack(wave: Wave, rules: Rules, percent: Collection[str], find_bounds: FindBounds) -> Attacked:
    told = [with_sums(with_digits(rows, percent, DECIMALS)) for rows in (wave.rows, *wave.earlier_rows)]
    said = wave.told(pl.concat(t.select(UNKNOWNS) for t in told))
    equations, every = wave.equations(), wave.equations(of_places=len(wave.number))
    solution, rest = _found_out(equations, said.values, said.known, every, wave.span)
    empty = in_empty(every, solution, _told_openly(wave, said.known))
    hidden = recovered(wave.rows.filter(pl.col("status") == Status.HIDDEN.value), solution, rules, empty)
    shown = told[0].filter(pl.col("status") != Status.HIDDEN.value)
    findings = [
        in_words(hidden.filter("gjenskapt").with_columns(brudd=pl.lit(Breach.RECOVERED.value))),
        in_words(numbers_of_hidden(hidden)),
        in_words(shown_too_small(shown, rules)),
        in_words(_unlinked(wave)),
        _changed(wave, rules),
        _derived(wave, solution, rules),
    ]
    bounds = find_bounds(wave, hidden.filter(~pl.col("gjenskapt")), rest, rules)
    return Attacked(hidden, pl.concat(findings), said.disagree + solution.broken, bounds)


def _found_out(
    equations: sparse.csr_array, values: Counts, known: Known, every: sparse.csr_array, span: Span
) -> tuple[Solution, Open]:
    """What sums tell, and what bounds do, in turn until neither tells more; and what is left open then."""
    while True:
        solution = solve(equations, values, known, every, span)
        rest = left_open(equations, solution)
        pinned = rest.pinned()
        if solution.broken or (pinned.known == solution.known).all():
            return solution, rest
        values, known = pinned.values, pinned.known


def _told_openly(wave: Wave, known: Known) -> Known:
    """The unknowns that a figure tells, be it as the rest of its base, or that are only of somebody not known."""
    openly = known.reshape(-1, len(wave.number)) | [wave.boxes.of_unknown(box) for box in wave.number]
    openly = openly.ravel()
    rests = wave.rows.filter(pl.col("x_rest").is_not_null(), pl.col("teller").is_not_null())
    openly[rests.filter(pl.col("nevner").is_not_null())["x_rest"].to_numpy()] = True
    return openly


def _changed(wave: Wave, rules: Rules) -> pl.DataFrame:
    """Figures of a place that tell, beside an earlier release's, that a few persons have come, gone or changed."""
    found = [pl.DataFrame(schema=FINDING)]
    for edition in wave.earlier:
        moved = differences(wave.newest.figures, edition.figures)
        most = pl.col("personer").max().over(PLACE)
        few = moved.filter(pl.col("ulik"), most.is_between(1, max(rules.cell, rules.base) - 1))
        found.append(in_words(few.with_columns(brudd=pl.lit(Breach.CHANGED.value))))
    return pl.concat(found).unique(maintain_order=True)


def in_words(figures: pl.DataFrame) -> pl.DataFrame:
    """`FINDING` of figures that have a `brudd`."""
    parts = pl.concat_str(
        "indikator", "basisgruppe", pl.when(pl.col("inndeling") != pl.col("kategori")).then(_BREAKDOWN),
        separator=", ", ignore_nulls=True,
    )  # fmt: skip
    return figures.select(*PLACE, parts.alias("hva"), "brudd")


_BREAKDOWN = pl.concat_str("inndeling", "kategori", separator=": ")


def _unlinked(wave: Wave) -> pl.DataFrame:
    """Shown figures that the attacker cannot place or cannot tell whom they count, so that nothing is proven."""
    shown = wave.rows.filter(pl.col("status") != Status.HIDDEN.value)
    place = shown.join(wave.own_places.unlinked, on=PLACE, how="semi")
    return pl.concat([place, shown.filter(~pl.col("kjent"))]).with_columns(brudd=pl.lit(Breach.UNLINKED.value))


def recovered(hidden: pl.DataFrame, solution: Solution, rules: Rules, empty: Known) -> pl.DataFrame:
    """`hidden` figures with `gjenskapt`, whether `solution` gives them, and `provd`, whether that is settled.

    A figure of nobody or of everybody among few is not recovered when that is told by a larger group that has nobody
    either (`empty`): no hiding of the smaller one keeps it from being known. Nor is how few are only not known.
    """
    (under, has_under), (over, has_over), (rest, has_rest) = (
        _found(hidden[f"x_{c}"], solution.values, solution.known) for c in ("teller", "nevner", "rest")
    )
    # A box that nobody can be in holds nobody: its values read as zero.
    has_under |= hidden["kjent"].to_numpy() & hidden["x_teller"].is_null().to_numpy()
    under = np.where(hidden["x_teller"].is_null().to_numpy(), 0, under)
    both = has_under & (has_over | hidden["x_nevner"].is_null().to_numpy())
    few = has_under & _few(under, rules.cell) & ~(hidden["ukjent"] | hidden["snitt"]).to_numpy()
    few |= has_rest & _few(rest, rules.cell) & ~hidden["rest_ukjent"].to_numpy()
    few |= has_over & _few(over, rules.cell)
    alike = [_found(hidden[f"x_{c}"], solution.values, empty)[1] for c in ("teller", "rest")]
    both &= ~(alike[0] | alike[1]) | ~(_few(over, rules.homogeneous_base) & hidden["folsom"].to_numpy())
    both &= ~(hidden["ukjent"].to_numpy() & _few(under, rules.cell))
    in_doubt = [_found(hidden[f"x_{c}"], solution.values, solution.untried)[1] for c in ("teller", "nevner")]
    found = both | few
    tried = found | ~(in_doubt[0] | in_doubt[1]) & hidden["kjent"].to_numpy()
    return hidden.with_columns(gjenskapt=pl.Series(found), provd=pl.Series(tried))


def _found(numbers: pl.Series, values: Counts, known: Known) -> tuple[Counts, Known]:
    there = numbers.is_not_null().to_numpy()
    at = numbers.fill_null(0).to_numpy()
    return values[at], known[at] & there


def _few(persons: Counts, limit: int) -> Known:
    return (persons >= 1) & (persons < limit)


def _derived(wave: Wave, solution: Solution, rules: Rules) -> pl.DataFrame:
    """The counts of too few persons that no figure tells, but sums of shown figures do."""
    boxes = list(wave.number)
    secret = np.array([Boxes.counts_persons(box) and not wave.boxes.of_unknown(box) for box in boxes])
    secret[: len(wave.published)] = False
    known = (solution.known & _few(solution.values, rules.cell)).reshape(-1, len(boxes)) & secret
    place, box = np.nonzero(known)
    found = pl.DataFrame({"plass": place, "hva": [_words(boxes[b]) for b in box]}, schema_overrides={"plass": pl.Int64})
    # A place with several names is told under one of them.
    names = wave.own_places.names.unique("plass", keep="first", maintain_order=True)
    return found.join(names, on="plass").select(*PLACE, "hva", brudd=pl.lit(Breach.DERIVED.value))


def _words(box: Box) -> str:
    return ", ".join(f"{column}: {'/'.join(sorted(codes))}" for column, codes in sorted(box))
