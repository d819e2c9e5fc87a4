"""From the protected cube in the warehouse to a draft release."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.contracts.model import SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy
from pipelines.geography import Geography
from pipelines.geography.coverage import WHO, CoveragePolicy, coverage
from pipelines.geography.regions import regions
from pipelines.indicators.catalogue import Catalogue
from pipelines.indicators.goal_limits import load_goal_limits
from pipelines.indicators.plans import load_plans
from pipelines.register import Register
from pipelines.release.facts import manifest_facts
from pipelines.release.freeze import freeze
from pipelines.release.notes import published_notes
from pipelines.release.plans import plan_documents, plan_status_table
from pipelines.release.similar import similar_table
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
    coverage_policy: CoveragePolicy,
    declared: pl.DataFrame,
    register: Register,
    run_id: str | None = None,
) -> str:
    """Freeze the protected `cube` with its companions, and enter the release in the register as a draft.

    Args:
        folder: where releases lie.
        cube: the protected cube.
        contracts: the surveys.
        geography: the reference tables.
        catalogue: the indicators.
        policy: which sources are public already.
        coverage_policy: how much coverage a firm figure needs.
        declared: `undersokelse, aar, kommunenummer` of those that have declared that they do not map.
        register: the accepted parts, and where the draft is entered.
        run_id: the run that makes it.

    Returns:
        The release's id; the same as last time when nothing has changed.
    """
    parts = register.current_parts()
    plans = load_plans(contracts.folder)
    notes = published_notes(
        register.notes(),
        cube=cube,
        geography=geography,
        waves={(survey.id, year) for survey, year in contracts.waves},
        indicators={indicator.id for indicators in catalogue.values() for indicator in indicators},
    )
    tables = {
        "cube": cube.drop("undersokelse"),
        "indicators": indicator_table(catalogue),
        "regions": region_table(geography, cube),
        "coverage": coverage_table(contracts, geography, register, coverage_policy, declared),
        "labels": label_table(contracts, catalogue),
        "notes": notes.table,
        "similar": similar_table(geography),
        "planstatus": plan_status_table(plans, cube, load_goal_limits(contracts.folder)),
    }
    facts = manifest_facts(contracts, parts, cube, policy.public_sources)
    documents = {"plans": plan_documents(plans)}
    release = freeze(folder, tables, facts | {"merknader_holdt_tilbake": notes.held_back}, documents)
    register.note_release(release, run_id, parts)
    return release


def region_table(geography: Geography, cube: pl.DataFrame) -> pl.DataFrame:
    """Every region with its name, and the districts that the cube has."""
    districts = cube.filter(pl.col("regiontype") == "bydel")["regionkode"].unique()
    return regions(
        geography,
        text("geography.landet"),
        text("geography.ukjent_kommune"),
        districts,
        text("grenser.district"),
    )


def coverage_table(
    contracts: Contracts, geography: Geography, register: Register, policy: CoveragePolicy, declared: pl.DataFrame
) -> pl.DataFrame:
    """Coverage of every wave of every survey that municipalities deliver: `undersokelse` and `coverage`'s columns."""
    pieces = []
    for survey in contracts.surveys.values():
        if survey.kind is SurveyKind.FIGURES:
            continue
        pairs = sorted({(p.year, p.municipality) for p in register.current_parts(survey.id) if p.municipality})
        taking_part = pl.DataFrame(pairs, schema=WHO, orient="row")
        said = declared.filter(pl.col("undersokelse") == survey.id)
        table = coverage(geography, taking_part, said, policy.limits[survey.kind])
        pieces.append(table.select(pl.lit(survey.id).alias("undersokelse"), pl.all()))
    return pl.concat(pieces)
