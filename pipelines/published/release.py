"""An open release and the questions asked of it. Nothing is written, nothing is computed from a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Any

import polars as pl

from pipelines.published.assessment import Assessment, SeriesBreak
from pipelines.published.errors import BrokenRelease
from pipelines.published.files import COLUMNS
from pipelines.published.manifest import Manifest
from pipelines.published.places import ByPlace
from pipelines.published.plans import Plans
from pipelines.published.rows import figures_in, of_base, of_bases, own_base
from pipelines.published.values import (
    POOL,
    VIEW_2024,
    VIEW_REPORTED,
    WHOLE,
    Coverage,
    Figure,
    Indicator,
    Note,
    Region,
    Status,
)
from pipelines.texts import text
from pipelines.texts.borrowed import said

_COVERAGE = ["undersokelse", "aar", "regiontype", "regionkode", "kommuner_med", "kommuner_i_alt", "kommuner_meldt",
             "befolkning_med", "befolkning_i_alt", "anslag", "dekning", "grense", "usikker"]  # fmt: skip
_INDICATOR = ["indikator", "undersokelse", "rekkefolge", "type", "enhet", "retning", "publisert_som", "rangering",
              "plan", "maal", "tema", "grense_av", "fordeling", "andel", "farge"]  # fmt: skip

_KEPT = 60
"""Indicators whose rows in a view are kept: each takes some megabytes in a large release."""


@dataclass(frozen=True, eq=False)
class Release:
    """One release in memory, seen in one of the two views. Everything is read-only; equal ids hold equal figures.

    The tables hold both views; every question is answered in `view`. As reported, a municipality that only changed its
    number is one place under its last number.
    """

    manifest: Manifest
    cube: pl.DataFrame
    indicators: pl.DataFrame
    regions: pl.DataFrame
    coverage: pl.DataFrame
    labels: pl.DataFrame
    notes: pl.DataFrame
    similar: pl.DataFrame
    plans: Plans = field(default_factory=Plans)
    view: str = VIEW_2024
    whole: Release | None = None
    assessments: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COLUMNS["vurdering"]))
    corrections: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COLUMNS["corrections"]))
    breaks: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COLUMNS["breaks"]))
    findings: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=COLUMNS["findings"]))

    def __post_init__(self) -> None:
        unknown = set(self.cube["status"].unique()) - set(Status)
        if unknown:
            raise BrokenRelease(text("published.unknown_status", release=self.id, status=", ".join(sorted(unknown))))

    @property
    def id(self) -> str:
        """The release's name, as it stands in the manifest."""
        return self.manifest.utgivelse

    @cached_property
    def views(self) -> tuple[str, ...]:
        """The views of borders that the release has places in; the one on 2024 borders first."""
        return tuple(self.regions["geografi"].unique().sort())

    def in_view(self, view: str) -> Release:
        """The same release seen on other borders."""
        base = self.whole or self
        return base if view == base.view else base._as_reported

    @cached_property
    def _as_reported(self) -> Release:
        return replace(self, view=VIEW_REPORTED, whole=self)

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """The catalogue by id, in its own order."""
        return {row["indikator"]: _indicator(row) for row in self.indicators.sort("rekkefolge").iter_rows(named=True)}

    @cached_property
    def region(self) -> dict[str, Region]:
        """Every region by its key (`kommune-5001`), in the release's order."""
        seen = self.regions.filter(_in(self.view)).with_columns(
            pl.col("gyldig_fra").min().over(pl.coalesce("linje", "regionkode"), "regiontype")
        )
        heads = seen.filter(pl.col("linje").is_null() | (pl.col("linje") == pl.col("regionkode")))
        return {region.key: region for region in map(_region, heads.iter_rows(named=True))}

    def counterpart(self, region: Region, view: str) -> Region | None:
        """The place in `view` that answers to `region` of this one; None where several or none do."""
        there = self.in_view(view).region
        if region.regiontype == "kommune" and len(region.kommuner_2024) == 1:
            return there.get(f"kommune-{region.kommuner_2024[0]}")
        return there.get(region.key)

    def reported(self, code: str) -> Region:
        """The municipality that had the number `code`.

        Raises:
            KeyError: no municipality had it.
        """
        return self._reported_codes[code]

    @cached_property
    def _reported_codes(self) -> dict[str, Region]:
        rows = self.regions.filter(pl.col("geografi") == VIEW_REPORTED, pl.col("regiontype") == "kommune")
        return {row["regionkode"]: _region(row) for row in rows.iter_rows(named=True)}

    def within(self, region: Region, year: int) -> list[Region]:
        """The municipalities as reported in `year` that lay, wholly or partly, where `region` (a municipality) lies."""
        places = set(region.kommuner_2024 or (region.regionkode,))
        there = (one for one in self._reported_codes.values() if one.valid_in(year))
        return [one for one in there if places & set(one.kommuner_2024)]

    def figures(
        self,
        indicator: str,
        *,
        regions: Iterable[Region] | None = None,
        base: str | None = None,
        breakdown: str = WHOLE,
        year: int | None = None,
    ) -> list[Figure]:
        """The figures of `indicator`, in the cube's order; all regions, bases or years where none is named.

        Args:
            breakdown: the breakdown column; «alle» gives the figure as a whole.
        """
        rows = self._by_indicator.get(indicator)
        if rows is None:
            return []
        wanted = [pl.col("inndeling") == breakdown]
        if regions is not None:
            of_region = [
                (pl.col("regiontype") == r.regiontype) & (pl.col("regionkode") == r.regionkode) for r in regions
            ]
            wanted.append(pl.any_horizontal(pl.lit(value=False), *of_region))
        if base is not None:
            wanted.append(of_base(base))
        if year is not None:
            wanted.append(pl.col("aar") == year)
        found = rows.filter(*wanted)
        return figures_in(found if base is None else found.with_columns(basisgruppe=pl.lit(base)))

    def figures_of(
        self, region: Region, bases: Mapping[str, str], years: Mapping[str, int] | None = None
    ) -> dict[str, list[Figure]]:
        """The undivided figures of `region` by indicator, in the cube's order: many indicators at the cost of one.

        Args:
            bases: indicator -> the base group its figures are wanted in; others are left out.
            years: indicator -> the only year they are wanted of; every year of each where it is None.
        """
        found: dict[str, list[Figure]] = {}
        rows = self._cube_by_place.of(region, of_bases(bases, years))
        for figure in figures_in(rows.with_columns(basisgruppe=own_base(bases))):
            found.setdefault(figure.indikator, []).append(figure)
        return found

    def assessed_of(
        self, region: Region, bases: Mapping[str, str], years: Mapping[str, int] | None = None
    ) -> dict[tuple[str, int, str, str | None], Assessment]:
        """What `assessed` says of the figures that `figures_of` gives, by indicator, year, source and vintage."""
        rows = self._assessed_by_place.of(region, of_bases(bases, years, missing=False)).iter_rows(named=True)
        return {(row["indikator"], row["aar"], row["kilde"], row["argang"]): Assessment(**row) for row in rows}

    def assessed(self, figure: Figure) -> Assessment | None:
        """What can be said of `figure` beyond its number; None where it is divided, superseded or has no number."""
        rows = self._assessed_by_indicator.get(figure.indikator)
        if rows is None or figure.inndeling != WHOLE:
            return None
        found = rows.filter(
            pl.col("aar") == figure.aar,
            pl.col("regionkode") == figure.regionkode,
            pl.col("regiontype") == figure.regiontype,
            pl.col("basisgruppe") == figure.basisgruppe,
            pl.col("kilde") == figure.kilde,
            pl.col("argang").eq_missing(figure.argang),
        )
        return Assessment(**found.row(0, named=True)) if found.height else None

    def breaks_of(self, indicator: str, base: str) -> list[SeriesBreak]:
        """Where the series of `indicator` in `base` breaks, oldest first."""
        found = self.all_breaks(indicator)
        return [one for one in found if not one.basisgrupper or base in one.basisgrupper]

    def all_breaks(self, indicator: str) -> list[SeriesBreak]:
        """Where the series of `indicator` breaks in any base, oldest first."""
        return [SeriesBreak.from_row(row) for row in self._breaks_by_indicator.get(indicator, [])]

    @cached_property
    def _breaks_by_indicator(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.breaks.sort("aar").iter_rows(named=True):
            found.setdefault(row["indikator"], []).append(row)
        return found

    @cached_property
    def tally(self) -> pl.DataFrame:
        """How many figures of each status this view has: `antall` by indicator, year, place type, division, source."""
        by = ["indikator", "aar", "regiontype", "inndeling", "kilde", "status"]
        rows = self.cube.lazy().filter(_in(self.view)).group_by(by).agg(pl.len().alias("antall"))
        return rows.sort(by).collect()

    def outline(self, indicator: str, base: str) -> frozenset[tuple[str, int, Status]]:
        """Which region types, years and statuses the undivided figures of `indicator` in `base` have."""
        rows = self._by_indicator.get(indicator)
        if rows is None:
            return frozenset()
        found = rows.lazy().filter(of_base(base)).select("regiontype", "aar", "status").unique().collect()
        return frozenset((kind, year, Status(status)) for kind, year, status in found.iter_rows())

    def covered(self, survey: str, region: Region) -> dict[int, Coverage]:
        """Coverage of `region` in each wave of `survey`, by year."""
        rows = self._coverage_by_region.get((survey, region.regiontype, region.regionkode), [])
        return {row.aar: row for row in rows}

    def notes_on(self, region: Region) -> list[Note]:
        """What the municipality that `region` is, or those it is made of, have written; empty for other places."""
        return self._notes_by_code.get(region.regionkode, []) if region.regiontype == "kommune" else []

    @cached_property
    def _notes_by_code(self) -> dict[str, list[Note]]:
        """The notes by the number that their place is known by in this view, oldest wave first."""
        found: dict[str, list[Note]] = {}
        for row in self.notes.sort("aar", maintain_order=True).iter_rows(named=True):
            note = Note(**row)
            of_the_year = self._reported_codes.get(note.kommunenummer)
            last = of_the_year.linje if of_the_year and of_the_year.linje else note.kommunenummer
            found.setdefault(note.kommune_2024 if self.view == VIEW_2024 else last, []).append(note)
        return found

    @cached_property
    def similar_year(self) -> int | None:
        """The year on whose 1 January municipalities are like one another; None where the release has no such table."""
        years = self.similar["aar"].unique()
        return int(years.item()) if len(years) else None

    def similar_to(self, region: Region) -> list[Region]:
        """The municipalities most like `region`, nearest first; empty where there are too few, and for other places.

        They are those on the borders of 2024, so that there are none as reported.
        """
        if region.regiontype != "kommune" or region.geografi != VIEW_2024:
            return []
        codes = self._similar_by_code.get(region.regionkode, [])
        found = (self.region.get(f"kommune-{code}") for code in codes)
        return [one for one in found if one is not None]

    @cached_property
    def _similar_by_code(self) -> dict[str, list[str]]:
        rows = self.similar.sort("kommune", "rang").group_by("kommune", maintain_order=True).agg("lignende")
        return dict(rows.iter_rows())

    def label(self, dimension: str, code: str, language: str = "nb") -> str:
        """What `code` is called; the code itself, tidied, where the release has no label for it."""
        found = self._labels.get((dimension, code))
        if found is None:
            return code.replace("_", " ").capitalize()
        return said(found, language)

    def codes(self, dimension: str) -> list[str]:
        """The codes of `dimension` in their own order."""
        return [code for kind, code in self._labels if kind == dimension]

    @cached_property
    def years(self) -> dict[str, list[int]]:
        """Every year each indicator has a row for, a missing one included."""
        pairs = self.cube.lazy().filter(_in(self.view)).select("indikator", "aar").unique().sort("aar").collect()
        return dict(pairs.group_by("indikator").agg("aar").iter_rows())

    def _seen(self, table: pl.DataFrame) -> pl.DataFrame:
        """The rows of `table` in this view, each under the number its place is known by."""
        rows = table.filter(_in(self.view))
        if self.view == VIEW_2024:
            return rows
        municipality = pl.col("regiontype") == "kommune"
        last = pl.col("regionkode").replace(self._last_numbers)
        return rows.with_columns(pl.when(municipality).then(last).otherwise("regionkode").alias("regionkode"))

    @cached_property
    def _last_numbers(self) -> dict[str, str]:
        earlier = self.regions.filter(_in(self.view), pl.col("linje") != pl.col("regionkode"), regiontype="kommune")
        return dict(earlier.select("regionkode", "linje").iter_rows())

    @cached_property
    def _by_indicator(self) -> _InView:
        return _InView((self.whole or self)._cube_parts, self._seen)

    @cached_property
    def _assessed_by_indicator(self) -> _InView:
        return _InView((self.whole or self)._assessed_parts, self._seen)

    @cached_property
    def _cube_by_place(self) -> ByPlace:
        return ByPlace(self.cube, self._seen)

    @cached_property
    def _assessed_by_place(self) -> ByPlace:
        return ByPlace(self.assessments, self._seen)

    @cached_property
    def _cube_parts(self) -> dict[str, pl.DataFrame]:
        return _parts(self.cube)

    @cached_property
    def _assessed_parts(self) -> dict[str, pl.DataFrame]:
        return _parts(self.assessments)

    @cached_property
    def _coverage_by_region(self) -> dict[tuple[str, str, str], list[Coverage]]:
        rows: dict[tuple[str, str, str], list[Coverage]] = {}
        for row in self._seen(self.coverage).select(_COVERAGE).sort("aar").iter_rows(named=True):
            one = Coverage(**row)
            rows.setdefault((one.undersokelse, one.regiontype, one.regionkode), []).append(one)
        return rows

    @cached_property
    def _labels(self) -> dict[tuple[str, str], dict[str, str]]:
        rows = self.labels.sort("dimensjon", "rekkefolge").iter_rows(named=True)
        return {(row["dimensjon"], row["kode"]): {"nb": row["nb"], "nn": row["nn"]} for row in rows}


class _InView:
    """Each indicator's rows in one view of borders, picked out when they are asked for; those asked for last are kept.

    Picking out all of them at once takes seconds in a large release, and keeping them as much memory as the release.
    """

    def __init__(self, parts: dict[str, pl.DataFrame], seen: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        self._parts, self._seen = parts, seen
        self._picked = lru_cache(maxsize=_KEPT)(self._pick)

    def get(self, indicator: str) -> pl.DataFrame | None:
        """The rows of `indicator`; None where the release has none."""
        return self._picked(indicator) if indicator in self._parts else None

    def _pick(self, indicator: str) -> pl.DataFrame:
        return self._seen(self._parts[indicator])


def _parts(rows: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Slices of `rows` by indicator, which hold no memory of their own."""
    ordered = rows if rows["indikator"].is_sorted() else rows.sort("indikator", maintain_order=True)
    parts: dict[str, pl.DataFrame] = {}
    start = 0
    for length, indicator in ordered["indikator"].rle().struct.unnest().iter_rows():
        parts[indicator] = ordered.slice(start, length)
        start += length
    return parts


def _in(view: str) -> pl.Expr:
    """Rows in `view`: counties and municipalities stand in two, everything else by present areas.

    Pools are of municipalities on the borders of 2024, and so stand in that view only.
    """
    return ~pl.col("regiontype").is_in(["fylke", "kommune", POOL]) | (pl.col("geografi") == view)


def _region(row: dict[str, Any]) -> Region:
    lists = {name: tuple(row[name] or ()) for name in ("kommuner_2024", "delt")}
    return Region(**{**row, **lists})


def _indicator(row: dict[str, Any]) -> Indicator:
    return Indicator(
        **{name: row[name] for name in _INDICATOR},
        titles={"nb": row["tittel_nb"], "nn": row["tittel_nn"] or ""},
        definitions={"nb": row["definisjon_nb"] or "", "nn": row["definisjon_nn"] or ""},
        basisgrupper=tuple(row["basisgrupper"] or ()),
        inndelinger=tuple(row["inndelinger"] or ()),
    )
