"""What a release's manifest tells: inputs, contracts, waves, and how far the figures may be trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.access.policy import FILE as ACCESS
from pipelines.contracts.evaluation_file import FOLDER as EVALUATIONS
from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.report_file import FOLDER as REPORTS
from pipelines.contracts.repository import Contracts
from pipelines.handin.limits import FILE as HAND_INS
from pipelines.privacy.policy import FILE as RETENTION
from pipelines.published import VIEW_2024, VIEW_REPORTED
from pipelines.register import AcceptedPart
from pipelines.release.audited import KEY, Verdict
from pipelines.release.freeze import digest

NO_FIGURES = (f"{EVALUATIONS}/", f"{REPORTS}/", ACCESS, HAND_INS.as_posix(), RETENTION)
"""What of the contracts only says when, for whom and in which words figures are told, who hands in how often, and how
long what is kept."""


def files_of_figures(folder: Path) -> dict[str, Path]:
    """The files under `folder` that a figure or a release can come of, by their path in it."""
    named = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: path
        for name, path in named.items()
        if path.suffix in (".yaml", ".csv") and not name.startswith(NO_FIGURES)
    }


def manifest_facts(
    contracts: Contracts, parts: Sequence[AcceptedPart], cube: pl.DataFrame, public_sources: frozenset[str]
) -> dict[str, Any]:
    """The manifest's facts.

    Args:
        contracts: every file of the folder is named with its hash, but for those that no figure comes of.
        parts: the current accepted parts that the figures were made of.
        cube: the protected cube with `undersokelse`.
        public_sources: sources of reported figures that are public already.

    Returns:
        A JSON-ready mapping without time or run id.
    """
    persons = [p for p in parts if contracts.surveys[p.survey].kind.of_persons]
    figures = {s.id for s in contracts.surveys.values() if s.kind is SurveyKind.FIGURES}
    own_figures = cube.filter(
        pl.col("undersokelse").is_in(sorted(figures)), ~pl.col("kilde").is_in(sorted(public_sources))
    )
    return {
        "bolger": [w for s in contracts.surveys.values() for w in _waves(s, parts)],
        "geografi": [VIEW_2024, VIEW_REPORTED],
        "ikke_offentlige_tall": own_figures.height > 0,
        "ekte_personrader": any(not p.synthetic for p in persons),
        "kontrakter": {name: digest(path) for name, path in files_of_figures(contracts.folder).items()},
        "programversjon": version("opptrapp"),
        KEY: {"resultat": Verdict.NOT_AUDITED},
        "syntetisk": any(p.synthetic for p in persons),
    }


def _waves(survey: Survey, parts: Sequence[AcceptedPart]) -> list[dict[str, Any]]:
    waves = []
    for year in sorted({p.year for p in parts if p.survey == survey.id}):
        held = [p for p in parts if p.survey == survey.id and p.year == year]
        fingerprint = hashlib.sha256("".join(sorted(p.sha256 for p in held)).encode())
        waves.append(
            {
                "undersokelse": survey.id,
                "aar": year,
                "skjema": survey.form_by_year.get(year),
                "status": "mottatt",
                "deler": len(held),
                "deler_hash": fingerprint.hexdigest(),
                "kommuner": len({p.municipality for p in held if p.municipality}),
                "syntetisk": any(p.synthetic for p in held),
            }
        )
    return waves
