"""What changed since the release before, as it is told beside a release: frozen values, and their file.

The release itself cannot hold it: its content is its name, and which release came before is not its content. So it
lies in a folder of its own, `<id>.endringer`. Made by `release`; words for it are chosen by whoever shows it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.published.errors import BrokenRelease
from pipelines.published.opening import checked_id
from pipelines.texts import text

SUFFIX = ".endringer"
SUMMARY = "endringer.json"
FIGURES = "tall.parquet"


@dataclass(frozen=True)
class BasisChange:
    """One thing that the two releases are made from and that differs; what is None holds for all."""

    arsak: str
    hva: str
    undersokelse: str | None
    aar: int | None
    indikator: str | None


@dataclass(frozen=True)
class MunicipalityChange:
    """A municipality whose figures in a wave came, went or became others. The number is that of the year."""

    undersokelse: str
    aar: int
    kommunenummer: str
    hva: str


@dataclass(frozen=True)
class ChangeCount:
    """How many figures of an indicator changed for the same causes, and how."""

    arsaker: tuple[str, ...]
    indikator: str
    antall: int
    verdi: int
    skjult: int
    vist: int
    status: int
    lagt_til: int
    fjernet: int


@dataclass(frozen=True)
class ChangedFigure:
    """One changed figure. `verdi_fra` is only told where the figure still has a value."""

    indikator: str
    aar: int
    regiontype: str
    regionkode: str
    geografi: str
    basisgruppe: str
    inndeling: str
    kategori: str
    enhet: str
    verdi_fra: float
    verdi_til: float
    arsaker: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """The differences between release `fra` and release `til`.

    `forklart` says whether both tell what they are made from; `endret` is the number of changed figures and `uforklart`
    that of those nothing explains. `antall` and `storst` begin with the most and the largest.
    """

    fra: str
    til: str
    forklart: bool
    endret: int
    uforklart: int
    grunnlag: tuple[BasisChange, ...]
    kommuner: tuple[MunicipalityChange, ...]
    antall: tuple[ChangeCount, ...]
    storst: tuple[ChangedFigure, ...]


_LISTS: dict[str, type[Any]] = {
    "grunnlag": BasisChange,
    "kommuner": MunicipalityChange,
    "antall": ChangeCount,
    "storst": ChangedFigure,
}


def changes_folder(releases: Path, release_id: str) -> Path:
    """Where what changed since the release before `release_id` lies."""
    return releases / f"{checked_id(release_id)}{SUFFIX}"


def open_changes(releases: Path, release_id: str) -> Changes | None:
    """What changed since the release before; None where nothing is told, as for the first release.

    Raises:
        BrokenRelease: the file is not what it should be, or tells of another release.
    """
    path = changes_folder(releases, release_id) / SUMMARY
    try:
        changes = _changes(json.loads(path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenRelease(text("forskjell.uleselig", release=release_id)) from error
    if changes.til != release_id:
        raise BrokenRelease(text("forskjell.uleselig", release=release_id))
    return changes


def open_changed_figures(releases: Path, release_id: str) -> pl.DataFrame:
    """Every figure that `open_changes` counts: a row each, as `release.diff` has them.

    Raises:
        BrokenRelease: the file is missing or is not what it should be.
    """
    try:
        return pl.read_parquet(changes_folder(releases, release_id) / FIGURES)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise BrokenRelease(text("forskjell.uleselig", release=release_id)) from error


def _changes(said: dict[str, Any]) -> Changes:
    values: dict[str, Any] = {field.name: said[field.name] for field in fields(Changes)}
    lists = {name: tuple(_made(kind, row) for row in said[name]) for name, kind in _LISTS.items()}
    return Changes(**values | lists)


def _made(kind: type[Any], row: dict[str, Any]) -> Any:
    values = {field.name: row[field.name] for field in fields(kind)}
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
