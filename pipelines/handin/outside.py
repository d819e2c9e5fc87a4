"""Nobody hands in another municipality's rows: a file that holds any is refused whole, before it is checked."""

from __future__ import annotations

from dataclasses import replace

from pipelines.contracts.model import Finding, Severity
from pipelines.intake import Reading
from pipelines.texts import text

RULE = "fil-annen-kommune"
_TYPE, _CODE, _MUNICIPALITY = "regiontype", "regionkode", "kommune"
"""Columns of figures that come counted, which are not split by municipality (`model.md`)."""


def within(reading: Reading, only: frozenset[str] | None, language: str = "nb") -> Reading:
    """The file itself, or refused with neither rows nor parts where it holds rows of others.

    Args:
        reading: the file.
        only: the municipalities that whoever hands it in acts for, by every code; None for all.
        language: of the message.
    """
    if only is None or reading.table is None:
        return reading
    others = _others(reading, only)
    if others == 0:
        return reading
    refusal = Finding(RULE, Severity.FATAL, text("handin.annen_kommune", language, n=others))
    return replace(reading, table=None, parts=(), suggestions=(), findings=(*reading.findings, refusal))


def _others(reading: Reading, only: frozenset[str]) -> int:
    """How many rows are not surely of `only`. A number that lost its leading zero is still hers."""
    survey, table = reading.survey, reading.table
    if table is None or survey is None:
        return reading.rows_read
    if survey.municipality is not None:
        return sum(part.rows for part in reading.parts if (part.municipality or "").zfill(4) not in only)
    if not {_TYPE, _CODE} <= set(table.columns):
        return table.height
    pairs = table.select(_TYPE, _CODE).iter_rows()
    return sum(kind != _MUNICIPALITY or (code or "").zfill(4) not in only for kind, code in pairs)
