"""From the protected cube in the warehouse to a release that only lacks its audit."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipelines.contracts.corrections import Corrections
from pipelines.contracts.finding_policy import load_finding_policy
from pipelines.contracts.model import SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy
from pipelines.geography import Geography
from pipelines.geography.coverage import WHO, CoveragePolicy, coverage
from pipelines.geography.regions import regions
from pipelines.indicators.catalogue import Catalogue
from pipelines.indicators.comparability import declared_breaks
from pipelines.indicators.goal_limits import load_goal_limits
from pipelines.indicators.plans import load_plans
from pipelines.published import POOL
from pipelines.register import Register
from pipelines.release.assessment.table import assessment_table
from pipelines.release.breaks import break_table
from pipelines.release.candidate import discard, keep
from pipelines.release.causes import ORIGIN
from pipelines.release.corrections import correction_table, marks
from pipelines.release.facts import manifest_facts
from pipelines.release.findings import finding_table
from pipelines.release.freeze import freeze
from pipelines.release.notes import published_notes
from pipelines.release.origin import Basis, origin
from pipelines.release.output_check import check_output
from pipelines.release.plans import plan_documents, plan_status_table
from pipelines.release.similar import similar_table
from pipelines.release.tables import indicator_table, label_table
from pipelines.texts import text


def build_candidate(
    folder: Path,
    cube: pl.DataFrame,
    panel: pl.DataFrame,
    *,
    contracts: Contracts,
    geography: Geography,
    catalogue: Catalogue,
    policy: Policy,
    coverage_policy: CoveragePolicy,
    declared: pl.DataFrame,
    register: Register,
    corrections: Corrections,
    mark: str | None = None,
) -> str:
    """Freeze the protected `cube` with its companions: all of a draft but the audit of it.

    Args:
        folder: where candidates lie.
        cube: the protected cube.
        panel: what may be told of the same municipalities in two waves.
        contracts: the surveys.
        geography: the reference tables.
        catalogue: the indicators.
        policy: which sources are public already.
        coverage_policy: how much coverage a firm figure needs.
        declared: `undersokelse, aar, kommunenummer` of those that have declared that they do not map.
        register: the parts that the waves are built of.
        corrections: those that were laid over them.
        mark: of all of this, by which it is known next time.

    Returns:
        The candidate's id; the same as last time when nothing has changed.
    """
    parts = register.parts_to_build()
    plans = load_plans(contracts.folder)
    notes = published_notes(
        register.notes(),
        cube=cube,
        geography=geography,
        waves={(survey.id, year) for survey, year in contracts.waves},
        indicators={indicator.id for indicators in catalogue.values() for indicator in indicators},
    )
    surveys = set(cube["undersokelse"].unique())
    in_use = {survey: indicators for survey, indicators in catalogue.items() if survey in surveys}
    breaks = declared_breaks(contracts, in_use)
    places = region_table(geography, cube)
    status = plan_status_table(plans, cube, load_goal_limits(contracts.folder), breaks)
    tables = {
        "cube": cube.drop("undersokelse"),
        "vurdering": assessment_table(cube, in_use, places, breaks, panel, status),
        "breaks": break_table(breaks),
        "indicators": indicator_table(in_use),
        "regions": places,
        "coverage": coverage_table(contracts, geography, register, coverage_policy, declared),
        "labels": label_table(contracts, in_use),
        "notes": notes.table,
        "findings": finding_table(contracts, load_finding_policy(contracts.folder), register.deliveries_to_build()),
        "corrections": correction_table(corrections),
        "similar": similar_table(geography),
        "planstatus": status,
    }
    check_output(tables, contracts.folder)
    facts = manifest_facts(contracts, parts, cube, policy.public_sources)
    basis = Basis(contracts, catalogue, geography, policy, coverage_policy, parts, declared, marks(corrections))
    facts |= {"merknader_holdt_tilbake": notes.held_back, ORIGIN: origin(basis)}
    discard(folder)
    candidate = freeze(folder, tables, facts, {"plans": plan_documents(plans)})
    keep(folder / candidate, [part.path for part in parts], mark)
    return candidate


def region_table(geography: Geography, cube: pl.DataFrame) -> pl.DataFrame:
    """Every region with its name, in bokmål whoever builds, and the districts and pools that the cube has."""
    districts, pools = (cube.filter(regiontype=kind)["regionkode"].unique() for kind in ("bydel", POOL))
    return regions(
        geography,
        text("geography.landet", "nb"),
        text("geography.ukjent_kommune", "nb"),
        districts,
        text("grenser.district", "nb"),
        pools,
        text("samlet.navn", "nb"),
    )


def coverage_table(
    contracts: Contracts, geography: Geography, register: Register, policy: CoveragePolicy, declared: pl.DataFrame
) -> pl.DataFrame:
    """Coverage of every wave of every survey that municipalities deliver: `undersokelse` and `coverage`'s columns."""
    pieces = []
    for survey in contracts.surveys.values():
        if survey.kind is SurveyKind.FIGURES:
            continue
        pairs = sorted({(p.year, p.municipality) for p in register.parts_to_build(survey.id) if p.municipality})
        taking_part = pl.DataFrame(pairs, schema=WHO, orient="row")
        said = declared.filter(pl.col("undersokelse") == survey.id)
        table = coverage(geography, taking_part, said, policy.limits[survey.kind])
        pieces.append(table.select(pl.lit(survey.id).alias("undersokelse"), pl.all()))
    return pl.concat(pieces)
