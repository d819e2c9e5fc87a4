"""`release list|show|verify`: which releases there are, what one holds, how far it has come, and that it is whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from rich.markup import escape

from pipelines.access import person
from pipelines.cli.installation import installation
from pipelines.cli.output import console, fail, print_json, table
from pipelines.contracts.repository import load_contracts
from pipelines.evaluations.drafts import ON_THE_WAY
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.register import ReleaseStep
from pipelines.release.checklist import Remark
from pipelines.release.comparison import computed_against_published
from pipelines.release.freeze import check_unchanged
from pipelines.release.verification import verify
from pipelines.release.workflow import Workflow, state_of
from pipelines.texts import text
from pipelines.texts.numbers import number, own_decimals, timestamp, with_unit


def list_releases(*, as_json: bool) -> None:
    """Every release with where it is on its way; the one that is shown is marked, and those whose folder is gone."""
    workflow = Workflow.of(installation())
    workflow.settle()
    entries, shown = workflow.register.releases(), workflow.register.published()
    there = {e.id: (workflow.folder / e.id).is_dir() for e in entries}
    if as_json:
        print_json(
            [
                {
                    "id": e.id,
                    "status": e.status,
                    "created_at": e.created_at,
                    "created_by": e.created_by,
                    "published_at": e.published_at,
                    "current": e.id == shown,
                    "folder": there[e.id],
                }
                for e in entries
            ]
        )
        return
    if not entries:
        console.print(text("cli.ingen_utgivelser"))
        return
    titles = {state.value: title["nb"] for state, title in workflow.policy.titles.items()}
    rows = [
        (
            e.id,
            titles.get(e.status, e.status),
            timestamp(e.created_at),
            escape(e.created_by or ""),
            _marks(shown=e.id == shown, there=there[e.id]),
        )
        for e in entries
    ]
    headings = (text("cli.id"), text("cli.status"), text("cli.laget"), text("utgivelse.av"), "")
    table(text("cli.utgivelser"), headings, rows)


def _marks(*, shown: bool, there: bool) -> str:
    said = [text("cli.vises_na")] if shown else []
    return ", ".join(said if there else [*said, text("cli.uten_mappe")])


def show_release(release: str, *, as_json: bool) -> None:
    """What a release builds on, how far it has come and what stands in its way, and its figures against published.

    That a draft was seen is in the trail.
    """
    workflow = Workflow.of(installation())
    folder = workflow.folder / Path(release).name
    manifest = check_unchanged(folder)
    remarks = workflow.remarks(folder.name)
    steps = workflow.register.steps(folder.name)
    entry = workflow.register.release(folder.name)
    state = state_of(entry)
    if state in ON_THE_WAY:
        workflow.register.note(person(), "så utkast", folder.name)
    if as_json:
        print_json(
            {
                **manifest,
                "status": state,
                "laget_av": entry.created_by,
                "sjekkliste": [_remark(remark) for remark in remarks],
                "steg": [vars(step) for step in steps],
            }
        )
        return
    facts = [(key, str(manifest[key])) for key in ("utgivelse", "syntetisk", "programversjon", "innholdshash")]
    facts.insert(1, (text("cli.status").lower(), workflow.policy.titles[state]["nb"]))
    table(text("cli.utgivelse"), ("", ""), facts)
    waves = [
        (w["undersokelse"], str(w["aar"]), str(w["skjema"]), str(w["kommuner"]), str(w["deler"]))
        for w in manifest["bolger"]
    ]
    headings = (text("cli.undersokelse"), text("cli.aar"), text("cli.skjema"), text("cli.kommuner"), text("cli.deler"))
    table(text("cli.bolger"), headings, waves, right=(3, 4))
    _print_notes(folder)
    _print_checklist(remarks)
    _print_steps(steps)
    print_comparison(folder)


def verify_release(release: str, *, as_json: bool) -> None:
    """Make sure that the release's files are as they were frozen and still hide what they hide; ends with 2 if not."""
    settings = installation()
    contracts = load_contracts(settings.contracts)
    found = verify(
        settings.releases / Path(release).name,
        Workflow.of(settings).register,
        contracts,
        load_catalogue(contracts.folder),
        load_geography(contracts.folder / "reference"),
    )
    if as_json:
        print_json({"utgivelse": release, "uendret": True, **vars(found)})
    else:
        console.print(text("cli.uendret", release=release))
        console.print(found.audit)
        console.print(found.rebuild)
    if not found.audit_agrees:
        fail(text("utgivelse.revisjon_annerledes", utgivelse=release))


def print_comparison(folder: Path) -> bool:
    """Print «computed against published»; returns whether every computed figure that is not rounded equals it."""
    pairs = computed_against_published(folder)
    rows = [
        (
            row["indikator"],
            str(row["aar"]),
            row["basisgruppe"],
            with_unit(row["beregnet"], row["enhet"]),
            with_unit(row["publisert"], row["enhet"], own_decimals(row["publisert"])),
            text("cli.avrundet" if row["likt"] is None else "cli.likt" if row["likt"] else "cli.ulikt"),
        )
        for row in pairs.iter_rows(named=True)
    ]
    headings = [text(f"cli.{k}") for k in ("indikator", "aar", "basisgruppe", "beregnet", "publisert_tall", "samsvar")]
    table(text("cli.sammenligning", n=number(len(rows))), headings, rows, right=(3, 4))
    return bool(pairs["likt"].all())


def _remark(remark: Remark) -> Mapping[str, Any]:
    return {"punkt": remark.point, "i_orden": remark.in_order, "stanser": remark.stops, "sier": remark.sentence}


def _print_checklist(remarks: Sequence[Remark]) -> None:
    rows = []
    for remark in remarks:
        how = "i_orden" if remark.in_order else "stanser" if remark.stops else "merk"
        title = text(f"utgivelse.punkt_{remark.point}")
        rows.append((text(f"utgivelse.sjekk_{how}"), title, escape(remark.sentence)))
    table(text("utgivelse.sjekkliste"), ("", "", ""), rows)


def _print_steps(steps: Sequence[ReleaseStep]) -> None:
    rows = [
        (
            timestamp(step.at),
            text(f"utgivelse.gjort_{step.step}"),
            escape(step.actor),
            escape(step.second_person or ""),
            escape(step.reason or (text("utgivelse.tidligst", tid=timestamp(step.embargo)) if step.embargo else "")),
        )
        for step in steps
    ]
    if rows:
        headings = [text(f"utgivelse.kol_{k}") for k in ("tid", "steg", "hvem", "ogsa_lest_av", "grunn")]
        table(text("utgivelse.steg"), headings, rows)


def _print_notes(folder: Path) -> None:
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
