"""Figures of closed waves as they were published: those that stand, and those of a wave that can no longer be built.

Rows are deleted at once when somebody asks for it; what is published stands. Building the wave without them would tell
of exactly those rows, by new figures minus old: until a revision lets enough else in, its figures stay as they were.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import polars as pl

from pipelines.published import COMPUTED, KEY
from pipelines.release.freeze import check_unchanged


def with_carried(cube: pl.DataFrame, lost: Mapping[tuple[str, int], Path]) -> pl.DataFrame:
    """`cube` with the computed figures of lost waves as they were published.

    Args:
        cube: the protected cube with `undersokelse`; what it has of the lost waves is left out.
        lost: (survey, year) -> the folder of the release that last changed the wave.

    Returns:
        The cube in its own order.

    Raises:
        ReleaseError: such a release is changed or missing.
    """
    if not lost:
        return cube
    known = cube["indikator"].unique()
    for (survey, year), folder in lost.items():
        check_unchanged(folder)
        own = pl.read_parquet(folder / "indicators.parquet").filter(undersokelse=survey)["indikator"]
        of_wave = (pl.col("aar") == year) & (pl.col("kilde") == COMPUTED)
        published = pl.read_parquet(folder / "cube.parquet").filter(
            of_wave, pl.col("indikator").is_in(own.to_list()), pl.col("indikator").is_in(known.to_list())
        )
        others = cube.filter(~(of_wave & (pl.col("undersokelse") == survey)))
        carried = published.with_columns(undersokelse=pl.lit(survey))
        cube = pl.concat([others, carried], how="diagonal").select(cube.columns)
    return cube.sort(KEY, nulls_last=True)


def published_figures(release: Path | None, waves: Collection[tuple[str, int]]) -> pl.DataFrame | None:
    """The computed figures of closed waves as the release on the pages has them, with `undersokelse`.

    Args:
        release: its folder; None where nothing is published.
        waves: (survey, year) of the closed waves that no revision is let into.

    Raises:
        ReleaseError: the release is changed or missing.
    """
    if release is None or not waves:
        return None
    check_unchanged(release)
    owner = pl.read_parquet(release / "indicators.parquet").select("indikator", "undersokelse")
    closed = pl.DataFrame(sorted(waves), schema={"undersokelse": pl.String, "aar": pl.Int64}, orient="row")
    cube = pl.read_parquet(release / "cube.parquet").filter(pl.col("kilde") == COMPUTED)
    return cube.join(owner, on="indikator").join(closed, on=["undersokelse", "aar"], how="semi")
