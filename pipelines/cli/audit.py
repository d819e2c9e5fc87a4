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

_COUNTS = ("skjult", "provd", "gjenskapt")


def audit_release(release: str, *, as_json: bool) -> None:
    """Attack `release`; ends with 2 when anything is recovered, or was not tried."""
    settings = Settings()
    contracts = settings.contracts
    result = audit(
        open_release(settings.releases, Path(release).name), load_contracts(contracts), load_catalogue(contracts),
        load_geography(contracts / "reference"), load_limits(contracts),
    )  # fmt: skip
    totals = {name: result.total(name) for name in _COUNTS}
    if as_json:
        said = {**totals, "bestått": result.passed, "motstrid": result.broken, "vist": result.shown}
        print_json({"utgivelse": release, **said, "figurer": result.figures.to_dicts()})
    else:
        _print(release, result, totals)
    if not result.passed:
        sys.exit(ERRORS)


def _print(release: str, result: Audit, totals: dict[str, int]) -> None:
    key = ("undersokelse", "aar", "regiontype", "geografi")
    by_place = result.figures.group_by(key).agg(pl.col(_COUNTS).sum()).sort(key)
    rows = [(*map(str, row[:4]), *map(number, row[4:])) for row in by_place.iter_rows()]
    headings = [text(f"audit.{name}") for name in (*key, *_COUNTS)]
    table(text("audit.tittel", release=release), headings, rows, right=(4, 5, 6))
    console.print(text("audit.i_alt", **{name: number(n) for name, n in totals.items()}))
    if result.shown is not None:
        console.print(text("audit.vist", share=number(result.shown, 1)))
    if result.broken:
        console.print(text("audit.motstrid", n=number(result.broken)))
    console.print(text("audit.bestatt" if result.passed else "audit.ikke_bestatt"))
