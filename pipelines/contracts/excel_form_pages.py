"""The sheets beside the one to fill: the codebook, and the steps from an empty form to a hand-in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs

from pipelines.contracts.excel_form_entry import FIRST_ROW, PREPARED_ROWS, TEXT_FORMAT
from pipelines.contracts.excel_form_words import Words, exact_digits
from pipelines.texts.numbers import number

_HEADINGS = ("kolonne", "overskrift", "sporsmal", "kode", "betyr", "maa", "forklaring", "navn")
_WIDTHS = (9, 24, 40, 24, 40, 14, 70, 22)
_STEP_WIDTH = 100
_HEADING_ROW, _CODE = 2, _HEADINGS.index("kode")
_DARK = "#1F3A5F"
_LINE = {"bottom": 1, "bottom_color": "#C9C9C9"}


def write_codebook(book: Any, sheet: Any, words: Words) -> dict[str, str]:
    """One row a code, or one a column without codes.

    Returns:
        column name -> the cells that hold the codes its drop-down offers.
    """
    heading = book.add_format({"bold": True, "text_wrap": True, "bg_color": _DARK, "font_color": "#FFFFFF"})
    cell = book.add_format({"num_format": TEXT_FORMAT, "text_wrap": True, "valign": "top", **_LINE})
    sheet.write_string(0, 0, f"{words.text('skjema.ark_kodebok')} – {words.title}", _big(book))
    sheet.write_string(1, 0, words.text("skjema.kodebok_om"))
    for position, (name, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True)):
        sheet.set_column(position, position, width)
        sheet.write_string(_HEADING_ROW, position, words.text(f"skjema.kol_{name}"), heading)
    ranges, row = {}, _HEADING_ROW
    for position, column in enumerate(words.form.columns):
        # The refused codes come last, so that the offered ones are one range.
        offered, refused = words.offered(column), words.refused(column)
        if offered:
            cells = xl_range_abs(row + 1, _CODE, row + len(offered), _CODE)
            ranges[column.name] = f"{quote_sheetname(sheet.get_name())}!{cells}"
        required = words.text("skjema.ja" if column.required else "skjema.nei")
        explained = "\n".join(words.explanation(column))
        for n, code in enumerate((*offered, *refused) or (None,)):
            row += 1
            value, label = (code.value, words.of(code.label)) if code else ("", "")
            shown = [xl_col_to_name(position), column.header, words.of(column.title), value, label, required]
            shown += ["" if n else explained, column.name]
            sheet.set_row(row, _height(*zip(shown, _WIDTHS, strict=True)))
            for at, content in enumerate(shown):
                sheet.write_string(row, at, content, cell)
    sheet.ignore_errors({"number_stored_as_text": xl_range_abs(_HEADING_ROW, _CODE, row, _CODE).replace("$", "")})
    sheet.autofilter(_HEADING_ROW, 0, row, len(_HEADINGS) - 1)
    sheet.freeze_panes(_HEADING_ROW + 1, 2)
    _page(sheet)
    sheet.set_landscape()
    sheet.repeat_rows(_HEADING_ROW)
    return ranges


def write_steps(book: Any, sheet: Any, words: Words, entry_name: str) -> None:
    """What to do, in order; `entry_name` is the sheet to fill."""
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, _STEP_WIDTH)
    sheet.write_string(0, 0, f"{words.text('skjema.ark_slik')} – {words.title}", _big(book))
    top = book.add_format({"valign": "top", "bold": True, "align": "right"})
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    for row, step in enumerate(_steps(words, entry_name), 1):
        sheet.set_row(row + 1, _height((step, _STEP_WIDTH)) + 6)
        sheet.write_number(row + 1, 0, row, top)
        sheet.write_string(row + 1, 1, step, wrapped)
    sheet.hide_gridlines(2)
    _page(sheet)


def _steps(words: Words, entry_name: str) -> Iterator[str]:
    persons = words.survey.kind.of_persons
    yield f"{words.text('skjema.trinn_start', sheet=entry_name, row=FIRST_ROW + 1)} {words.row_is}"
    yield words.text("skjema.trinn_overskrifter")
    yield words.text("skjema.trinn_koder", n=number(PREPARED_ROWS))
    fixed = [c for c in words.form.columns if exact_digits(c) and c.example]
    if fixed:
        yield words.text("skjema.trinn_null", header=fixed[0].header, example=fixed[0].example)
    if persons:
        yield words.text("skjema.trinn_identitet")
    if persons and words.survey.row_key:
        yield words.text("skjema.trinn_lopenummer", header=words.form.by_name[words.survey.row_key].header)
    yield from words.refusals
    yield words.text("skjema.trinn_endre")
    yield words.text("skjema.trinn_kontroll")
    yield words.text("skjema.trinn_lever")


def _big(book: Any) -> Any:
    return book.add_format({"bold": True, "font_size": 16})


def _height(*cells: tuple[str, int]) -> int:
    """Points for a row of wrapped texts, each with its column's width; not every program fits the rows itself."""
    return 15 * max(sum(1 + len(line) // width for line in content.split("\n")) for content, width in cells)


def _page(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
