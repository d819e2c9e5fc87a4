"""A report before it has a format: sections of paragraphs, tables and charts, in words ready to print.

PDF and Word are made from it. No layout here, and nothing that is not in the release.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from pipelines.told.table import Table


class Manner(StrEnum):
    """How a paragraph is said."""

    BODY = "brod"
    LEAD = "ingress"
    SMALL = "liten"
    NOTICE = "obs"


@dataclass(frozen=True)
class Paragraph:
    """Words."""

    text: str
    manner: Manner = Manner.BODY


@dataclass(frozen=True)
class Terms:
    """Terms and what they are."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Grid:
    """A table with how wide its columns are to one another; `captioned` where its caption is not the heading above.

    `groups` are headings inside it, each with the number of the row that it stands before.
    """

    table: Table
    widths: tuple[float, ...]
    captioned: bool = False
    groups: tuple[tuple[int, str], ...] = ()

    def without_empty_columns(self) -> Grid:
        """The same without columns that say nothing in any row."""
        table = self.table.without_empty_columns()
        pairs = zip(self.table.columns, self.widths, strict=True)
        kept = tuple(width for column, width in pairs if column in table.columns)
        return replace(self, table=table, widths=kept)


@dataclass(frozen=True)
class Chart:
    """A drawn chart: title and unit above it, what a reader who cannot see it is told, and its source."""

    svg: str
    title: str
    unit: str
    told: str
    source: str


@dataclass(frozen=True)
class Charts:
    """Charts side by side."""

    charts: tuple[Chart, ...]


Block = Paragraph | Terms | Grid | Charts


@dataclass(frozen=True)
class Section:
    """A heading, what is said under it, and the sections below it."""

    title: str
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """A whole report.

    `running` stands at the top of every page with `notice_label` (empty: none), `colophon` at the bottom; `notice`
    stands in full on the first; `contents` is the heading of the list of sections (empty: none).
    """

    language: str
    kicker: str
    title: str
    lead: str
    running: str
    colophon: str
    notice_label: str
    notice: str
    contents: str
    sections: tuple[Section, ...]
