"""What is looked at before a release goes on. Each point says how it stands; the policy says whether it stops.

A point that cannot be answered is not in order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.contracts.release_policy import Point, ReleasePolicy
from pipelines.register import Register
from pipelines.release.audited import audit_remark
from pipelines.release.comparison import computed_against_published
from pipelines.texts import borrowed, current_language, text
from pipelines.texts.numbers import number


@dataclass(frozen=True)
class Remark:
    """One point: whether it is in order, whether it stops the release, and the sentence that says so."""

    point: Point
    in_order: bool
    stops: bool
    sentence: str


@dataclass(frozen=True)
class Look:
    """What the points look at: an unchanged release folder, its manifest, and the register."""

    folder: Path
    manifest: Mapping[str, Any]
    register: Register


Answer = tuple[bool, str]


def checklist(look: Look, policy: ReleasePolicy, *, harmless: bool) -> list[Remark]:
    """Every point, in the policy's order.

    Args:
        look: the release.
        policy: which points stop.
        harmless: whether it holds nothing but example rows and public figures.
    """
    remarks = []
    for point in policy.checklist:
        in_order, sentence = POINTS[point](look)
        remarks.append(Remark(point, in_order, not in_order and policy.stops(point, harmless=harmless), sentence))
    return remarks


def _audit(look: Look) -> Answer:
    return audit_remark(look.manifest)


def _bounds(look: Look) -> Answer:
    passed = look.register.bounds(look.folder.name)
    said = {None: "ikke_kjort", True: "bestatt", False: "ikke_bestatt"}[passed]
    return passed is True, text(f"utgivelse.grenser_{said}", utgivelse=look.folder.name)


def _mixed(look: Look) -> Answer:
    synthetic, real = (look.manifest.get(key) is not False for key in ("syntetisk", "ekte_personrader"))
    if synthetic and real:
        return False, text("utgivelse.blandet")
    return True, text("utgivelse.syntetisk" if synthetic else "utgivelse.ekte")


def _waves(look: Look) -> Answer:
    said = []
    for wave in look.register.wave_problems(look.folder.name):
        key = "utgivelse.bolge_borte" if wave.gone else "utgivelse.bolge_stengt"
        said.append(text(key, bolge=_named(look, wave.survey, wave.year)))
    return not said, " ".join(said) or text("utgivelse.bolger_i_orden")


def _confirmed(look: Look) -> Answer:
    n = look.register.unconfirmed(look.folder.name)
    return n == 0, text("utgivelse.ubekreftet", n=n) if n else text("utgivelse.alle_bekreftet")


def _warnings(look: Look) -> Answer:
    n = look.register.unexplained_warnings(look.folder.name)
    return n == 0, text("utgivelse.advarsler", n=n) if n else text("utgivelse.ingen_advarsler")


def _coverage(look: Look) -> Answer:
    table = pl.read_parquet(look.folder / "coverage.parquet")
    low = table.filter(pl.col("regiontype") == "land", pl.col("usikker")).sort("undersokelse", "aar")
    found = low.select("undersokelse", "aar").unique(maintain_order=True).iter_rows()
    waves = ", ".join(_named(look, survey, year) for survey, year in found)
    return not waves, text("utgivelse.lav_dekning", waves=waves) if waves else text("utgivelse.god_dekning")


def _notes(look: Look) -> Answer:
    n = look.manifest.get("merknader_holdt_tilbake", 0)
    return n == 0, text("merknad.holdt_tilbake", n=n) if n else text("utgivelse.ingen_holdt_tilbake")


def _published(look: Look) -> Answer:
    pairs = computed_against_published(look.folder)
    other = int((~pairs["likt"]).sum())
    if pairs.is_empty():
        return True, text("utgivelse.ingen_publisert")
    key = "utgivelse.ulikt_publisert" if other else "utgivelse.likt_publisert"
    return other == 0, text(key, n=number(other), of=number(pairs.height))


def _named(look: Look, survey: str, year: int) -> str:
    """A wave by the title that the release has for its survey."""
    labels = pl.read_parquet(look.folder / "labels.parquet")
    for title in labels.filter(dimensjon="undersokelse", kode=survey).select("nb", "nn").iter_rows(named=True):
        survey = borrowed.said(title, current_language())
    return f"{survey} {year}"


POINTS: Mapping[Point, Callable[[Look], Answer]] = {
    Point.AUDIT: _audit,
    Point.BOUNDS: _bounds,
    Point.MIXED: _mixed,
    Point.WAVES: _waves,
    Point.CONFIRMED: _confirmed,
    Point.WARNINGS: _warnings,
    Point.COVERAGE: _coverage,
    Point.NOTES: _notes,
    Point.PUBLISHED: _published,
}
