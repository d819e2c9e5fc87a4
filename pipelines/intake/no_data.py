"""Rows that are no data: sums, notes under the table, headers repeated inside it, the empty form's example row.

They are taken out before anything is counted: they are neither read, set aside nor refused, so that rows read are still
accepted + set aside + refused, and each is named with its row number. A row with a valid municipality or year is data
whatever else stands in it, except the example, which must be equal to the form's in every column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import polars as pl

from pipelines.contracts.excel_form_words import Words
from pipelines.contracts.model import Severity
from pipelines.contracts.spelling import fold
from pipelines.intake.columns import Columns
from pipelines.intake.headers import normalise
from pipelines.intake.recognise import Data
from pipelines.intake.rules import FileRule, Problem

SHOWN_ROWS = 20
"""Rows named one by one; the rest is counted."""


class NoData(StrEnum):
    """Why a row is none; the value is the variant of the sentence."""

    TOTAL = "sum"
    NOTE = "fotnote"
    HEADER = "overskrift"
    EXAMPLE = "eksempel"


_TOTAL = re.compile(
    r"(?P<word>(del|totalt? ?)?sum|(i )?alt|tot(alt?)?|til ?sam(men|an)|ant(all|al)|gjennomsnitt|snitt|median)( .*)?"
)
_NOTE = re.compile(r"(kilde|kjelde|merk|merknad|note|fotnote|obs|nb|utskrift|rapport|sist oppdatert)\b")
_NOTE_SIGN = re.compile(r"\s*(\*|[¹²³]|\d\))\s*\S")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
_MUNICIPALITY = r"^\d{3,4}([.,]0+)?$"
_YEAR = r"^(19|20)\d\d([.,]0+)?$"


def take_out(data: Data, columns: Columns) -> tuple[Data, list[Problem]]:
    """The data without the rows that are none, and an INFO finding for each of those."""
    keys = _Keys.of(columns)
    found = {**_of_loose_rows(data, keys), **_examples(data, columns)}
    if not found:
        return data, []
    kept = data.rows.filter(~pl.col("rad").is_in(list(found)))
    return replace(data, rows=kept), _problems(found)


@dataclass(frozen=True)
class _Keys:
    """Positions of the columns that make a row one of data; None where the file or the survey has none."""

    year: int | None
    municipality: int | None
    row: int | None

    @classmethod
    def of(cls, columns: Columns) -> _Keys:
        survey, places = columns.form.survey, {**columns.exact, **columns.near}
        year, municipality, row = (
            places.get(name or "") for name in (survey.year, survey.municipality, survey.row_key)
        )
        return cls(year, municipality, row)

    def valid(self, rows: pl.DataFrame) -> pl.Series:
        """For each row, whether it says which municipality or which year it is of."""
        patterns = ((self.municipality, _MUNICIPALITY), (self.year, _YEAR))
        tests = [
            pl.col(str(p)).str.contains(pattern).fill_null(value=False) for p, pattern in patterns if p is not None
        ]
        return rows.select(pl.any_horizontal(tests)).to_series()


def _of_loose_rows(data: Data, keys: _Keys) -> dict[int, NoData]:
    """Row number -> why, among the rows without municipality and year."""
    if keys.municipality is None and keys.year is None:
        return {}
    valid = keys.valid(data.rows)
    loose = data.rows.filter(~valid)
    if not loose.height:
        return {}
    last = data.rows.filter(valid)["rad"].max()
    headers = [normalise(cell) for cell in data.header.cells]
    found: dict[int, NoData] = {}
    for rad, *cells in loose.iter_rows():
        below = isinstance(last, int) and rad > last
        filled = {i: cell for i, cell in enumerate(cells) if cell is not None}
        why = _why(filled, headers, keys) or (_why_below(filled, keys, data, valid) if below else None)
        if why:
            found[rad] = why
    return found


def _why(filled: Mapping[int, str], headers: Sequence[str], keys: _Keys) -> NoData | None:
    """Why a row without municipality and year is no data, wherever it stands."""
    repeated = sum(normalise(cell) == headers[i] for i, cell in filled.items())
    if repeated >= 2 and 2 * repeated >= len(filled):
        return NoData.HEADER
    first, cell = next(iter(filled.items()))
    total = _TOTAL.fullmatch(fold(cell))
    key = None if keys.row is None else filled.get(keys.row)
    # In a row of sums the key's column is empty, counted, or holds the word and nothing more.
    if total and (key is None or key.isdecimal() or (first == keys.row and total["word"] == total[0])):
        return NoData.TOTAL
    return None


def _why_below(filled: Mapping[int, str], keys: _Keys, data: Data, valid: pl.Series) -> NoData | None:
    """Why a row below the last row of data is none."""
    first, cell = next(iter(filled.items()))
    if len(filled) <= 2 and first != keys.row and (_NOTE.match(cell.casefold()) or _NOTE_SIGN.match(cell)):
        return NoData.NOTE
    if len(filled) == 1 and len(_LETTERS.findall(cell)) >= (3 if first == keys.row else 2):
        return NoData.NOTE
    numbers = {i: _number(cell) for i, cell in filled.items()}
    if keys.row not in filled and None not in numbers.values():
        above = data.rows.filter(valid)
        if all(number in _sums(above[str(i)]) for i, number in numbers.items()):
            return NoData.TOTAL
    return None


def _number(cell: str) -> float | None:
    plain = re.sub(r"\s", "", cell).replace(",", ".")
    return float(plain) if re.fullmatch(r"-?\d+(\.\d+)?", plain) else None


def _sums(column: pl.Series) -> tuple[float, ...]:
    """The sum of the numbers in a column and how many cells are filled; nothing for fewer than two numbers."""
    numbers = column.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False).drop_nulls()
    return (round(float(numbers.sum()), 6), float(column.drop_nulls().len())) if numbers.len() > 1 else ()


def _examples(data: Data, columns: Columns) -> dict[int, NoData]:
    """The rows equal to the form's example in every column but the year."""
    survey, form, places = columns.form.survey, columns.form.form, {**columns.exact, **columns.near}
    words = Words(survey, form, max(survey.years, default=0), "nb")
    rows, compared = data.rows, False
    # The row key first: in nearly every file nothing is left to compare after it.
    for column in sorted(form.columns, key=lambda c: c.name != survey.row_key):
        place = places.get(column.name)
        if place is None or column.name == survey.year or not rows.height:
            continue
        example, cell = words.example(column), pl.col(str(place))
        rows = rows.filter(cell.is_null() if example is None else cell.is_in(_ways_to_write(example)))
        compared = True
    return dict.fromkeys(rows["rad"].to_list() if compared else (), NoData.EXAMPLE)


def _ways_to_write(example: str) -> list[str]:
    """An example as a spreadsheet may have turned it: with decimals, without zeros in front."""
    return [example, f"{example}.0", *([example.lstrip("0")] if example.isdecimal() else [])]


def _problems(found: Mapping[int, NoData]) -> list[Problem]:
    rows = sorted(found.items())
    problems = [_left_out(str(why), {"rad": rad}, rad) for rad, why in rows[:SHOWN_ROWS]]
    if len(rows) > SHOWN_ROWS:
        problems.append(_left_out("flere", {"n": len(rows) - SHOWN_ROWS}, None))
    return problems


def _left_out(variant: str, values: dict[str, object], row: int | None) -> Problem:
    return Problem(FileRule.NO_DATA, Severity.INFO, variant, values, row=row)
