"""What changed from one release to another: every figure that is not the same, with why.

Only what both releases publish is read, so nothing here can tell more than they do together. A figure's old value is
told only where it still has one: what is hidden, withdrawn or gone is not repeated, since a list of exactly those would
point whoever reads it to what was taken away. How it looks as a page is `diff_page`; where it lies is `diff_store`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import polars as pl

from pipelines.published import COMPUTED, KEY, VIEW_2024, VIEW_REPORTED, WHOLE, WITH_VALUE, Status
from pipelines.published.changes import BasisChange, ChangeCount, ChangedFigure, Changes, MunicipalityChange
from pipelines.release.causes import ORIGIN, Cause, Difference, attributed, differences
from pipelines.release.freeze import check_unchanged

KINDS = ("verdi", "skjult", "vist", "status", "lagt_til", "fjernet")
"""How a figure changed (`endring`): another value; hidden; shown where it was hidden; another status or reason; a row
that only the later release has, or only the earlier."""

_NUMBERS = ["teller", "nevner", "verdi", "ki_lav", "ki_hoy"]
PERCENT = "prosent"
_PLACES = {kind: rank for rank, kind in enumerate(("land", "helseregion", "korus", "fylke", "kommune", "bydel"))}
_ONE_PLACE = ["indikator", "aar", "regiontype", "regionkode"]
_ABSENT = [Status.NOT_RECEIVED.value, Status.NOT_MAPPED.value]
_Kind = TypeVar("_Kind", ChangeCount, ChangedFigure)
_COMPARED = [*_NUMBERS, "metode", "status", "arsak"]


@dataclass(frozen=True, eq=False)
class ReleaseDiff:
    """The differences between release `old` and the later release `new`.

    Attributes:
        old: the earlier release's id.
        new: the later one's.
        found: what they are made from that differs.
        figures: a row for each changed figure: the cube's key, `undersokelse`, `enhet`, `endring` (one of `KINDS`),
            `endret` (the columns that differ), `status_fra`, `status_til`, `arsak_fra`, `arsak_til`, `verdi_fra` and
            `verdi_til` as far as they may be told, and `arsaker`, the causes.
        explained: whether both releases tell what they are made from.
    """

    old: str
    new: str
    found: tuple[Difference, ...]
    figures: pl.DataFrame
    explained: bool

    @cached_property
    def counts(self) -> pl.DataFrame:
        """`arsaker`, `indikator`, `antall` and how many of each of `KINDS`, the most first."""
        kinds = {kind: (pl.col("endring") == kind).sum().cast(pl.Int64) for kind in KINDS}
        counted = self.figures.group_by("arsaker", "indikator").agg(antall=pl.len().cast(pl.Int64), **kinds)
        by_name = pl.col("arsaker").list.join("+")
        return counted.sort(-pl.col("antall"), by_name, "indikator")

    @property
    def unexplained(self) -> int:
        """How many changed figures nothing explains."""
        return self.figures.filter(pl.col("arsaker").list.contains(Cause.UNKNOWN.value)).height

    def largest(self, n: int = 20) -> pl.DataFrame:
        """The `n` largest changes of value on present borders, land before parts of it, whole groups before parts.

        One for each indicator, year and place, since base groups and breakdowns mostly move together.

        A share's change is in percentage points of 100, another figure's in parts of the larger of its two values.
        """
        before, after = pl.col("verdi_fra"), pl.col("verdi_til")
        whole = pl.when(pl.col("enhet") == PERCENT).then(100.0).otherwise(pl.max_horizontal(before.abs(), after.abs()))
        moved = self.figures.filter(before != after, pl.col("geografi") == VIEW_2024)
        rank = pl.col("regiontype").replace_strict(_PLACES, default=len(_PLACES), return_dtype=pl.Int8)
        part = pl.col("inndeling") != WHOLE
        in_order = moved.sort(rank, part, -((after - before).abs() / whole), *map(pl.col, KEY), nulls_last=True)
        return in_order.unique(_ONE_PLACE, keep="first", maintain_order=True).head(n)

    @cached_property
    def municipalities(self) -> pl.DataFrame:
        """`undersokelse, aar, kommunenummer, hva`: municipalities whose figures came, went or changed.

        Seen from the figures alone. One that handed in anew without a shown figure changing is not among them.
        """
        own = self.figures.filter(
            pl.col("kilde") == COMPUTED, regiontype="kommune", geografi=VIEW_REPORTED, inndeling=WHOLE
        )
        before, after = (pl.col(f"status_{side}").is_in(_ABSENT).fill_null(value=True) for side in ("fra", "til"))
        place = ("undersokelse", "aar", pl.col("regionkode").alias("kommunenummer"))
        seen = own.group_by(place).agg(before=before.all(), after=after.all())
        what = pl.when("before").then(pl.lit("ny")).when("after").then(pl.lit("borte")).otherwise(pl.lit("endret"))
        told = seen.filter(~(pl.col("before") & pl.col("after"))).with_columns(hva=what)
        return told.drop("before", "after").sort(pl.all())

    def summary(self) -> Changes:
        """What is told of it beside the release."""
        return Changes(
            fra=self.old,
            til=self.new,
            forklart=self.explained,
            endret=self.figures.height,
            uforklart=self.unexplained,
            grunnlag=tuple(BasisChange(d.cause.value, d.what, d.survey, d.year, d.indicator) for d in self.found),
            kommuner=tuple(MunicipalityChange(**row) for row in self.municipalities.iter_rows(named=True)),
            antall=tuple(_row(ChangeCount, row) for row in self.counts.iter_rows(named=True)),
            storst=tuple(_row(ChangedFigure, row) for row in self.largest().iter_rows(named=True)),
        )


def _row(kind: type[_Kind], row: dict[str, Any]) -> _Kind:
    """A row as a value of `kind`, which has fewer fields."""
    held = {field.name: row[field.name] for field in fields(kind)}
    return kind(**{**held, "arsaker": tuple(held["arsaker"])})


def diff(old: Path, new: Path) -> ReleaseDiff:
    """Hold the release in folder `new` against the earlier one in folder `old`.

    Raises:
        ReleaseError: one of them is missing, or is not as it was frozen.
    """
    before, after = check_unchanged(old), check_unchanged(new)
    found = differences(before, after)
    changed = _changed(*_cubes(old, new))
    described = changed.join(_indicators(old, new), on="indikator", how="left", maintain_order="left")
    causes = attributed(described, found)
    figures = described.with_columns(causes).drop("type", "ny_argang").select(*KEY, pl.exclude(KEY))
    return ReleaseDiff(old.name, new.name, found, figures, all(ORIGIN in m for m in (before, after)))


def _cubes(*folders: Path) -> list[pl.DataFrame]:
    """The cubes with what is compared; a column that one of them did not have yet, is compared in none of them."""
    paths = [folder / "cube.parquet" for folder in folders]
    there = [pl.read_parquet_schema(path).keys() for path in paths]
    shared = [column for column in _COMPARED if all(column in columns for columns in there)]
    return [pl.read_parquet(path, columns=[*KEY, *shared]) for path in paths]


def _indicators(old: Path, new: Path) -> pl.DataFrame:
    """`indikator, undersokelse, enhet, type` of every indicator that either has, as the later one says."""
    tables = [pl.read_parquet(f / "indicators.parquet") for f in (new, old)]
    described = pl.concat([t.select("indikator", "undersokelse", "enhet", "type") for t in tables])
    return described.unique("indikator", keep="first", maintain_order=True)


def _changed(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
    """The rows that are not the same in both, side by side, in the order of the key."""
    every = old.columns
    compared = [column for column in every if column not in KEY]
    gone = old.join(new, on=every, how="anti", nulls_equal=True)
    come = new.join(old, on=every, how="anti", nulls_equal=True)
    here, there = gone.with_columns(_er=True), come.with_columns(_er=True)
    sides = here.join(there, on=KEY, how="full", nulls_equal=True, coalesce=True, suffix="_til")
    sides = sides.rename({c: f"{c}_fra" for c in (*compared, "_er")})
    return sides.with_columns(
        endring=_kind(), endret=_columns(compared), ny_argang=_other_vintage(old, new, sides),
    ).with_columns(_told()).select(
        *KEY, "endring", "endret", "status_fra", "status_til", "arsak_fra", "arsak_til", "verdi_fra", "verdi_til",
        "ny_argang",
    ).sort(KEY, nulls_last=True)  # fmt: skip


def _kind() -> pl.Expr:
    before, after = pl.col("status_fra"), pl.col("status_til")
    hidden, shown = pl.lit(Status.HIDDEN.value), after.is_in(WITH_VALUE)
    other = (before != after) | pl.col("arsak_fra").ne_missing(pl.col("arsak_til"))
    return (
        pl.when(pl.col("_er_fra").is_null()).then(pl.lit("lagt_til"))
        .when(pl.col("_er_til").is_null()).then(pl.lit("fjernet"))
        .when((before != hidden) & (after == hidden)).then(pl.lit("skjult"))
        .when((before == hidden) & shown).then(pl.lit("vist"))
        .when(other).then(pl.lit("status"))
        .otherwise(pl.lit("verdi"))
    )  # fmt: skip


def _columns(compared: list[str]) -> pl.Expr:
    both = pl.col("_er_fra").is_not_null() & pl.col("_er_til").is_not_null()
    unlike = [pl.when(both & pl.col(f"{c}_fra").ne_missing(pl.col(f"{c}_til"))).then(pl.lit(c)) for c in compared]
    return pl.concat_list(unlike).list.drop_nulls()


def _told() -> list[pl.Expr]:
    """The values that may be told: the new one where there is one, the old one only beside it."""
    shown = pl.col("status_til").is_in(WITH_VALUE)
    return [pl.when(shown).then(c).alias(c) for c in ("verdi_fra", "verdi_til")]


def _other_vintage(old: pl.DataFrame, new: pl.DataFrame, sides: pl.DataFrame) -> pl.Series:
    """Whether a delivered figure came or went while the same figure stands in the other release in another vintage."""
    same = [column for column in KEY if column != "argang"]
    delivered = pl.col("kilde") != COMPUTED
    numbered = sides.with_row_index("_rad")
    found = [
        numbered.filter(pl.col(f"_er_{missing}").is_null(), delivered).join(
            other.filter(delivered).select(same).unique(), on=same, how="semi", nulls_equal=True
        )["_rad"]
        for missing, other in (("fra", old), ("til", new))
    ]
    rows = pl.concat(found)
    return numbered["_rad"].is_in(rows.implode()).alias("ny_argang")
