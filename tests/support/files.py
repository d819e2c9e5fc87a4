"""Files as users send them, built at run time from a contract: valid ones, and the parts to break them with.

Rows are dictionaries by harmonised name, with the codes that stand in the file. A key the form does not know is
written as an extra column under that name. Binary files and identity numbers are never committed; they are made here.
"""

from __future__ import annotations

import csv
import io
import random
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import xlsxwriter

from pipelines.contracts.model import Column, Form
from pipelines.contracts.repository import Contracts, load_contracts

REPOSITORY = Path(__file__).resolve().parents[2]
FIXTURES = REPOSITORY / "tests" / "fixtures" / "files"

Row = dict[str, str | None]

# What a column must hold beyond its own type: the reported figures' region and id are tied to other columns.
FIXED = {"indikator": "bp_kartlagte", "regiontype": "land", "regionkode": "0", "basisgruppe": "alle",
         "inndeling": "alle", "kategori": "alle", "argang": "2020", "merknad": None, "flagg": None}  # fmt: skip

REFUSED_UNITS = frozenset({"nav", "barnevern"})


@cache
def contracts() -> Contracts:
    """The project's own contracts."""
    return load_contracts(REPOSITORY / "data_contracts")


def form(survey: str, year: int) -> Form:
    """The form of the project's `survey` that holds in `year`."""
    found = contracts().surveys[survey].form_of(year)
    if found is None:
        raise LookupError(f"{survey} has no form in {year}")
    return found


def valid_rows(
    form: Form, n: int, year: int, municipality: str = "1103", *, seed: int = 0, without: frozenset[str] = REFUSED_UNITS
) -> list[Row]:
    """`n` rows that break no rule of `form`, drawn from its codes; the same for the same arguments.

    Args:
        municipality: written in the column whose role is `kommune`; must be valid in `year`.
        without: our codes that are never drawn (units that may not hand in).
    """
    drawn = random.Random(f"{form.survey}|{form.id}|{n}|{year}|{municipality}|{seed}")
    return [_valid_row(form, {"aar": str(year), "kommune": municipality}, i, drawn, without) for i in range(1, n + 1)]


def _valid_row(form: Form, place: Row, i: int, drawn: random.Random, without: frozenset[str]) -> Row:
    number = f"SYN-{place['kommune']}-{i:05d}"
    by_role: Row = {**place, "bydel": None, "rad": number}
    # Every tenth row may say unknown: more than a fifth would be a finding of its own.
    left_out = without | ({"ukjent"} if i % 10 else set()) | ({"9"} if i % 3 else set())
    row: Row = {c.name: by_role[c.role] if c.role in by_role else _drawn(c, drawn, left_out) for c in form.columns}
    # Only reported figures have rows about regions; their key columns must fit together.
    if "regiontype" in row:
        row |= {**FIXED, "kilde": f"Eksempel {i}"}
    children = form.by_name.get("barn")
    if children and children.harmonised[row["barn"] or ""] not in ("daglig_omsorg", "samvaer"):
        row["antall_barn"] = None
    return _agreeing(form, row)


def _agreeing(form: Form, row: Row) -> Row:
    """The row with answers that contradict another answer replaced."""
    codes = {c.name: c.harmonised.get(row[c.name] or "", row[c.name] or "") for c in form.columns}

    def put(**answers: str) -> None:
        for name, code in answers.items():
            row[name] = next(c.value for c in form.by_name[name].codes if c.code == code)

    if codes.get("basisgruppe") == "kun_psykisk":
        put(rusmiddelbruk="gronn", lar="nei")
    if codes.get("inntekt") == "alderspensjon" and codes["aldersgruppe"] not in ("50-59", "60+"):
        put(inntekt="arbeid")
    if codes.get("aldersgruppe") == "16-17":
        put(lar="nei", inntekt="arbeid")
    if codes.get("levekarsindeks") == "gronn":
        put(bolig="gronn", aktivitet="gronn", nettverk="gronn")
    if codes.get("levekarsindeks") == "blalys":
        put(aktivitet="rod")
    if codes.get("boform") in ("eid", "ingen"):
        put(boform="institusjon")
    if row.get("antall_barn") == "0":
        row["antall_barn"] = "1"
    return row


def _drawn(column: Column, drawn: random.Random, left_out: frozenset[str]) -> str | None:
    if column.codes:
        return drawn.choice([c.value for c in column.codes if c.code not in left_out])
    if column.type in ("integer", "number"):
        low, high = int(column.minimum or 0), int(column.maximum if column.maximum is not None else 100)
        return str(drawn.randint(low, high))
    return "tekst" if column.required else None


def headers(form: Form, rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> dict[str, str]:
    """Key in `rows` -> header in the file: the form's columns, then keys of the rows it does not know."""
    names = columns if columns is not None else [c.name for c in form.columns]
    extra = dict.fromkeys(key for row in rows for key in row if key not in form.by_name)
    return {
        n: form.by_name[n].header if n in form.by_name else n for n in (*names, *(e for e in extra if e not in names))
    }


def csv_text(
    form: Form,
    rows: Sequence[Mapping[str, Any]],
    *,
    delimiter: str | None = None,
    columns: Sequence[str] | None = None,
    title_lines: Sequence[str] = (),
) -> str:
    """The rows as delimited text, in the form's own delimiter unless told otherwise."""
    names = headers(form, rows, columns)
    out = io.StringIO()
    out.writelines(f"{line}\r\n" for line in title_lines)
    writer = csv.writer(out, delimiter=delimiter or form.layout.delimiter)
    writer.writerow(names.values())
    writer.writerows([row.get(n) for n in names] for row in rows)
    return out.getvalue()


def csv_bytes(
    form: Form,
    rows: Sequence[Mapping[str, Any]],
    encoding: str | None = None,
    *,
    delimiter: str | None = None,
    columns: Sequence[str] | None = None,
    title_lines: Sequence[str] = (),
) -> bytes:
    """A CSV file. `encoding` is a Python codec (`utf-8-sig` and `utf-16` write a byte order mark)."""
    shown = csv_text(form, rows, delimiter=delimiter, columns=columns, title_lines=title_lines)
    return shown.encode(encoding or form.layout.encoding)


def xlsx_bytes(
    form: Form,
    rows: Sequence[Mapping[str, Any]],
    title_rows: int | None = None,
    *,
    columns: Sequence[str] | None = None,
    empty_rows: int = 0,
    as_numbers: bool = True,
    sheet: str = "Data",
    other_sheets: Mapping[str, Sequence[Sequence[Any]]] | None = None,
    hidden_sheets: Iterable[str] = (),
    tail_rows: int = 0,
) -> bytes:
    """An Excel workbook as a municipality would send it.

    Args:
        title_rows: rows of title above the headers (the form's own number unless given).
        empty_rows: wholly empty rows above everything, as when somebody inserted rows at the top.
        as_numbers: codes and years are numeric cells, as when typed in Excel; municipality numbers stay text.
        other_sheets: more sheets after the data, name -> rows of cells; those in `hidden_sheets` are hidden.
        tail_rows: formatted, but empty, rows below the data.
    """
    names = headers(form, rows, columns)
    table: list[list[Any]] = [[] for _ in range(empty_rows)]
    titles = form.layout.title_rows if title_rows is None else title_rows
    table += [[form.title if i == 0 else f"Tittellinje {i + 1}"] for i in range(titles)]
    table.append(list(names.values()))
    table += [[_cell(form, n, row.get(n), as_numbers) for n in names] for row in rows]
    return workbook({sheet: table, **(other_sheets or {})}, hidden=hidden_sheets, tail_rows=tail_rows)


def _cell(form: Form, name: str, value: Any, as_numbers: bool) -> Any:
    column = form.by_name.get(name)
    if not as_numbers or column is None or not isinstance(value, str) or column.pattern:
        return value
    return int(value) if value.isdecimal() and len(value) < 10 else value


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], *, hidden: Iterable[str] = (), tail_rows: int = 0) -> bytes:
    """A workbook of plain cells: sheet name -> rows of cells (text, number, `date` or None)."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "dd.mm.yyyy"}) as book:
        grey = book.add_format({"bg_color": "#EEEEEE"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for r, cells in enumerate(rows):
                for c, value in enumerate(cells):
                    if value is not None:
                        page.write(r, c, value)
            for r in range(len(rows), len(rows) + tail_rows):
                page.write_blank(r, 0, None, grey)
            if name in set(hidden):
                page.hide()
    return out.getvalue()


def sav_bytes(
    form: Form,
    rows: Sequence[Mapping[str, Any]],
    *,
    columns: Sequence[str] | None = None,
    user_missing: Sequence[str] = ("8", "9"),
    compressed: bool = False,
) -> bytes:
    """An SPSS file with value labels; the codes `user_missing` are marked as user-missing where a column has them.

    Columns whose codes are all digits, and integers, are numeric; all other columns are text.
    `compressed` makes a .zsav.
    """
    names = headers(form, rows, columns)
    numeric = {n for n in names if n in form.by_name and _is_numeric(form.by_name[n])}
    frame = pd.DataFrame(
        {h: [_sav_value(row.get(n), n in numeric) for row in rows] for n, h in names.items()},
    ).astype({h: "float64" if n in numeric else "object" for n, h in names.items()})
    coded = {n: form.by_name[n] for n in numeric if form.by_name[n].codes}
    return write_sav(
        frame,
        column_labels={form.by_name[n].header: form.by_name[n].title["nb"] for n in names if n in form.by_name},
        variable_value_labels={c.header: {float(k.value): k.label["nb"] for k in c.codes} for c in coded.values()},
        missing_ranges={
            c.header: marked
            for c in coded.values()
            if (marked := [float(m) for m in user_missing if m in c.harmonised])
        },
        compressed=compressed,
    )


def write_sav(frame: pd.DataFrame, *, compressed: bool = False, **labels: Any) -> bytes:
    """The bytes of an SPSS file holding `frame`; `labels` go to pyreadstat as they are."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fil.sav"
        pyreadstat.write_sav(frame, path, compress=compressed, **labels)
        return path.read_bytes()


def _is_numeric(column: Column) -> bool:
    if column.codes:
        return all(c.value.isdecimal() for c in column.codes)
    return column.type in ("integer", "number")


def _sav_value(value: Any, numeric: bool) -> Any:
    if not numeric:
        return "" if value is None else str(value)
    return float("nan") if value is None else float(value)


def file_bytes(form: Form, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The rows in the form's own file format."""
    if form.layout.format == "csv":
        return csv_bytes(form, rows)
    return xlsx_bytes(form, rows) if form.layout.format == "xlsx" else sav_bytes(form, rows)


def identity_number(kind: str = "fodselsnummer", seed: int = 0) -> str:
    """Eleven digits with valid check digits, of a made-up birth date between 1930 and 1999. Never print it.

    Args:
        kind: fodselsnummer, d-nummer, h-nummer, skatteetaten (+80), nav (+40), helsenett (+65), d-skatteetaten,
            or ny-2032, whose first check digit holds only under the relaxed rule.
    """
    drawn = random.Random(f"{kind}|{seed}")
    day_plus = 40 if kind.startswith("d-") else 0
    month_plus = {"h-nummer": 40, "skatteetaten": 80, "d-skatteetaten": 80, "nav": 40, "helsenett": 65}.get(kind, 0)
    while True:
        born = date(1930, 1, 1) + timedelta(days=drawn.randrange(70 * 365))
        start = f"{born.day + day_plus:02d}{born.month + month_plus:02d}{born.year % 100:02d}{drawn.randrange(500):03d}"
        first = _check_digit(start, (3, 7, 6, 1, 8, 9, 4, 5, 2))
        if kind == "ny-2032":
            first = (first + drawn.randrange(1, 4)) % 11
        second = _check_digit(f"{start}{first}", (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)) if first < 10 else 10
        if first < 10 and second < 10:
            return f"{start}{first}{second}"


def _check_digit(digits: str, weights: Sequence[int]) -> int:
    return -sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11
