"""What a release's manifest tells: inputs, contracts, waves, and how far the figures may be trusted."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import polars as pl

from pipelines.contracts.model import Survey, SurveyKind
from pipelines.contracts.repository import Contracts
from pipelines.published import VIEW_2024, VIEW_REPORTED
from pipelines.register import AcceptedPart
from pipelines.release.audited import KEY, Verdict
from pipelines.release.freeze import digest


def manifest_facts(
    contracts: Contracts, parts: Sequence[AcceptedPart], cube: pl.DataFrame, public_sources: frozenset[str]
) -> dict[str, Any]:
    """The manifest's facts.

    Args:
        contracts: every file of the folder is named with its hash.
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
        "kontrakter": {
            path.relative_to(contracts.folder).as_posix(): digest(path)
            for path in sorted(contracts.folder.rglob("*"))
            if path.suffix in (".yaml", ".csv")
        },
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
