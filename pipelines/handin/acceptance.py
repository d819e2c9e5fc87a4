"""Which parts of a checked file are refused, and the storing of the others."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import polars as pl

from pipelines.contracts.model import Finding, Survey
from pipelines.handin.accepted import findings_beside, replaces_key, write_part, write_private
from pipelines.intake import Reading
from pipelines.register import AcceptedPart


def refused_parts(reading: Reading, findings: tuple[Finding, ...]) -> frozenset[int]:
    """The parts that a FATAL or ERROR finding keeps out; one about the whole file keeps them all out.

    Parts that replace the same earlier key stand or fall together: were one year of a source refused and the other
    accepted, the new delivery would take the old year away and put nothing in its place.
    """
    refusing = [f for f in findings if f.severity.refuses]
    if reading.table is None or reading.survey is None or any(f.part is None for f in refusing):
        return frozenset(p.index for p in reading.parts)
    direct = {f.part for f in refusing}
    keys = {p.index: replaces_key(p.key, reading.survey.replaces) for p in reading.parts}
    refused_keys = {keys[index] for index in direct if index is not None}
    return frozenset(index for index, key in keys.items() if key in refused_keys)


def accept(
    folder: Path, reading: Reading, findings: tuple[Finding, ...], refused: frozenset[int]
) -> list[AcceptedPart]:
    """Store every part of `reading` that is not refused, its remaining findings beside it.

    Args:
        folder: where accepted parts lie.
        reading: the file; its table holds the declared columns as text.
        findings: of the whole file; those of an accepted part are kept with it.
        refused: part indexes that must not be stored.

    Returns:
        The stored parts, for the register.
    """
    survey, form, table = reading.survey, reading.form, reading.table
    if survey is None or form is None or table is None:
        return []
    stored = []
    by_part = table.select_seq("del", *(c.name for c in form.columns)).partition_by(
        "del", include_key=False, as_dict=True
    )
    for part in reading.parts:
        if part.index in refused or part.year is None:
            continue
        rows = by_part[part.index,]
        key = replaces_key(part.key, survey.replaces)
        path, digest = write_part(folder, survey.id, part.year, key, part.municipality, rows)
        _write_findings(folder / path, [f for f in findings if f.part == part.index])
        stored.append(
            AcceptedPart(
                survey=survey.id,
                form=form.id,
                form_version=form.version,
                year=part.year,
                municipality=part.municipality,
                replaces_key=key,
                path=path.as_posix(),
                sha256=digest,
                rows=part.rows,
                synthetic=is_synthetic(survey, rows),
            )
        )
    return stored


def is_synthetic(survey: Survey, rows: pl.DataFrame) -> bool:
    """Whether every row carries the mark of example data. One unmarked row makes the part count as real."""
    if survey.synthetic_prefix is None or survey.row_key is None:
        return False
    prefix = survey.synthetic_prefix
    return all(key is not None and key.startswith(prefix) for key in rows[survey.row_key].to_list())


def _write_findings(part: Path, findings: list[Finding]) -> None:
    if findings:
        content = json.dumps([asdict(f) for f in findings], ensure_ascii=False, indent=1)
        write_private(findings_beside(part), content.encode())
