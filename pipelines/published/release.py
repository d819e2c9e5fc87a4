"""An open release and the questions asked of it. Nothing is written, nothing is computed from a figure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from pipelines.published.errors import BrokenRelease
from pipelines.published.manifest import Manifest
from pipelines.published.values import WHOLE, Coverage, Figure, Indicator, Region, Status
from pipelines.texts import text

_COVERAGE = ["undersokelse", "aar", "regiontype", "regionkode", "kommuner_med", "kommuner_i_alt",
             "befolkning_med", "befolkning_i_alt", "dekning"]  # fmt: skip
_INDICATOR = ["indikator", "undersokelse", "rekkefolge", "type", "enhet", "retning", "publisert_som", "rangering",
              "plan", "maal"]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Release:
    """One release in memory. Everything is read-only; equal ids hold equal figures."""

    manifest: Manifest
    cube: pl.DataFrame
    indicators: pl.DataFrame
    regions: pl.DataFrame
    coverage: pl.DataFrame
    labels: pl.DataFrame

    def __post_init__(self) -> None:
        unknown = set(self.cube["status"].unique()) - set(Status)
        if unknown:
            raise BrokenRelease(text("published.unknown_status", release=self.id, status=", ".join(sorted(unknown))))

    @property
    def id(self) -> str:
        """The release's name, as it stands in the manifest."""
        return self.manifest.utgivelse

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """The catalogue by id, in its own order."""
        return {row["indikator"]: _indicator(row) for row in self.indicators.sort("rekkefolge").iter_rows(named=True)}

    @cached_property
    def region(self) -> dict[str, Region]:
        """Every region by its key (`kommune-5001`), in the release's order."""
        found = (Region(**row) for row in self.regions.iter_rows(named=True))
        return {region.key: region for region in found}

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
            wanted.append(pl.col("basisgruppe") == base)
        if year is not None:
            wanted.append(pl.col("aar") == year)
        found = rows.filter(*wanted).iter_rows(named=True)
        return [Figure(**{**row, "status": Status(row["status"])}) for row in found]

    def outline(self, indicator: str, base: str) -> frozenset[tuple[str, int, Status]]:
        """Which region types, years and statuses the undivided figures of `indicator` in `base` have."""
        rows = self._by_indicator.get(indicator)
        if rows is None:
            return frozenset()
        found = (
            rows.lazy().filter(pl.col("basisgruppe") == base).select("regiontype", "aar", "status").unique().collect()
        )
        return frozenset((kind, year, Status(status)) for kind, year, status in found.iter_rows())

    def covered(self, survey: str, region: Region) -> dict[int, Coverage]:
        """Coverage of `region` in each wave of `survey`, by year."""
        rows = self._coverage_by_region.get((survey, region.regiontype, region.regionkode), [])
        return {row.aar: row for row in rows}

    def label(self, dimension: str, code: str, language: str = "nb") -> str:
        """What `code` is called; the code itself, tidied, where the release has no label for it."""
        found = self._labels.get((dimension, code))
        if found is None:
            return code.replace("_", " ").capitalize()
        return found.get(language) or found["nb"]

    def codes(self, dimension: str) -> list[str]:
        """The codes of `dimension` in their own order."""
        return [code for kind, code in self._labels if kind == dimension]

    @cached_property
    def years(self) -> dict[str, list[int]]:
        """Every year each indicator has a row for, a missing one included."""
        pairs = self.cube.select("indikator", "aar").unique().sort("aar")
        return dict(pairs.group_by("indikator").agg("aar").iter_rows())

    @cached_property
    def _by_indicator(self) -> dict[str, pl.DataFrame]:
        """Each indicator's rows: slices of the cube, which hold no memory of their own."""
        ordered = self.cube if self.cube["indikator"].is_sorted() else self.cube.sort("indikator", maintain_order=True)
        parts: dict[str, pl.DataFrame] = {}
        start = 0
        for length, indicator in ordered["indikator"].rle().struct.unnest().iter_rows():
            parts[indicator] = ordered.slice(start, length)
            start += length
        return parts

    @cached_property
    def _coverage_by_region(self) -> dict[tuple[str, str, str], list[Coverage]]:
        rows: dict[tuple[str, str, str], list[Coverage]] = {}
        for row in self.coverage.select(_COVERAGE).sort("aar").iter_rows(named=True):
            one = Coverage(**row)
            rows.setdefault((one.undersokelse, one.regiontype, one.regionkode), []).append(one)
        return rows

    @cached_property
    def _labels(self) -> dict[tuple[str, str], dict[str, str]]:
        rows = self.labels.sort("dimensjon", "rekkefolge").iter_rows(named=True)
        return {(row["dimensjon"], row["kode"]): {"nb": row["nb"], "nn": row["nn"]} for row in rows}


def _indicator(row: dict[str, Any]) -> Indicator:
    return Indicator(
        **{name: row[name] for name in _INDICATOR},
        titles={"nb": row["tittel_nb"], "nn": row["tittel_nn"] or ""},
        definitions={"nb": row["definisjon_nb"] or "", "nn": row["definisjon_nn"] or ""},
        basisgrupper=tuple(row["basisgrupper"] or ()),
        inndelinger=tuple(row["inndelinger"] or ()),
    )
