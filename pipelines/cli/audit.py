"""`audit`: try to recover what a release hides, and say how it went."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from pipelines.audit.attack import Audit, audit
from pipelines.audit.limits import load_limits
from pipelines.cli.output import ERRORS, console, print_json, table
from pipelines.contracts.repository import load_contracts
from pipelines.geography import load_geography
from pipelines.indicators.catalogue import load_catalogue
from pipelines.published import open_release
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.numbers import number

MOST_SHOWN = 20
"""Findings that are printed; `--json` has them all."""
_COUNTS = ("skjult", "provd", "gjenskapt")


def audit_release(release: str, *, as_json: bool) -> None:
    """Attack `release`; ends with 2 when anything is found, or a hidden figure was not tried."""
    settings = Settings()
    contracts = settings.contracts
    result = audit(
        open_release(settings.releases, Path(release).name), load_contracts(contracts), load_catalogue(contracts),
        load_geography(contracts / "reference"), load_limits(contracts),
    )  # fmt: skip
    if as_json:
        told = {"figurer": result.figures.to_dicts(), "funn": result.findings.to_dicts()}
        print_json({"utgivelse": release, **result.as_facts(), **told})
    else:
        _print(release, result)
    if not result.passed:
        sys.exit(ERRORS)


def _print(release: str, result: Audit) -> None:
    key = ("undersokelse", "aar", "regiontype", "geografi")
    by_place = result.figures.group_by(key).agg(pl.col(_COUNTS).sum()).sort(key)
    rows = [(*map(str, row[:4]), *map(number, row[4:])) for row in by_place.iter_rows()]
    headings = [text(f"audit.{name}") for name in (*key, *_COUNTS)]
    table(text("audit.tittel", release=release), headings, rows, right=(4, 5, 6))
    _print_findings(result)
    console.print(text("audit.i_alt", **{name: number(result.total(name)) for name in _COUNTS}))
    if result.shown is not None:
        console.print(text("audit.vist", share=number(result.shown, 1)))
    if result.broken:
        console.print(text("audit.motstrid", n=number(result.broken)))
    console.print(text("audit.bestatt" if result.passed else "audit.ikke_bestatt"))


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
