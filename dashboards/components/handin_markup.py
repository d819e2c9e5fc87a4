"""HTML of the page Last opp: findings, suggestions and receipts. Everything from a file is escaped.

The receipt is written once, and shown on the page and in the file that is taken home. Sentences come from view models.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.components import markup
from dashboards.theme import DARK, LIGHT, SHEET, css
from dashboards.view_models.handin_receipt import ReceiptShown
from pipelines.texts import text
from pipelines.texts.borrowed import plain, spoken

if TYPE_CHECKING:
    from pipelines.handin.report_words import ReportWords

SHOWN = 40
"""Groups of findings on the page; the files that are taken home have them all."""

OWN_SHEET = SHEET.with_name("handin.css")
SCRIPT = SHEET.with_name("handin.js")

# What Streamlit 1.67 writes and reads aloud, as regular expressions of JavaScript, and which text of ours says it.
_ENGLISH = (
    ("Upload", "knapp"),
    ("file upload|Add files", "legg_til"),
    ("Drag and drop files here", "dra"),
    ("Remove (.+)", "fjern"),
    ("File must be (\\S+?)(\\.0)?MB or smaller\\.", "for_stor"),
)


def style() -> str:
    """The page's own style sheet."""
    return f"<style>{_sheet(OWN_SHEET)}</style>"


def uploader_words(language: str) -> str:
    """A script that lets Streamlit's uploader speak `language`."""
    words = [(pattern, text(f"opplasting.velger_{key}", language)) for pattern, key in _ENGLISH]
    return f"<script>{_sheet(SCRIPT).replace('/*WORDS*/', json.dumps(words, ensure_ascii=False))}</script>"


def status(kind: str, words: str) -> str:
    """The outcome as a mark with words; read aloud when it appears.

    Args:
        kind: ok, warnings, errors or unreadable.
    """
    return f'<p class="o-status o-{escape(kind)}" role="status">{escape(words)}</p>'


def findings(words: ReportWords, groups: str, not_run: str) -> str:
    """Totals, findings by what to do, rules not run, and what a pass does not promise.

    Args:
        words: of the report.
        groups: the findings, at most `SHOWN` groups of them.
        not_run: the rules that were not run.
    """
    more = len(words.groups.groups) - SHOWN
    cut = markup.paragraph(text("opplasting.flere_grupper", words.language, n=more), "body") if more > 0 else ""
    sums = "".join(markup.paragraph(line, "body") for line in (words.rows, words.totals) if line)
    promise = f'<p class="o-small"><strong>{escape(words.say("grense"))}.</strong> {escape(words.promise)}</p>'
    return f'<div class="o-sums">{sums}</div><div class="o-findings">{groups}{cut}{not_run}</div>{promise}'


def listed(sentences: Sequence[str]) -> str:
    """Sentences as a numbered list."""
    return f'<ol class="o-list">{"".join(f"<li>{escape(one)}</li>" for one in sentences)}</ol>'


def warning(number: int, message: str) -> str:
    """A warning with the number that its field refers to."""
    return f'<p class="o-warning"><strong>{number}.</strong> {escape(message)}</p>'


def receipt(shown: ReceiptShown, level: int = 3) -> str:
    """A receipt below a heading of its own, so that it can be found and printed alone."""
    parts = markup.table(shown.parts) if shown.parts else ""
    figures = "".join(markup.table(table) for table in shown.figures)
    note = markup.paragraph(shown.figures_note, "small") if shown.figures_note else ""
    return (
        f'<section class="o-receipt" aria-labelledby="{escape(shown.number)}">'
        f'<h{level} id="{escape(shown.number)}">{escape(shown.title)}</h{level}>'
        f"{markup.paragraph(shown.status, 'lead')}{markup.story(shown.facts)}{parts}{figures}{note}</section>"
    )


def receipt_page(shown: ReceiptShown, language: str) -> bytes:
    """The receipt as one HTML file that stands alone: no script, nothing fetched, readable on paper and in the dark."""
    dark = css(DARK).partition("}")[0].removeprefix(":root{")
    sheet = f"{css(LIGHT)}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n{_sheet(OWN_SHEET)}"
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return "\n".join([
        "<!DOCTYPE html>",
        f'<html lang="{escape(language)}" class="o-alone">',
        '<head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(plain(shown.title))}</title>",
        f"<style>{sheet}</style></head>",
        f"<body><main>{spoken(receipt(shown, level=1))}</main></body></html>\n",
    ]).encode()  # fmt: skip


def _sheet(path: Path) -> str:
    return path.read_text(encoding="utf-8")
