"""Buttons that hand over a report of the place on the page, made when it is asked for and not before."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboards.components.trail import taken
from pipelines.contracts.report_file import FORMATS, ReportFormat, ReportKind
from pipelines.published import VIEW_2024, Region, Release
from pipelines.settings import Settings
from pipelines.texts import text
from pipelines.texts.borrowed import norwegian

STATUS, MUNICIPAL, KORUS = "status", "kommune", "korus"
_MIME = {
    ReportFormat.PDF: "application/pdf",
    ReportFormat.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def report_downloads(
    release: Release, report: str, kind: ReportKind, region: Region, language: str = "nb", plan: str | None = None
) -> None:
    """A button for each format of a report.

    Args:
        release: that it is made from.
        report: the declaration's id.
        kind: what it is about, which says the formats.
        region: the place it is of.
        language: of the page; a report is in bokmål where it is not written in that one.
        plan: id of the plan, for a report of one.
    """
    spoken = norwegian(language)
    parts = (report, *([plan] if plan else []), region.key, spoken, release.id)
    with st.container(horizontal=True):
        for written_as in FORMATS[kind]:
            name = f"{'_'.join(parts)}.{written_as}"
            st.download_button(
                text(f"rapportknapp.{report}", language, format=text(f"rapportknapp.som_{written_as}", language)),
                taken(maker(release, report, region, spoken, plan, written_as), name),
                file_name=name,
                mime=_MIME[written_as],
                on_click="ignore",
                key=f"rapport_{report}_{written_as}",
            )


def maker(
    release: Release, report: str, region: Region, language: str, plan: str | None, written_as: ReportFormat
) -> Callable[[], bytes]:
    """What makes the content of one file when it is called."""

    def content() -> bytes:
        # What sets and draws a report is loaded by whoever asks for the first one.
        from pipelines.reports.declared import load_report
        from pipelines.reports.making import made, subject

        settings = Settings()
        declared = load_report(settings.contracts, report)
        seen = release.in_view(VIEW_2024)
        about = subject(declared, seen, region.key, language=language, plan=plan, releases=settings.releases)
        return made(about, written_as)

    return content
