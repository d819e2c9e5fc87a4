"""`release list|show|verify|publish`."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from rich.markup import escape

from pipelines.cli.output import console, print_json, table
from pipelines.published import current_id
from pipelines.register import open_register
from pipelines.release.comparison import computed_against_published
from pipelines.release.freeze import check_unchanged
from pipelines.release.workflow import publish
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number, own_decimals, timestamp, with_unit


def list_releases(*, as_json: bool) -> None:
    """Every release with its status; the published one is marked."""
    settings = Settings()
    entries = open_register(settings.register_url).releases()
    shown = current_id(settings.releases)
    if as_json:
        print_json(
            [
                {"id": e.id, "status": e.status, "created_at": e.created_at.isoformat(), "current": e.id == shown}
                for e in entries
            ]
        )
        return
    if not entries:
        console.print(text("cli.ingen_utgivelser"))
        return
    rows = [(e.id, e.status, timestamp(e.created_at), text("cli.vises_na") if e.id == shown else "") for e in entries]
    table(text("cli.utgivelser"), (text("cli.id"), text("cli.status"), text("cli.laget"), ""), rows)


def show_release(release: str, *, as_json: bool) -> None:
    """What a release builds on, and its computed figures against the published ones."""
    folder = Settings().releases / Path(release).name
    manifest = check_unchanged(folder)
    if as_json:
        print_json(manifest)
        return
    facts = [
        (key, str(manifest[key])) for key in ("utgivelse", "revisjon", "syntetisk", "programversjon", "innholdshash")
    ]
    table(text("cli.utgivelse"), ("", ""), facts)
    waves = [
        (w["undersokelse"], str(w["aar"]), str(w["skjema"]), str(w["kommuner"]), str(w["deler"]))
        for w in manifest["bolger"]
    ]
    headings = (text("cli.undersokelse"), text("cli.aar"), text("cli.skjema"), text("cli.kommuner"), text("cli.deler"))
    table(text("cli.bolger"), headings, waves, right=(3, 4))
    _print_notes(folder, manifest)
    print_comparison(folder)


def _print_notes(folder: Path, manifest: Mapping[str, Any]) -> None:
    """What municipalities have written, as it will be published; releases from before notes have none."""
    file = folder / "notes.parquet"
    notes = pl.read_parquet(file) if file.is_file() else pl.DataFrame()
    if notes.height:
        columns = ("undersokelse", "aar", "kommunenummer", "indikator", "tekst")
        headings = [text(f"levering.kol_{k}") for k in ("undersokelse", "aar", "kommune", "indikator", "merknad")]
        rows = [
            tuple(text("levering.alle_tall") if cell is None else escape(str(cell)) for cell in row)
            for row in notes.select(columns).iter_rows()
        ]
        table(text("merknad.i_utgivelsen", n=notes.height), headings, rows)
    if held_back := manifest.get("merknader_holdt_tilbake"):
        console.print(text("merknad.holdt_tilbake", n=held_back))


def verify_release(release: str) -> None:
    """Make sure that the release's files are as they were frozen."""
    check_unchanged(Settings().releases / Path(release).name)
    console.print(text("cli.uendret", release=release))


def publish_release(release: str) -> None:
    """Publish a release."""
    settings = Settings()
    publish(settings.releases, release, open_register(settings.register_url), getpass.getuser())
    console.print(text("cli.publisert", release=release))


def print_comparison(folder: Path) -> bool:
    """Print «computed against published»; returns whether every computed figure equals the published one."""
    pairs = computed_against_published(folder)
    rows = [
        (
            row["indikator"],
            str(row["aar"]),
            row["basisgruppe"],
            with_unit(row["beregnet"], row["enhet"]),
            with_unit(row["publisert"], row["enhet"], own_decimals(row["publisert"])),
            text("cli.likt") if row["likt"] else text("cli.ulikt"),
        )
        for row in pairs.iter_rows(named=True)
    ]
    headings = [text(f"cli.{k}") for k in ("indikator", "aar", "basisgruppe", "beregnet", "publisert_tall", "samsvar")]
    table(text("cli.sammenligning", n=number(len(rows))), headings, rows, right=(3, 4))
    return bool(pairs["likt"].all())
