"""Task: a workbook (.xlsx, .xlsm, .xls, .ods) to sheets of text cells. Macros are not read, links are not followed.

Options: `format` (`xlsx`, `xls`, `ods`) and `max_cells`. Facts: `sheets`, each with `name`, `hidden`, `merged` (see
`cells.Merged`), `bytes` (the length of its Arrow stream in the payload) and `errors`: kind -> `places` (row as the user
sees it, column from 0) of the first cells that could not be read, and their `count`.

Row i of a table is row i + 1 of the sheet, and column j its column j. Dates come as «2019-02-01», with the time
of day where it is not midnight; whole numbers without decimals, cells with #N/A as null.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import fastexcel
import polars as pl

from pipelines.parsing import arrow, ods_structure, xls_structure, xlsx_structure
from pipelines.parsing.cells import UsedRange

TOLD_ERRORS = 20

_RANGES: Mapping[str, Callable[[bytes, int], dict[str, UsedRange]]] = {
    "xlsx": xlsx_structure.used_ranges,
    "ods": ods_structure.used_ranges,
}


def run(content: bytes, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Every sheet in the workbook's order, hidden ones too.

    Raises:
        TaskRefused: protected by a password, damaged, or larger than a parser may be given.
    """
    known = _structure(content, options["format"], options["max_cells"])
    # Where nothing is known beforehand, any sheet may have errors.
    errors_somewhere = known is None or any(used.errors for used in known.values())
    book = fastexcel.read_excel(content)
    sheets, tables = [], []
    for name in book.sheet_names:
        # skip_rows=0 keeps empty rows at the top
        loaded = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        UsedRange(loaded.total_height, loaded.width).check(options["max_cells"])
        offset = min((column.absolute_index for column in loaded.available_columns()), default=0)
        tables.append(_from_first_column(loaded.to_polars(), offset))
        sheets.append(
            {
                "name": name,
                "hidden": loaded.visible != "visible",
                "merged": (known or {}).get(name, UsedRange(0, 0)).merged,
                "errors": _errors(loaded, offset) if errors_somewhere else {},
            }
        )
    lengths, payload = arrow.write(tables)
    for sheet, length in zip(sheets, lengths, strict=True):
        sheet["bytes"] = length
    return {"sheets": sheets}, payload


def _structure(content: bytes, kind: str, max_cells: int) -> dict[str, UsedRange] | None:
    """What is known of the sheets before the parser sees them; None where the format does not tell."""
    if kind == "xls":
        xls_structure.check_container(content)
        return None
    return _RANGES[kind](content, max_cells)


def _from_first_column(frame: pl.DataFrame, offset: int) -> pl.DataFrame:
    """The parser leaves out empty columns on the left; a cell's place must be its place in the sheet."""
    empty = [pl.lit(None, pl.String).alias(str(i)) for i in range(offset)]
    cells = (_day(pl.col(c)).alias(str(offset + i)) for i, c in enumerate(frame.columns))
    return frame.select(*empty, *cells)


def _day(cells: pl.Expr) -> pl.Expr:
    """A date without the midnight that the parser adds; nothing else ends so after ten signs."""
    midnight = " 00:00:00"
    dated = cells.str.ends_with(midnight) & (cells.str.len_bytes() == len("2019-02-01") + len(midnight))
    return pl.when(dated).then(cells.str.strip_suffix(midnight)).otherwise(cells)


def _errors(loaded: Any, offset: int) -> dict[str, dict[str, Any]]:
    _, errors = loaded.to_arrow_with_errors()
    places = defaultdict(list)
    for error in errors.errors if errors else []:
        row, column = error.position
        # The detail names the type and holds the value: only the type is looked at.
        places["tid" if "Duration" in error.detail else "feil"].append((row + 1, column + offset))
    return {kind: {"places": found[:TOLD_ERRORS], "count": len(found)} for kind, found in places.items()}
