"""The workbook of a KoRus region: its municipalities, every indicator, a column a year, and all the figures."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import polars as pl

from pipelines.contracts.report_file import ReportPart, ReportSection
from pipelines.exports.excel_file import figure_sheets, require_room, said_of
from pipelines.exports.workbook import Look, Sheet, workbook
from pipelines.published import SIGNS, VIEW_2024, WHOLE, WITH_VALUE, Region, Release, Status, as_text
from pipelines.published.rows import of_bases
from pipelines.reports.subject import Subject
from pipelines.texts import text
from pipelines.texts.numbers import SIGN_MISSING
from pipelines.told import choices

_BEFORE = {"tema": 34, "indikator": 44, "gruppe": 30, "sted": 24, "stedstype": 11, "enhet": 12}
_COVERAGE = {"undersokelse": 22, "aar": 7, "sted": 24, "kommuner": 20, "kommuner_i_alt": 16, "dekning_prosent": 18,
             "usikkert": 18}  # fmt: skip
_AFTER = {"indikator_id": 28, "sted_id": 16}
_YEAR = 9.0


def korus_workbook(subject: Subject) -> bytes:
    """The workbook of `subject.region`."""
    places = within(subject.release, subject.region)
    rows = figures(subject.release, places)
    told = rows.filter(pl.col("status").is_in([Status.NOT_RECEIVED, Status.NOT_ASKED]).not_())
    require_room(told.height, subject.language)
    title = subject.said(subject.declared.title)
    target = BytesIO()
    with workbook(target, title) as book:
        about = book.sheet(subject.word("ark_om"))
        about.widths(24, 100)
        about.line([title], Look.TITLE)
        about.line([subject.said(subject.declared.lead)])
        for section in subject.declared.sections:
            _words(about, section, subject)
        about.row += 1
        said_of(subject.release, about, subject.language, both_borders=False)
        for section in subject.declared.sections:
            if section.part is ReportPart.FIGURES:
                _years(book.sheet(subject.said(section.title)), subject, places, rows)
            elif section.part is ReportPart.COVERAGE:
                _coverage(book.sheet(subject.said(section.title)), subject, places)
        figure_sheets(book, subject.release, told, subject.language)
    return target.getvalue()


def within(release: Release, korus: Region) -> list[Region]:
    """The region itself, its counties, and the municipalities in them, on the borders of 2024, each by name."""
    counties = [one for one in choices.of_kind(release, choices.COUNTY) if one.overordnet == korus.regionkode]
    codes = {one.regionkode for one in counties}
    municipalities = [one for one in choices.of_kind(release, choices.MUNICIPALITY) if one.overordnet in codes]
    return [korus, *counties, *municipalities]


def figures(release: Release, places: list[Region]) -> pl.DataFrame:
    """The undivided figures of `places`, each indicator in the group it is told of first; no twins of computed ones."""
    told = {key: next(iter(choices.bases(release, release.indicator[key]))) for key in choices.indicators(release)}
    there = pl.DataFrame([(one.regiontype, one.regionkode) for one in places],
                         schema={"regiontype": pl.String, "regionkode": pl.String}, orient="row")  # fmt: skip
    rows = as_text(release.cube.filter(inndeling=WHOLE, geografi=VIEW_2024))
    here = rows.join(there, on=["regiontype", "regionkode"], how="semi", maintain_order="left")
    return here.filter(of_bases(told))


def _words(sheet: Sheet, section: ReportSection, subject: Subject) -> None:
    for said in section.text:
        sheet.row += 1
        sheet.put(0, subject.said(section.title), Look.HEADING)
        sheet.put(1, subject.said(said), Look.WRAPPED)
    sheet.row += 1


def _years(sheet: Sheet, subject: Subject, places: list[Region], rows: pl.DataFrame) -> None:
    """One row for each indicator and place, one column for each year with a value or its sign."""
    years = sorted(rows["aar"].unique())
    heads = [*((subject.word(f"kol_{key}"), float(width)) for key, width in _BEFORE.items()),
             *((str(year), _YEAR) for year in years),
             *((subject.word(f"kol_{key}"), float(width)) for key, width in _AFTER.items())]  # fmt: skip
    sheet.headings(heads)
    lines = list(_lines(subject, places, rows))
    sheet.filtered(len(lines), len(heads))
    for before, found, after, look in lines:
        for j, said in enumerate(before):
            sheet.put(j, said)
        for j, year in enumerate(years, start=len(before)):
            value, unsure = found.get(year, (SIGN_MISSING, False))
            sheet.put(j, value, Look.SIGN if isinstance(value, str) else _UNSURE[look] if unsure else look)
        for j, said in enumerate(after, start=len(before) + len(years)):
            sheet.put(j, said)
        sheet.row += 1


def _coverage(sheet: Sheet, subject: Subject, places: list[Region]) -> None:
    """One row for each wave and place: how many municipalities took part, and how much of the population they hold."""
    release, language = subject.release, subject.language
    sheet.headings([(subject.word(f"kol_{key}"), float(width)) for key, width in _COVERAGE.items()])
    for survey in release.codes("undersokelse"):
        for place in places:
            for year, covered in release.covered(survey, place).items():
                sheet.put(5, covered.dekning if covered.kommuner_med else None, Look.DECIMAL)
                sheet.put(6, subject.word("ja") if covered.usikker and covered.kommuner_med else None)
                sheet.line([release.label("undersokelse", survey, language), year, choices.name_of(place, language),
                            covered.kommuner_med, covered.kommuner_i_alt])  # fmt: skip


_Told = tuple[str | float, bool]
"""A value, or the sign that stands instead; and whether it rests on too few."""
_Line = tuple[list[str], dict[int, _Told], list[str], Look]
_UNSURE = {Look.WHOLE: Look.WHOLE_UNSURE, Look.DECIMAL: Look.DECIMAL_UNSURE}


def _lines(subject: Subject, places: list[Region], rows: pl.DataFrame) -> Iterator[_Line]:
    release, language = subject.release, subject.language
    held = _by_place(rows)
    for key in choices.indicators(release):
        indicator = release.indicator[key]
        base = next(iter(choices.bases(release, indicator, language)))
        look = Look.WHOLE if indicator.enhet in ("antall", "kommuner") else Look.DECIMAL
        for place in places:
            found = held.get((key, place.regiontype, place.regionkode))
            if found is not None:
                before = [choices.group_label(release, indicator, language), indicator.title(language),
                          choices.base_label(release, indicator, base, language), choices.name_of(place, language),
                          text(f"dashboard.kind_{place.regiontype}", language), indicator.enhet]  # fmt: skip
                yield before, found, [key, place.key], look


def _by_place(rows: pl.DataFrame) -> dict[tuple[str, str, str], dict[int, _Told]]:
    """(indicator, region type, code) -> year -> what is told; of the newest vintage."""
    found: dict[tuple[str, str, str], dict[int, _Told]] = {}
    columns = ("indikator", "regiontype", "regionkode", "aar", "verdi", "status")
    last_wins = rows.sort(pl.col("verdi").is_not_null(), "argang", nulls_last=False, maintain_order=True)
    for indicator, kind, code, year, value, status in last_wins.select(columns).iter_rows():
        shown = value if value is not None and status in WITH_VALUE else SIGNS.get(Status(status), SIGN_MISSING)
        found.setdefault((indicator, kind, code), {})[year] = shown, status == Status.UNCERTAIN
    return found
