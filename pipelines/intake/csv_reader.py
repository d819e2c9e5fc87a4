"""Delimited text to a sheet: encoding and delimiter by which of them makes the headers fit, rows by Python's csv.

A row's number is the line it begins on, as an editor shows it. Whether the lines are equally long is `ragged`'s.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from itertools import islice, zip_longest

import polars as pl

from pipelines.contracts.model import Severity
from pipelines.intake.headers import SEARCHED_ROWS, Candidate, best_score
from pipelines.intake.model import Sheet
from pipelines.intake.rules import FileRule, Problem, Refused
from pipelines.intake.text_encoding import decode, other_decodings
from pipelines.parsing.cells import MAX_CELLS

DELIMITERS = (";", ",", "\t")

BATCH = 20_000
"""Records held as Python's lists at a time; as a column they take a fifth of the memory."""

SEARCHED_BYTES = 64 * 1024
"""Headers are looked for in so much of the file when other encodings are tried."""


def read_csv(content: bytes, forms: Sequence[Candidate]) -> Sheet:
    """The text as one sheet.

    Args:
        content: the file's bytes.
        forms: whose headers tell the right encoding and delimiter from the wrong ones.

    Raises:
        Refused: NUL bytes, an encoding that is neither UTF nor Windows, a quotation mark left open, too many cells.
    """
    shown = decode(content)
    score, delimiter = _best_delimiter(shown, forms) if shown is not None else (None, "")
    _check_encoding(content, score, forms)
    if shown is None:
        raise Refused(Problem(FileRule.ENCODING))
    if shown.count(delimiter) + shown.count("\n") > MAX_CELLS:
        raise Refused(Problem(FileRule.SIZE, variant="celler"))
    return _sheet(shown, delimiter)


def _check_encoding(content: bytes, score: int | None, forms: Sequence[Candidate]) -> None:
    """Refuse the file when the headers fit better in an encoding that we do not accept."""
    if content.isascii() or (score is not None and any(score == form.perfect for form in forms)):
        return
    fits = [(found, name) for name, other in other_decodings(content[:SEARCHED_BYTES])
            if (found := _best_delimiter(other, forms)[0]) is not None]  # fmt: skip
    best = max(fits, key=lambda fit: fit[0], default=None)
    if best is not None and (score is None or best[0] > score):
        raise Refused(Problem(FileRule.ENCODING, variant="annen", values={"koding": best[1]}))


def _best_delimiter(shown: str, forms: Sequence[Candidate]) -> tuple[int | None, str]:
    """The delimiter that makes the best header row, with its score; the most frequent one when none does."""
    top = "\n".join(islice(shown.splitlines(), SEARCHED_ROWS))
    best: tuple[int | None, str] = (None, max(DELIMITERS, key=top.count))
    for delimiter in DELIMITERS:
        score = best_score(_rows_of(top, delimiter), forms)
        if score is not None and (best[0] is None or score > best[0]):
            best = (score, delimiter)
            if any(score == form.perfect for form in forms):
                break
    return best


def _rows_of(top: str, delimiter: str) -> list[list[str]]:
    try:
        return list(csv.reader(io.StringIO(top, newline=""), delimiter=delimiter))
    except csv.Error:
        return [line.split(delimiter) for line in top.split("\n")]


def _sheet(shown: str, delimiter: str) -> Sheet:
    frames: list[pl.DataFrame] = []
    records: list[list[str]] = []
    lines: list[int] = []
    widths: list[int] = []
    widest = 0
    # strict: without it a quotation mark left open swallows the rest of the file without a word
    reader = csv.reader(io.StringIO(shown, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for record in reader:
            records.append(record)
            lines.append(start)
            widths.append(len(record))
            widest = max(widest, len(record))
            if widest * len(lines) > MAX_CELLS:
                raise Refused(Problem(FileRule.SIZE, variant="celler"))
            if len(records) == BATCH:
                frames.append(_frame(records))
                records = []
            start = reader.line_num + 1
    except csv.Error as error:
        raise Refused(Problem(FileRule.QUOTE, values={"linje": start}, row=start)) from error
    frames.append(_frame(records))
    return Sheet(
        name="",
        cells=pl.concat(frames, how="diagonal"),
        rows=pl.Series("rad", lines, pl.Int64),
        widths=pl.Series("bredde", widths, pl.Int64),
    )


def _frame(records: list[list[str]]) -> pl.DataFrame:
    columns = {str(i): column for i, column in enumerate(zip_longest(*records))}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def ragged(sheet: Sheet, header_index: int, rows: pl.Series, limit: int = 20) -> list[Problem]:
    """The data lines whose number of cells differs from the header's; extra cells that are empty do no harm.

    Args:
        header_index: which of the sheet's rows holds the headers.
        rows: numbers of the rows that hold anything; blank lines are not ragged.
        limit: lines named one by one; the rest is counted.
    """
    if sheet.widths is None:
        return []
    expected = int(sheet.widths[header_index])
    if sheet.widths.min() == sheet.widths.max():
        return []
    extra = sheet.cells.select(sheet.cells.columns[expected:])
    filled = pl.any_horizontal(c.str.strip_chars() != "" for c in map(pl.col, extra.columns)) if extra.width else None
    odd = (
        extra.select(
            (filled if filled is not None else pl.lit(False)).fill_null(value=False).alias("fylt"),
            sheet.widths.alias("bredde"),
            sheet.rows.alias("rad"),
        )
        .slice(header_index + 1)
        .filter(pl.col("fylt") | (pl.col("bredde") < expected), pl.col("rad").is_in(rows.implode()))
    )
    found = [
        Problem(FileRule.RAGGED, Severity.ERROR, values={"linje": line, "fant": width, "ventet": expected},
                row=line)
        for line, width in odd.head(limit).select("rad", "bredde").iter_rows()
    ]  # fmt: skip
    if odd.height > limit:
        found.append(Problem(FileRule.RAGGED, Severity.ERROR, "flere", {"n": odd.height - limit}))
    return found
