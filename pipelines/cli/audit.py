"""`audit`: try to recover what a release hides, and say how it went."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path

import polars as pl

from pipelines.access import person
from pipelines.audit.attack import KIND_OF_PLACE, Audit, audit
from pipelines.audit.doubt import FindBounds, bounds_by_all_sums, bounds_of
from pipelines.audit.limits import load_limits
from pipelines.cli.installation import installation
from pipelines.cli.output import ERRORS, console, print_json, progress, table
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.orchestration.stages import Stages
from pipelines.published import open_release
from pipelines.register import open_register
from pipelines.release.audited import attackable
from pipelines.release.freeze import check_unchanged
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number

LONGEST = 1800.0
"""Seconds that bounding every hidden figure may take."""
MOST_SHOWN = 20
"""Findings that are printed; `--json` has them all."""
_COUNTS = ("skjult", "provd", "gjenskapt")


def audit_release(release: str, *, as_json: bool, all_bounds: bool) -> None:
    """Attack `release` with what has been published before it; ends with 2 when it does not pass.

    Args:
        release: its id.
        as_json: print facts instead of text.
        all_bounds: bound every hidden figure by all sums together, and enter in the register how that went.
    """
    settings = installation()
    folder, contracts = settings.releases / Path(release).name, settings.contracts
    register, manifest = open_register(settings.register_url), check_unchanged(folder)
    earlier = attackable(settings.releases, register, manifest, register.release(folder.name).created_at)
    with progress() as bar:
        result = audit(
            open_release(settings.releases, folder.name), load_contracts(contracts), load_catalogue(contracts),
            load_geography(contracts / "reference"), load_limits(contracts),
            [open_release(one.parent, one.name) for one in earlier],
            _by_all_sums(settings, bar) if all_bounds else bounds_of,
        )  # fmt: skip
    passed = result.passed and (result.bounds.passed or not all_bounds)
    if all_bounds:
        register.note_bounds(folder.name, person(), passed=passed)
    if as_json:
        told = {
            "figurer": result.figures.to_dicts(),
            "funn": result.findings.to_dicts(),
            "hele": result.whole.to_dicts(),
        }
        print_json({"utgivelse": release, **result.as_facts(), **told})
    else:
        _print(release, result)
        console.print(text("audit.bestatt" if passed else "audit.ikke_bestatt"))
    if not passed:
        sys.exit(ERRORS)


def _by_all_sums(settings: Settings, bar: Callable[[str, int, int], None]) -> FindBounds:
    done = [0, 0]

    def show(more: int, asked: int) -> None:
        done[0] += more
        done[1] += asked
        bar(text("audit.grenser_avgjores"), *done)

    return partial(bounds_by_all_sums, figures=Stages(settings).cube(), until=time.monotonic() + LONGEST, progress=show)


def _print(release: str, result: Audit) -> None:
    by_place = (
        result.figures.group_by(KIND_OF_PLACE)
        .agg(pl.col(_COUNTS).sum())
        .join(result.whole, on=KIND_OF_PLACE, how="left")
    )
    rows = [
        (*map(str, row[:4]), *map(number, row[4:7]), "" if whole is None else number(100 * hidden / whole, 1))
        for *row, whole, hidden in by_place.sort(KIND_OF_PLACE).iter_rows()
    ]
    headings = [text(f"audit.{name}") for name in (*KIND_OF_PLACE, *_COUNTS, "hele_skjult")]
    table(text("audit.tittel", release=release), headings, rows, right=(4, 5, 6, 7))
    _print_findings(result)
    console.print(text("audit.i_alt", **{name: number(result.total(name)) for name in _COUNTS}))
    if result.shown is not None:
        console.print(text("audit.vist", share=number(result.shown, 1)))
    if result.broken:
        console.print(text("audit.motstrid", n=number(result.broken)))
    told = {name: number(n) for name, n in asdict(result.bounds).items() if n is not None}
    if result.bounds.least is not None:
        console.print(text("audit.grenser", **told))


def _print_findings(result: Audit) -> None:
    if result.findings.is_empty():
        return
    first = result.findings.group_by("brudd", maintain_order=True).head(MOST_SHOWN // 4).head(MOST_SHOWN)
    rows = [
        (text(f"audit.brudd_{one['brudd']}"), f"{one['undersokelse']} {one['aar']}",
         f"{one['regiontype']} {one['regionkode']} ({one['geografi']})", one["hva"])
        for one in first.iter_rows(named=True)
    ]  # fmt: skip
    headings = [text(f"audit.{name}") for name in ("brudd", "bolge", "sted", "hva")]
    table(text("audit.funn", n=number(result.findings.height), vist=number(len(rows))), headings, rows)
    for breach, n in result.breaches().items():
        if n:
            console.print(f"{number(n)} {text(f'audit.brudd_{breach}')}")
