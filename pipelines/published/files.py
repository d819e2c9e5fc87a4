"""Reads the files of one release folder, each against the hash its manifest gives.

The bytes that are hashed are the bytes that are parsed, so that a folder being replaced cannot give half of each.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import polars as pl

from pipelines.published.errors import BrokenRelease
from pipelines.published.manifest import Manifest, read_manifest
from pipelines.texts import text

MANIFEST = "manifest.json"

# The columns that are asked of each file; others are let be.
COLUMNS: dict[str, dict[str, pl.DataType]] = {
    "cube": {
        "indikator": pl.String(), "aar": pl.Int64(), "regiontype": pl.String(), "regionkode": pl.String(),
        "geografi": pl.String(), "basisgruppe": pl.String(), "inndeling": pl.String(), "kategori": pl.String(),
        "teller": pl.Int64(), "nevner": pl.Int64(), "verdi": pl.Float64(), "ki_lav": pl.Float64(),
        "ki_hoy": pl.Float64(), "metode": pl.String(), "status": pl.String(), "arsak": pl.String(),
        "kilde": pl.String(), "argang": pl.String(), "skjema": pl.String(), "syntetisk": pl.Boolean(),
        "avrundet": pl.Int64(),
    },
    "indicators": {
        "indikator": pl.String(), "undersokelse": pl.String(), "rekkefolge": pl.Int64(), "tittel_nb": pl.String(),
        "tittel_nn": pl.String(), "definisjon_nb": pl.String(), "definisjon_nn": pl.String(), "type": pl.String(),
        "enhet": pl.String(), "retning": pl.String(), "basisgrupper": pl.List(pl.String()),
        "inndelinger": pl.List(pl.String()), "publisert_som": pl.String(), "rangering": pl.Boolean(),
        "plan": pl.String(), "maal": pl.String(), "tema": pl.String(), "grense_av": pl.String(),
        "fordeling": pl.String(), "andel": pl.String(), "farge": pl.String(),
    },
    "regions": {
        "regiontype": pl.String(), "regionkode": pl.String(), "navn": pl.String(), "geografi": pl.String(),
        "overordnet": pl.String(), "gyldig_fra": pl.Int64(), "gyldig_til": pl.Int64(), "linje": pl.String(),
        "kommuner_2024": pl.List(pl.String()), "delt": pl.List(pl.String()),
    },
    "coverage": {
        "undersokelse": pl.String(), "aar": pl.Int64(), "geografi": pl.String(), "regiontype": pl.String(),
        "regionkode": pl.String(), "kommuner_med": pl.Int64(), "kommuner_i_alt": pl.Int64(),
        "kommuner_meldt": pl.Int64(), "befolkning_med": pl.Int64(), "befolkning_i_alt": pl.Int64(),
        "anslag": pl.Boolean(), "dekning": pl.Float64(), "grense": pl.Float64(), "usikker": pl.Boolean(),
    },
    "labels": {
        "dimensjon": pl.String(), "kode": pl.String(), "rekkefolge": pl.Int64(), "nb": pl.String(),
        "nn": pl.String(),
    },
    "notes": {
        "undersokelse": pl.String(), "aar": pl.Int64(), "kommunenummer": pl.String(), "kommune_2024": pl.String(),
        "indikator": pl.String(), "tekst": pl.String(), "dato": pl.Date(),
    },
    "findings": {
        "undersokelse": pl.String(), "aar": pl.Int64(), "rekkefolge": pl.Int64(), "type": pl.String(),
        "type_nb": pl.String(), "type_nn": pl.String(), "type_en": pl.String(), "leveranser": pl.Int64(),
        "leveranser_i_alt": pl.Int64(), "grense": pl.Int64(), "status": pl.String(),
    },
    "corrections": {
        "undersokelse": pl.String(), "aar": pl.Int64(), "kommunenummer": pl.String(), "kolonne": pl.String(),
        "grunn_nb": pl.String(), "grunn_nn": pl.String(), "dato": pl.Date(),
    },
    "similar": {
        "aar": pl.Int64(), "kommune": pl.String(), "rang": pl.Int64(), "lignende": pl.String(),
    },
    "planstatus": {
        "plan": pl.String(), "planindikator": pl.String(), "maal": pl.Int64(), "regiontype": pl.String(),
        "regionkode": pl.String(), "basisgruppe": pl.String(), "baeres_av": pl.String(), "utgangsaar": pl.Int64(),
        "utgangsverdi": pl.Float64(), "siste_aar": pl.Int64(), "siste_verdi": pl.Float64(), "siste_kilde": pl.String(),
        "siste_argang": pl.String(), "nyeste_aar": pl.Int64(), "nyeste_verdi": pl.Float64(), "endring": pl.Float64(),
        "endring_lav": pl.Float64(), "endring_hoy": pl.Float64(), "desimaler": pl.Int64(),
        "status": pl.String(), "arsak": pl.String(), "syntetisk": pl.Boolean(),
    },
    "breaks": {
        "indikator": pl.String(), "aar": pl.Int64(), "slag": pl.String(), "basisgrupper": pl.List(pl.String()),
        "hindrer": pl.Boolean(), "tekst_nb": pl.String(), "tekst_nn": pl.String(),
    },
    "vurdering": {
        "indikator": pl.String(), "aar": pl.Int64(), "regiontype": pl.String(), "regionkode": pl.String(),
        "geografi": pl.String(), "basisgruppe": pl.String(), "inndeling": pl.String(), "kategori": pl.String(),
        "kilde": pl.String(), "argang": pl.String(), "endring": pl.Float64(), "endring_lav": pl.Float64(),
        "endring_hoy": pl.Float64(), "endring_fra": pl.Int64(), "endring_retning": pl.String(),
        "endring_vurdert": pl.String(), "endring_arsak": pl.String(), "land_forskjell": pl.Float64(),
        "land_lav": pl.Float64(), "land_hoy": pl.Float64(), "land_sammenlignet": pl.String(),
        "land_arsak": pl.String(), "korus": pl.String(), "korus_forskjell": pl.Float64(), "korus_lav": pl.Float64(),
        "korus_hoy": pl.Float64(), "korus_sammenlignet": pl.String(), "korus_arsak": pl.String(),
        "panel_fra": pl.Int64(), "panel_endring": pl.Int64(), "panel_kommuner": pl.Int64(),
        "panel_retning": pl.String(), "panel_vurdert": pl.String(), "panel_arsak": pl.String(),
        "trend_fra": pl.Int64(), "trend_punkter": pl.Int64(), "trend_per_aar": pl.Float64(), "trend_p": pl.Float64(),
        "trend_retning": pl.String(), "trend_vurdert": pl.String(), "trend_arsak": pl.String(), "rang": pl.Int64(),
        "rang_av": pl.Int64(), "rang_lav": pl.Int64(), "rang_hoy": pl.Int64(), "rang_arsak": pl.String(),
        "trakt": pl.String(), "trakt_arsak": pl.String(), "maal_plan": pl.String(), "maal_indikator": pl.String(),
        "maalstatus": pl.String(), "maalstatus_arsak": pl.String(),
    },
}  # fmt: skip
LATER = frozenset({"notes", "findings", "corrections", "similar", "breaks", "vurdering", "planstatus"})
"""Files that releases did not have from the beginning; where the manifest names none, the table is empty."""
LATER_COLUMNS = {
    "cube": frozenset({"metode", "avrundet"}),
    "indicators": frozenset({"tema", "grense_av", "fordeling", "andel", "farge"}),
}
"""Columns that a table did not have from the beginning; where it has none, they are null."""

LARGE = frozenset({"cube", "vurdering"})
"""Tables that are packed for whoever keeps a release open."""


def read_folder(folder: Path, *, packed: bool = False) -> tuple[Manifest, dict[str, pl.DataFrame]]:
    """The manifest and the tables of the release in `folder`, by name (`cube`, `indicators`, …).

    Args:
        folder: of the release.
        packed: the texts of the `LARGE` tables are categories: less than half the memory, and faster to look in, but
            slower to read, and not to be joined with texts.

    Raises:
        BrokenRelease: a file is missing, is not the one the manifest names, or lacks a column.
    """
    manifest = read_manifest(_bytes(folder, MANIFEST))
    if manifest.utgivelse != folder.name:
        raise BrokenRelease(text("published.other_release", folder=folder.name))
    return manifest, {name: _table(folder, name, manifest, packed and name in LARGE) for name in COLUMNS}


def read_later_file(folder: Path, file: str, manifest: Manifest) -> bytes | None:
    """The content of a file that is no table; None in a release from before there was one.

    Raises:
        BrokenRelease: it is missing, or not the one the manifest names.
    """
    return _checked(folder, file, manifest) if file in manifest.filer else None


def _table(folder: Path, name: str, manifest: Manifest, packed: bool) -> pl.DataFrame:
    file = f"{name}.parquet"
    if name in LATER and file not in manifest.filer:
        return pl.DataFrame(schema=COLUMNS[name])
    content = _checked(folder, file, manifest)
    try:
        lacking = LATER_COLUMNS.get(name, frozenset()) - set(pl.read_parquet_schema(io.BytesIO(content)))
        present = pl.scan_parquet(io.BytesIO(content)).select([c for c in COLUMNS[name] if c not in lacking])
        whole = (
            present.with_columns(**dict.fromkeys(lacking)).select(list(COLUMNS[name])).cast(pl.Schema(COLUMNS[name]))
        )
        return whole.cast({pl.String: pl.Categorical} if packed else {}).collect()
    except pl.exceptions.PolarsError as error:
        raise BrokenRelease(text("published.file_unreadable", folder=folder.name, file=file)) from error


def _checked(folder: Path, file: str, manifest: Manifest) -> bytes:
    content = _bytes(folder, file)
    if hashlib.sha256(content).hexdigest() != manifest.filer.get(file):
        raise BrokenRelease(text("published.file_changed", folder=folder.name, file=file))
    return content


def _bytes(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise BrokenRelease(text("published.file_missing", folder=folder.name, file=file)) from error
