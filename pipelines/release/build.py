"""From the protected cube in the warehouse to a draft release."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.contracts.model import SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy
from pipelines.geography import Geography
from pipelines.geography.coverage import coverage
from pipelines.geography.membership import regions
from pipelines.indicators.catalogue import Catalogue
from pipelines.register import Register
from pipelines.release.facts import manifest_facts
from pipelines.release.freeze import freeze
from pipelines.release.tables import indicator_table, label_table
from pipelines.texts import text


def build_draft(
    folder: Path,
    cube: pl.DataFrame,
    *,
    contracts: Contracts,
    geography: Geography,
    catalogue: Catalogue,
    policy: Policy,
    register: Register,
    run_id: str | None = None,
) -> str:
    """Freeze the protected `cube` with its companions, and enter the release in the register as a draft.

    Returns:
        The release's id; the same as last time when nothing has changed.
    """
    parts = register.current_parts()
    tables = {
        "cube": cube.drop("undersokelse"),
        "indicators": indicator_table(catalogue),
        "regions": regions(geography, text("geography.landet"), text("geography.ukjent_kommune")),
        "coverage": coverage_table(contracts, geography, register),
        "labels": label_table(contracts, catalogue),
    }
    release = freeze(folder, tables, manifest_facts(contracts, parts, cube, policy.public_sources))
    register.note_release(release, run_id, parts)
    return release


def coverage_table(contracts: Contracts, geography: Geography, register: Register) -> pl.DataFrame:
    """Coverage of every wave of every survey that municipalities deliver: `undersokelse` and `coverage`'s columns."""
    pieces = []
    for survey in contracts.surveys.values():
        if survey.kind is SurveyKind.FIGURES:
            continue
        pairs = sorted({(p.year, p.municipality) for p in register.current_parts(survey.id) if p.municipality})
        taking_part = pl.DataFrame(pairs, schema={"aar": pl.Int64, "kommunenummer": pl.String}, orient="row")
        pieces.append(coverage(geography, taking_part).select(pl.lit(survey.id).alias("undersokelse"), pl.all()))
    return pl.concat(pieces)
