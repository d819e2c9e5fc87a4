"""Published waves stand: what the release on the pages hides of one stays hidden, and what it shows stays shown.

What has been told cannot be taken back, and what is shown anew tells beside what was shown before. So a wave in which
nothing has changed since it was published is not protected again, whatever other waves, or a later way of protecting,
would make of it. One in which a figure is new or another, or in which a rule strikes what is shown, is protected anew.
"""

from __future__ import annotations

import polars as pl

from pipelines.disclosure.wave import FIGURE
from pipelines.published import COMPUTED, WITH_VALUE, Status

_NUMBERS = ("teller", "nevner", "verdi")
_COUNTED = [*(status.value for status in WITH_VALUE), Status.NO_DENOMINATOR.value]


def as_published(judged: pl.DataFrame, published: pl.DataFrame, why: pl.Expr) -> pl.DataFrame:
    """Which figures of waves that stand are hidden.

    Args:
        judged: the unprotected figures of a survey: `_rad`, what names a figure, `status`, `_NUMBERS`, and `_hide`, why
            a primary rule strikes one, or null.
        published: those of its closed waves as they were published: what names a figure, `status`, `_NUMBERS`.
        why: the reason that is given of what is hidden beside something.

    Returns:
        `_rad, aar, _star`: every figure of the waves that stand, with why it is hidden, or null.
    """
    told = published.filter(pl.col("kilde") == COMPUTED).select(
        *FIGURE, pl.col("status").alias("_sto"), *(pl.col(n).alias(f"_{n}") for n in _NUMBERS)
    )
    both = judged.filter(
        pl.col("kilde") == COMPUTED,
        pl.col("status").is_in(_COUNTED),
        pl.col("aar").is_in(told["aar"].unique().to_list()),
    ).join(told, on=FIGURE, how="left", maintain_order="left")
    hidden = (pl.col("_sto") == Status.HIDDEN.value).fill_null(value=False)
    same = pl.all_horizontal(pl.col(n).eq_missing(pl.col(f"_{n}")) for n in _NUMBERS) & pl.col("_sto").is_not_null()
    stands = (hidden | (same & pl.col("_hide").is_null())).all().over("aar")
    return both.filter(stands).select("_rad", "aar", _star=pl.coalesce("_hide", pl.when(hidden).then(why)))
