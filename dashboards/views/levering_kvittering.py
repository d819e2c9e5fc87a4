"""Receipts on the page: of what has just been delivered, or of any delivery in the list; shown and taken home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboards.components import handin_markup, markup
from dashboards.components.handin_door import Door
from dashboards.components.shell import html
from dashboards.components.trail import taken
from dashboards.view_models.handin_journey import Journey
from dashboards.view_models.handin_receipt import ReceiptShown, receipt_shown
from pipelines.texts import text
from pipelines.told.words import joined

if TYPE_CHECKING:
    from pipelines.handin import FileReport


def receipts(way: Door, files: Journey, key: str) -> None:
    """The receipts of what has just been delivered, one at a time."""
    index = 0
    if len(files.delivered) > 1:
        html(markup.paragraph(text("opplasting.levert_flere", way.language, n=len(files.delivered)), "body"))
        index = st.selectbox(
            text("opplasting.vis_kvittering", way.language),
            range(len(files.delivered)),
            format_func=lambda i: f"{files.delivered[i].delivery} {files.delivered[i].file}",
            key=f"{key}_kvittering_{files.turn}",
        )
    report = files.delivered[index]
    if files.left:
        html(markup.paragraph(text("opplasting.ikke_levert", way.language, files=joined(files.left)), "body"))
    show_receipt(way, shown_receipt(way, report.delivery or ""), key, level=2)
    with st.container(horizontal=True):
        if report.findings:
            report_button(way, report, f"{report.delivery}.funn.html", f"{key}_levert_rapport_{index}")
        st.button(text("opplasting.lever_mer", way.language), on_click=files.start_over, key=f"{key}_lever_mer")


def report_button(way: Door, report: FileReport, name: str, key: str) -> None:
    """The button that takes the findings home as a page."""
    st.download_button(
        text("opplasting.hent_rapport", way.language),
        taken(way.findings_page(report), f"funn {report.delivery or 'uten levering'}"),
        file_name=name,
        mime="text/html",
        on_click="ignore",
        key=key,
    )


def shown_receipt(way: Door, number: str) -> ReceiptShown:
    """The receipt of a delivery in words.

    Raises:
        UserError: there is no such delivery.
    """
    return receipt_shown(way.receipt(number), way.engine.contracts.surveys, way.part_name, way.language)


def show_receipt(way: Door, shown: ReceiptShown, key: str, *, level: int = 3) -> None:
    """A receipt, and the button that takes it home.

    Args:
        key: begins the button's name.
        level: of the receipt's heading.
    """
    html(handin_markup.receipt(shown, level))
    st.download_button(
        text("opplasting.hent_kvittering", way.language, delivery=shown.number),
        taken(handin_markup.receipt_page(shown, way.language), f"kvittering {shown.number}"),
        file_name=f"kvittering-{shown.number}.html",
        mime="text/html",
        on_click="ignore",
        key=f"{key}_hent_kvittering",
    )
