"""The empty Excel form of one survey and year, made from its contract: `empty_form` is the way in.

Three sheets: the one to fill (`excel_form_entry`), the codebook and the steps (`excel_form_pages`); what is said of a
column stands in `excel_form_words`. No macros, no external links, and the same contract gives the same bytes.

The example row stands *above* the headers. The reader looks for the headers from the top and counts only what is below
them, so nothing depends on a mark that somebody may take away or on the row being deleted. A sheet of its own would
not do: with the same headers over a row it is a second sheet of data to the reader.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import xlsxwriter

from pipelines.contracts.excel_form_entry import write_entry
from pipelines.contracts.excel_form_pages import write_codebook, write_steps
from pipelines.contracts.excel_form_words import Words
from pipelines.contracts.model import Survey

_MADE = datetime(2020, 1, 1)
"""Written as the time of creation, so that the same contract gives the same bytes."""

_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\")


def empty_form(survey: Survey, year: int, language: str = "nb") -> bytes:
    """The form as an .xlsx.

    Args:
        survey: whose form it is.
        year: one of `survey.years`; the year column offers no other.
        language: of titles, labels and help. Headers and codes are the contract's in every language.

    Raises:
        LookupError: the survey has no form in that year; offer `survey.years` only.
    """
    form = survey.form_of(year)
    if form is None:
        raise LookupError(f"{survey.id} has no form in {year}")
    words = Words(survey, form, year, language)
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": words.title, "author": "Opptrapp", "created": _MADE})
        entry = book.add_worksheet(sheet_name(form.title))
        codebook = book.add_worksheet(words.text("skjema.ark_kodebok"))
        steps = book.add_worksheet(words.text("skjema.ark_slik"))
        write_entry(book, entry, words, write_codebook(book, codebook, words))
        write_steps(book, steps, words, entry.get_name())
    return out.getvalue()


def default_name(survey: Survey, year: int) -> str:
    """The name the form is saved under unless the user chooses another."""
    return f"{survey.id}_{year}.xlsx"


def sheet_name(title: str) -> str:
    """`title` without the signs that Excel refuses in a sheet's name, and not too long for one."""
    return title.translate(_NOT_IN_SHEET_NAMES).strip("' ")[:_SHEET_NAME].rstrip("' ")
