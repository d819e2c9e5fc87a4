"""Attack figures that arrive already counted, and computed ones through reported ones that are the same.

What links reported figures is what a reader would take to add up in one delivery, where its shown figures do:
categories, base groups, and places. That a region is the municipalities that are there may be wrong, and a figure is
not recovered by it, unless it would then be of too few: a small count has been narrowed, whatever the rest is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit.doubt import NONE_ASKED
from pipelines.audit.judge import Breach, numbers_of_hidden, shown_too_small
from pipelines.audit.limits import Rules
from pipelines.audit.places import PLACE
from pipelines.audit.recover import Attacked, in_words, recovered
from pipelines.audit.solve import Solution, in_empty, solve
from pipelines.geography.delivered import DELIVERED, DeliveredLinks
from pipelines.published import WHOLE, WITH_VALUE, Status

_SOURCE = ["kilde", "argang", "indikator"]
_DELIVERY = [*_SOURCE, "aar", *PLACE]
_COUNT = ["basisgruppe", "inndeling", "kategori"]
_SAME = ["aar", *PLACE, "basisgruppe", "inndeling", "kategori"]
_UNKNOWN = "ukjent"
_HAS_ROWS = [*WITH_VALUE, Status.HIDDEN]


_Line = tuple[str, list[int]]
"""The family of a sum, and the numbers of its whole and its parts."""


def attack_reported(
    figures: pl.DataFrame,
    known: pl.DataFrame,
    base_sums: Iterable[Mapping[str, Sequence[str]]],
    places: DeliveredLinks,
    rules: Rules,
) -> Attacked:
    """Try to recover the hidden ones of reported `figures`, and judge the shown ones.

    Args:
        figures: rows of the cube that count persons and are not public already.
        known: shown rows of the cube that are the same as one of them, under its `indikator`.
        base_sums: the parts of each base group that is a sum, of every survey.
        places: what adds up to what among places.
        rules: of reported figures.
    """
    rows = figures.filter(pl.col("status").is_in(_HAS_ROWS)).with_row_index("nr")
    told = known.filter(pl.col("status").is_in(WITH_VALUE)).unique(["indikator", *_SAME], keep="first")
    seen = rows.join(told, on=["indikator", *_SAME], how="left", suffix="_kjent", maintain_order="left")
    values, is_known = np.zeros(2 * rows.height, np.int64), np.zeros(2 * rows.height, np.bool_)
    for offset, column in enumerate(("teller", "nevner")):
        number = seen.select(pl.coalesce(column, f"{column}_kjent")).to_series()
        values[offset::2] = number.fill_null(0).to_numpy()
        is_known[offset::2] = number.is_not_null().to_numpy()
    lines = [*_within(rows, base_sums), *_between(rows, places)]
    sure = _equations([line for line in lines if not line[0].endswith(DELIVERED)], values, is_known)
    solution = solve(sure, values, is_known)
    guessed = solve(_equations(lines, values, is_known), values, is_known)
    with_base = rows.filter(pl.col("nevner").is_not_null())["indikator"].unique()
    marked = rows.with_columns(
        x_teller=2 * pl.col("nr").cast(pl.Int64),
        x_nevner=pl.when(pl.col("indikator").is_in(with_base.to_list())).then(2 * pl.col("nr").cast(pl.Int64) + 1),
        x_rest=pl.lit(None, pl.Int64), kjent=pl.lit(value=True), folsom=pl.lit(value=True),
        ukjent=pl.col("kategori") == _UNKNOWN, rest_ukjent=pl.lit(value=False), snitt=pl.lit(value=False),
    )  # fmt: skip
    asked = marked.filter(pl.col("status") == Status.HIDDEN.value)
    found = recovered(asked, solution, rules, in_empty(sure, solution, is_known))
    hidden = found.with_columns(pl.col("gjenskapt") | _would_be_few(asked, guessed, rules.cell))
    shown = marked.filter(pl.col("status").is_in(WITH_VALUE))
    uncounted = shown.filter(pl.col("teller").is_null()).with_columns(brudd=pl.lit(Breach.UNCOUNTED.value))
    findings = [hidden.filter("gjenskapt").with_columns(brudd=pl.lit(Breach.RECOVERED.value)),
                numbers_of_hidden(hidden), shown_too_small(shown, rules), uncounted]  # fmt: skip
    by_year = pl.concat(f.select("aar", *_told_columns(f)) for f in findings)
    return Attacked(hidden, by_year, solution.broken, NONE_ASKED)


def told_elsewhere(hidden: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """The hidden computed figures that a shown reported one gives, with its `Breach`.

    Args:
        hidden: rows of the cube.
        reported: rows of the cube that are the same as computed ones, under the `indikator` of these.
    """
    counted = reported.filter(pl.col("status").is_in(WITH_VALUE), pl.col("teller").is_not_null())
    told = hidden.join(counted, on=["indikator", *_SAME], how="semi")
    return told.with_columns(brudd=pl.lit(Breach.RECOVERED.value))


def _told_columns(figures: pl.DataFrame) -> list[pl.Series]:
    """The columns that tell of a breach."""
    return in_words(figures).get_columns()


def _would_be_few(hidden: pl.DataFrame, solution: Solution, limit: int) -> pl.Series:
    """Whether a figure's numerator, base, or the rest of it, is of fewer than `limit`, where `solution` has them."""
    at = 2 * hidden["nr"].cast(pl.Int64).to_numpy()
    found = [np.where(solution.known[n], solution.values[n], 0) for n in (at, at + 1)]
    rest = np.where(solution.known[at] & solution.known[at + 1], found[1] - found[0], 0)
    few = pl.Series(np.any([(n > 0) & (n < limit) for n in (*found, rest)], axis=0))
    return few & (hidden["kategori"] != _UNKNOWN)


def _within(rows: pl.DataFrame, base_sums: Iterable[Mapping[str, Sequence[str]]]) -> Iterator[_Line]:
    """Every sum of all categories and of base groups, of numerators and of bases, in a place."""
    sums = [pl.DataFrame(schema={"familie": pl.String, "sum": pl.UInt32, "ledd": pl.List(pl.UInt32)})]
    whole, parts = rows.filter(pl.col("inndeling") == WHOLE), rows.filter(pl.col("inndeling") != WHOLE)
    by = [*_DELIVERY, "basisgruppe"]
    many = parts.with_columns(alle=pl.col("kategori").n_unique().over(*_SOURCE, "inndeling"))
    grouped = many.group_by(*by, "inndeling").agg(pl.col("alle").first(), ledd="nr")
    divided = grouped.filter(pl.col("ledd").list.len() == pl.col("alle"), pl.col("alle") > 1)
    joined = divided.join(whole.select(*by, sum="nr"), on=by, nulls_equal=True)
    sums.append(joined.select(_family("inndeling"), "sum", "ledd"))
    for groups in base_sums:
        for total, codes in groups.items():
            by = [*_DELIVERY, "inndeling", "kategori"]
            held = rows.filter(pl.col("basisgruppe").is_in(list(codes))).group_by(by).agg(ledd="nr")
            all_there = held.filter(pl.col("ledd").list.len() == len(codes))
            of = rows.filter(pl.col("basisgruppe") == total).select(*by, sum="nr")
            sums.append(all_there.join(of, on=by, nulls_equal=True).select(_family(pl.lit(total)), "sum", "ledd"))
    for family, total, numbers in pl.concat(sums).sort("familie", "sum").iter_rows():
        yield from _of_both(family, total, numbers)


def _between(rows: pl.DataFrame, places: DeliveredLinks) -> Iterator[_Line]:
    """Every sum of places of which all are there, and places that are the same under two names."""
    for _, figures in rows.group_by(_SOURCE, maintain_order=True):
        linked = places.among(figures.select("aar", *PLACE))
        in_cell = figures.join(linked.cells, on=["aar", *PLACE]).sort("nr")
        first = pl.col("nr").first().over("aar", "celle", *_COUNT)
        twice = in_cell.with_columns(forste=first).filter(pl.col("nr") != pl.col("forste"))
        for family, one, other in twice.select(_family(pl.lit("samme")), "nr", "forste").iter_rows():
            yield from _of_both(family, one, [other])
        cells = in_cell.unique(["aar", "celle", *_COUNT], keep="first", maintain_order=True)
        named = cells.select("aar", "celle", *_COUNT, "nr")
        parts = linked.sums.with_columns(alle=pl.len().over("aar", "sum", "deler")).join(
            named, left_on=["aar", "ledd"], right_on=["aar", "celle"]
        )
        grouped = parts.group_by("aar", "sum", "deler", *_COUNT).agg(pl.col("alle").first(), ledd="nr")
        full = grouped.filter(pl.col("ledd").list.len() == pl.col("alle"))
        of = cells.select("aar", *_SOURCE, *_COUNT, sum="celle", nr="nr")
        sums = full.join(of, on=["aar", "sum", *_COUNT])
        for family, total, numbers in sums.select(_family("deler"), "nr", "ledd").sort("familie", "nr").iter_rows():
            yield from _of_both(family, total, numbers)


def _of_both(family: str, total: int, parts: Sequence[int]) -> Iterator[_Line]:
    """The same sum of numerators and of bases."""
    for side in (0, 1):
        yield family, [2 * total + side, *(2 * part + side for part in parts)]


def _equations(lines: Sequence[_Line], values: np.ndarray, known: np.ndarray) -> sparse.csr_array:
    """The sums of every family that no sum of it contradicts."""
    wrong = {f for f, at in lines if known[at].all() and values[at[0]] != values[at[1:]].sum()}
    held_lines = [at for f, at in lines if f not in wrong]
    row = [n for n, at in enumerate(held_lines) for _ in at]
    sign = [1 if first == 0 else -1 for at in held_lines for first in range(len(at))]
    entries = (np.array(sign, dtype=np.int64), (row, [n for at in held_lines for n in at]))
    return sparse.csr_array(entries, shape=(len(held_lines), values.size))


def _family(kind: str | pl.Expr) -> pl.Expr:
    """Sums of one kind in one delivery of an indicator: where one of them does not hold, none is taken to."""
    return pl.concat_str("kilde", pl.col("argang").fill_null(""), "indikator", kind, separator="|").alias("familie")
