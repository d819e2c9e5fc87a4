"""Attack figures that arrive already counted, and computed ones through reported ones that are the same.

What links reported figures is little: categories and base groups of one delivery add up, where its shown figures do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl
from scipy import sparse

from pipelines.audit.doubt import NONE_ASKED
from pipelines.audit.judge import Breach, numbers_of_hidden, shown_too_small
from pipelines.audit.limits import Rules
from pipelines.audit.places import PLACE
from pipelines.audit.recover import Attacked, in_words, recovered
from pipelines.audit.solve import in_empty, solve
from pipelines.published import WHOLE, WITH_VALUE, Status

_DELIVERY = ["kilde", "argang", "aar", "indikator", *PLACE]
_SAME = ["aar", *PLACE, "basisgruppe", "inndeling", "kategori"]
_HAS_ROWS = [*WITH_VALUE, Status.HIDDEN]


def attack_reported(
    figures: pl.DataFrame, known: pl.DataFrame, base_sums: Iterable[Mapping[str, Sequence[str]]], rules: Rules
) -> Attacked:
    """Try to recover the hidden ones of reported `figures`, and judge the shown ones.

    Args:
        figures: rows of the cube that count persons and are not public already.
        known: shown rows of the cube that are the same as one of them, under its `indikator`.
        base_sums: the parts of each base group that is a sum, of every survey.
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
    equations = _equations(rows, base_sums, values, is_known)
    solution = solve(equations, values, is_known)
    with_base = rows.filter(pl.col("nevner").is_not_null())["indikator"].unique()
    marked = rows.with_columns(
        x_teller=2 * pl.col("nr").cast(pl.Int64),
        x_nevner=pl.when(pl.col("indikator").is_in(with_base.to_list())).then(2 * pl.col("nr").cast(pl.Int64) + 1),
        x_rest=pl.lit(None, pl.Int64), kjent=pl.lit(value=True), folsom=pl.lit(value=True),
        **{name: pl.lit(value=False) for name in ("ukjent", "rest_ukjent", "snitt")},
    )  # fmt: skip
    hidden = recovered(
        marked.filter(pl.col("status") == Status.HIDDEN.value), solution, rules, in_empty(equations, solution, is_known)
    )
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


def _equations(
    rows: pl.DataFrame, base_sums: Iterable[Mapping[str, Sequence[str]]], values: np.ndarray, known: np.ndarray
) -> sparse.csr_array:
    """Every sum of categories and of base groups, of numerators and of bases, that no delivery contradicts."""
    sums = [pl.DataFrame(schema={"familie": pl.String, "sum": pl.UInt32, "ledd": pl.List(pl.UInt32)})]
    whole, parts = rows.filter(pl.col("inndeling") == WHOLE), rows.filter(pl.col("inndeling") != WHOLE)
    by = [*_DELIVERY, "basisgruppe"]
    divided = parts.group_by(*by, "inndeling").agg(ledd="nr").join(whole.select(*by, sum="nr"), on=by, nulls_equal=True)
    sums.append(divided.select(_family("inndeling"), "sum", "ledd"))
    for groups in base_sums:
        for total, codes in groups.items():
            by = [*_DELIVERY, "inndeling", "kategori"]
            held = rows.filter(pl.col("basisgruppe").is_in(list(codes))).group_by(by).agg(ledd="nr")
            all_there = held.filter(pl.col("ledd").list.len() == len(codes))
            of = rows.filter(pl.col("basisgruppe") == total).select(*by, sum="nr")
            sums.append(all_there.join(of, on=by, nulls_equal=True).select(_family(pl.lit(total)), "sum", "ledd"))
    found = pl.concat(sums).sort("familie", "sum")
    lines = [(f, [2 * s + o, *(2 * n + o for n in p)]) for f, s, p in found.iter_rows() for o in (0, 1)]
    wrong = {f for f, at in lines if known[at].all() and values[at[0]] != values[at[1:]].sum()}
    held_lines = [at for f, at in lines if f not in wrong]
    row = [n for n, at in enumerate(held_lines) for _ in at]
    sign = [1 if first == 0 else -1 for at in held_lines for first in range(len(at))]
    entries = (np.array(sign, dtype=np.int64), (row, [n for at in held_lines for n in at]))
    return sparse.csr_array(entries, shape=(len(held_lines), values.size))


def _family(kind: str | pl.Expr) -> pl.Expr:
    """Sums of one kind in one delivery of an indicator: where one of them does not hold, none is taken to."""
    return pl.concat_str("kilde", pl.col("argang").fill_null(""), "indikator", kind, separator="|").alias("familie")
