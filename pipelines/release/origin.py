"""What every figure of a release comes from, as short fingerprints by which two releases can be compared.

Each fingerprint is of what can move a figure and of nothing else: a form's codes and not its words, an indicator's
expressions and not its title, who belongs to which region and not what a place is called. So a difference names a
cause that is possible, and equality rules it out. What the causes are is `causes`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.contracts.model import Form, Survey, SurveyKind
from pipelines.contracts.odcs import read_yaml
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import Policy
from pipelines.geography import Geography
from pipelines.geography.coverage import CoveragePolicy
from pipelines.geography.membership import membership
from pipelines.indicators.catalogue import Catalogue
from pipelines.register import AcceptedPart
from pipelines.settings import REPOSITORY

METHOD_CODE = ("handin/harmonise.py", "handin/corrected.py", "handin/measured_again.py", "geography", "indicators",
               "warehouse")  # fmt: skip
PROTECTION_CODE = ("disclosure",)
LIBRARIES = ("duckdb", "numpy", "polars", "scipy")
"""What computes: our modules that make a figure, those that hide it, and the libraries they call."""

# What people read, what a file must pass at hand-in, and what is said of a figure beside it: none of them moves it.
_NOT_OF_A_FORM = {"title", "header", "description", "rules", "layout", "assumed", "example", "label", "version",
                  "required", "pattern", "minimum", "maximum"}  # fmt: skip
_NOT_OF_A_SURVEY = {"title", "titles", "forms", "form_by_year", "no_form", "legal_basis", "stop", "sensitive",
                    "replaces", "synthetic_prefix", "breaks"}  # fmt: skip
_NOT_OF_AN_INDICATOR = {"title", "theme", "definition", "direction", "ranking", "plans", "published_as", "breaks"}


@dataclass(frozen=True)
class Basis:
    """All that a release's figures are made from."""

    contracts: Contracts
    catalogue: Catalogue
    geography: Geography
    policy: Policy
    coverage_policy: CoveragePolicy
    parts: Sequence[AcceptedPart]
    declared: pl.DataFrame
    corrections: Mapping[str, Collection[str]]
    """Wave (`survey|year`) -> what tells its corrections from others."""


def origin(basis: Basis) -> dict[str, Any]:
    """The fingerprints, JSON-ready.

    Returns:
        `siste_aar`, the last year anyone has delivered a survey for; `program`, by what computes; `undersokelser`,
        `vern` and `dekning` by survey; `indikatorer` by id; `bolger` by `survey|year`, each with `skjema` and, where
        there are any, `deler`, `erklaringer` and `rettelser`; `steder` by year, each with `inndeling` and
        `befolkning`.
    """
    surveys = basis.contracts.surveys
    last = max((p.year for p in basis.parts if surveys[p.survey].kind is not SurveyKind.FIGURES), default=None)
    waves = _waves(basis, last)
    return {
        "siste_aar": last,
        "program": {
            "metode": _code(METHOD_CODE),
            "vern": _code(PROTECTION_CODE),
            "biblioteker": {name: version(name) for name in LIBRARIES},
        },
        "undersokelser": {s.id: fingerprint(s, _NOT_OF_A_SURVEY) for s in surveys.values()},
        "vern": {s.id: _protection(basis, s) for s in surveys.values()},
        "dekning": {s.id: basis.coverage_policy.limits[s.kind] for s in surveys.values()},
        "indikatorer": {
            indicator.id: fingerprint(indicator.model_dump(mode="json"), _NOT_OF_AN_INDICATOR)
            for indicators in basis.catalogue.values()
            for indicator in indicators
        },
        "bolger": waves,
        "steder": _places(basis.geography, {int(wave.rpartition("|")[2]) for wave in waves}),
    }


def fingerprint(value: Any, without: Collection[str] = ()) -> str:
    """The first 16 digits of the SHA-256 of a value: dataclasses, mappings, lists, sets and plain values.

    Args:
        value: what is told apart from others.
        without: names of fields and keys, at any depth, that do not count.
    """
    plain = json.dumps(_plain(value, frozenset(without)), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _plain(value: Any, without: frozenset[str]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _plain(v, without) for k, v in value.items() if k not in without}
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, list | tuple):
        return [_plain(v, without) for v in value]
    return value


def _waves(basis: Basis, last: int | None) -> dict[str, dict[str, str]]:
    """Every wave that has parts, and every one up to the last year: it then has rows that say that nothing came."""
    parts: dict[str, list[str]] = {}
    for part in basis.parts:
        parts.setdefault(f"{part.survey}|{part.year}", []).append(part.sha256)
    declared: dict[str, list[str]] = {}
    for survey, year, municipality in basis.declared.select("undersokelse", "aar", "kommunenummer").iter_rows():
        declared.setdefault(f"{survey}|{year}", []).append(municipality)
    held: dict[str, dict[str, str]] = {}
    for survey in basis.contracts.surveys.values():
        for year in survey.years:
            wave = f"{survey.id}|{year}"
            if wave in parts or wave in declared or (last is not None and year <= last):
                said = {"deler": parts.get(wave), "erklaringer": declared.get(wave),
                        "rettelser": basis.corrections.get(wave)}  # fmt: skip
                marks = {name: fingerprint(sorted(values)) for name, values in said.items() if values}
                held[wave] = marks | {"skjema": _form(survey.form_of(year))}
    return held


def _form(form: Form | None) -> str:
    return fingerprint(form, _NOT_OF_A_FORM)


def _protection(basis: Basis, survey: Survey) -> str:
    """Of the policy as far as it concerns the survey, and of what the survey says is sensitive."""
    policy = read_yaml(basis.contracts.folder / "policies" / "disclosure.yaml")
    own = {**policy, "kinds": policy["kinds"][survey.kind.value], "rounded": policy.get("rounded", {}).get(survey.id)}
    sources = basis.policy.public_sources if survey.kind is SurveyKind.FIGURES else ()
    return fingerprint([own, sorted(sources), survey.sensitive])


def _places(geography: Geography, years: Iterable[int]) -> dict[str, dict[str, str]]:
    asked = sorted(years)
    tables = {
        "inndeling": [membership(geography, asked)],
        "befolkning": [geography.population_by_code, geography.population_2024],
    }
    return {
        str(year): {name: _rows([t.filter(pl.col("aar") == year) for t in held]) for name, held in tables.items()}
        for year in asked
    }


def _rows(tables: Iterable[pl.DataFrame]) -> str:
    return fingerprint([table.write_csv() for table in tables])


def _code(places: Iterable[str]) -> str:
    """Of the source as it stands, under `pipelines`."""
    root = REPOSITORY / "pipelines"
    files = sorted(file for place in places for file in _modules(root / place))
    return fingerprint({f.relative_to(root).as_posix(): hashlib.sha256(f.read_bytes()).hexdigest() for f in files})


def _modules(place: Path) -> list[Path]:
    return [place] if place.is_file() else list(place.rglob("*.py"))
