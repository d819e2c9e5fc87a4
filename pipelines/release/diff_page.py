"""The diff of two releases as a page of Markdown."""

from __future__ import annotations

from pipelines.codebook.markdown import page, table
from pipelines.published import Changes, Release
from pipelines.published.changes_words import change_tables, lead
from pipelines.texts import text


def diff_page(changes: Changes, release: Release, language: str = "nb") -> str:
    """The whole page; everything is told that the summary holds.

    Args:
        changes: what is told.
        release: the later release, which has the names.
        language: of the words.
    """
    title = text("forskjell.tittel", language, fra=changes.fra, til=changes.til)
    sections = [
        [f"## {section.title}", "", *table(section.headings, section.rows)]
        for section in change_tables(changes, release, language)
    ]
    notes = [text("forskjell.om_verdier", language), "", text("forskjell.om_arsaker", language), ""]
    return page([f"# {title}", "", lead(changes, language), ""], *sections, notes if changes.endret else [])
