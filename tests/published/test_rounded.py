"""Which surveys of a release are rounded, and what is said of them."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from pipelines.published import Release, said_of_rounded
from pipelines.published.rounded import rounded_surveys


def test_the_surveys_by_what_they_are_rounded_to(release: Release) -> None:
    base = {"kartlagte": 5, "bostedslos": 5, "tilfreds": 3}
    marks = pl.col("indikator").cast(pl.String).replace_strict(base, default=None, return_dtype=pl.Int64)
    rounded = replace(release, cube=release.cube.with_columns(avrundet=marks))
    assert rounded_surveys(rounded) == {3: ["brukertilfredshet"], 5: ["brukerplan"]}
    said = said_of_rounded(rounded, "avrunding.om_fil", "en")
    assert said.index("multiples of 3") < said.index("BrukerPlan") < said.index("multiples of 5")


def test_mostly_none_is(release: Release) -> None:
    assert said_of_rounded(release, "avrunding.om") == ""
