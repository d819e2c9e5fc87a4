"""Surveys that are rounded instead of hidden: every number must be of rounded counts, here, elsewhere and before.

That tables add is tried with everything else that is linked. Here each figure is judged by itself: counts that are no
multiple, shares and intervals that are of other counts, and what tells of the same persons without being rounded, or
rounded in another way, so that two ranges together are narrower than one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import polars as pl

from pipelines.audit.digits import Z
from pipelines.audit.judge import Breach
from pipelines.audit.places import PLACE
from pipelines.audit.recover import FINDING, in_words
from pipelines.indicators.catalogue import Indicator, IndicatorKind
from pipelines.published import COMPUTED, Release, Status

_SAME = ["indikator", "aar", *PLACE, "basisgruppe", "inndeling", "kategori"]
_COUNTS = ("teller", "nevner")
_NUMBERS = (*_COUNTS, "verdi", "ki_lav", "ki_hoy")
_NEAR = 1e-6


def unrounded(
    release: Release,
    earlier: Sequence[Release],
    indicators: Sequence[Indicator],
    base: int | None,
    public: Collection[str],
) -> pl.DataFrame:
    """What of a rounded survey is told in another way than as its counts rounded once.

    A survey that is not rounded must not have been: what it tells beside rounded figures narrows them.

    Args:
        release: what is attacked.
        earlier: those published before it.
        indicators: the survey's computed ones, of persons.
        base: what every count must be a multiple of; None where the survey is not rounded.
        public: sources whose reported figures are known to everybody anyhow.

    Returns:
        `aar` and `FINDING`.
    """
    figures = _figures(release, indicators)
    shown = figures.filter(pl.any_horizontal(pl.col(_NUMBERS).is_not_null()))
    reported = _reported(release, indicators, public)
    ill_made = shown.clear() if base is None else shown.filter(~(_multiple(base) & _made_of_counts(indicators)))
    found = {
        Breach.UNROUNDED: [ill_made, *([] if base is None else [shown.join(reported, on=_SAME, how="semi")])],
        Breach.PUBLISHED_OTHERWISE: [_earlier_unlike(shown, other, indicators, base) for other in earlier],
        Breach.ROUNDED_AGAIN: [_rounded_again(release, shown, other, indicators) for other in earlier],
    }
    marked = [
        figures.select(shown.columns).with_columns(brudd=pl.lit(breach.value))
        for breach, each in found.items()
        for figures in each
    ]
    whole = pl.concat(marked).unique([*_SAME, "brudd"], keep="first", maintain_order=True)
    return in_words(whole).with_columns(whole["aar"]).select("aar", *FINDING)


def _figures(release: Release, indicators: Sequence[Indicator]) -> pl.DataFrame:
    return release.cube.filter(pl.col("indikator").is_in([i.id for i in indicators]), pl.col("kilde") == COMPUTED)


def _multiple(base: int) -> pl.Expr:
    """Whether a figure says that it is rounded to `base`, and is."""
    whole = pl.all_horizontal(pl.col(_COUNTS).fill_null(0) % base == 0)
    return whole & (pl.col("avrundet") == base).fill_null(value=False)


def _made_of_counts(indicators: Sequence[Indicator]) -> pl.Expr:
    """Whether value and interval are those of the counts beside them: a percentage of other counts would tell these."""
    x, n = pl.col("teller"), pl.col("nevner")
    share = pl.col("indikator").is_in([i.id for i in indicators if i.kind is IndicatorKind.PROPORTION])
    middle = (x / n + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * (x * (n - x) / n**3 + Z * Z / (4 * n * n)).sqrt()
    made = pl.when(share).then(100 * x / n).otherwise(x)
    limits = ((pl.col("ki_lav"), middle - half), (pl.col("ki_hoy"), middle + half))
    of_share = [shown.is_null() | (share & _near(shown, 100 * limit)) for shown, limit in limits]
    return pl.all_horizontal((pl.col("verdi").is_null() | _near(pl.col("verdi"), made)), *of_share)


def _near(shown: pl.Expr, made: pl.Expr) -> pl.Expr:
    return ((shown - made).abs() < _NEAR).fill_null(value=False)


def _reported(release: Release, indicators: Sequence[Indicator], public: Collection[str]) -> pl.DataFrame:
    """The keys of reported figures that are the same as computed ones, under the names of these, and are no secret."""
    pairs = [(i.published_as, i.id) for i in indicators if i.published_as]
    names = pl.DataFrame(pairs, schema={"rapportert": pl.String, "beregnet": pl.String}, orient="row")
    told = release.cube.filter(
        ~pl.col("kilde").is_in(sorted(public)), pl.any_horizontal(pl.col(_NUMBERS).is_not_null())
    )
    named = told.join(names, left_on="indikator", right_on="rapportert")
    return named.with_columns(indikator="beregnet").select(_SAME)


def _earlier_unlike(
    shown: pl.DataFrame, other: Release, indicators: Sequence[Indicator], base: int | None
) -> pl.DataFrame:
    """The figures that an earlier release hides, or tells without having rounded them to `base`."""
    before = _figures(other, indicators)
    told = pl.any_horizontal(pl.col(_NUMBERS).is_not_null()) | (pl.col("status") == Status.HIDDEN.value)
    return shown.join(before.filter(told, pl.col("avrundet").ne_missing(base)), on=_SAME, how="semi")


def _rounded_again(
    release: Release, shown: pl.DataFrame, other: Release, indicators: Sequence[Indicator]
) -> pl.DataFrame:
    """The figures that an earlier release has rounded in another way, though persons and definition are the same."""
    now, then = release.manifest.opphav, other.manifest.opphav
    marks = [told.get("indikatorer", {}) for told in (now, then)]
    waves = [told.get("bolger", {}) for told in (now, then)]
    survey = release.indicators.filter(pl.col("indikator").is_in([i.id for i in indicators]))["undersokelse"].unique()
    named = [(f"{one}|{year}", year) for one in survey for year in shown["aar"].unique()]
    years = [year for wave, year in named if waves[0].get(wave) == waves[1].get(wave)]
    alike = [i for i in indicators if marks[0].get(i.id) == marks[1].get(i.id)]
    before = _figures(other, alike).filter(pl.col("aar").is_in(years), pl.col("avrundet").is_not_null())
    both = shown.join(before, on=_SAME, suffix="_for")
    differ = pl.any_horizontal(pl.col(c).ne_missing(pl.col(f"{c}_for")) for c in _COUNTS)
    return both.filter(differ, pl.col("avrundet") == pl.col("avrundet_for")).select(shown.columns)
