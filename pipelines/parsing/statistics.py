"""Task: a file of a statistics program (.sav and .zsav of SPSS, .dta of Stata) to its table as it is stored.

Options: `format` (`sav`, `dta`) and `max_cells`. Facts: `names` of the variables, their `formats` («F8.2», «DATE11»,
«%td») and `labels`: every label and note of the file. The payload is an Arrow stream, numbers as numbers and text as
text; a column with Stata's missing values .a–.z is text throughout, so that they can be kept.
"""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import pyreadstat

from pipelines.parsing import arrow
from pipelines.parsing.refusal import TaskRefused, Why

_READ = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}


def run(content: bytes, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """The cases as stored, user-missing codes among them.

    Raises:
        TaskRefused: more cells than `max_cells`.
    """
    read, max_cells = _READ[options["format"]], options["max_cells"]
    _, head = read(io.BytesIO(content), metadataonly=True, user_missing=True)
    # Dates stay numbers: as Python's dates, some valid files raise OverflowError.
    columns, meta = read(
        io.BytesIO(content),
        user_missing=True,
        disable_datetime_conversion=True,
        output_format="dict",
        # One row more than allowed tells that there were more.
        row_limit=max_cells // max(len(head.column_names), 1) + 1,
    )
    kinds = meta.readstat_variable_types
    table = pl.DataFrame([_series(str(i), columns[n], kinds.get(n)) for i, n in enumerate(meta.column_names)])
    if table.height * max(table.width, 1) > max_cells:
        raise TaskRefused(Why.CELLS)
    labels = [meta.file_label, *(meta.notes or []), *(meta.column_labels or [])]
    labels += [label for of_column in meta.variable_value_labels.values() for label in of_column.values()]
    facts = {
        "names": meta.column_names,
        "formats": [meta.original_variable_types.get(name) for name in meta.column_names],
        "labels": [str(label) for label in labels if label],
    }
    return facts, arrow.write([table])[1]


def _series(name: str, values: Sequence[Any], kind: str | None) -> pl.Series:
    if kind == "string":
        return pl.Series(name, [None if v is None else str(v) for v in values], dtype=pl.String)
    if any(isinstance(v, str) for v in values):
        return pl.Series(name, [f".{v}" if isinstance(v, str) else _number(v) for v in values], dtype=pl.String)
    return pl.Series(name, values, dtype=pl.Float64)


def _number(value: float | None) -> str | None:
    if value is None or math.isnan(value):
        return None
    return str(int(value)) if float(value).is_integer() else str(value)
