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

if TYPE_CHECKING:
    from pipelines.handin.report_groups import Action, Group
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


def findings(words: ReportWords) -> str:
    """Totals, findings by what to do, rules not run, and what a pass does not promise."""
    left = SHOWN
    sections = []
    for action, groups in words.groups.by_action.items():
        sections.append(_action(words, action, groups[: max(left, 0)]))
        left -= len(groups)
    if left < 0:
        sections.append(markup.paragraph(text("opplasting.flere_grupper", words.language, n=-left), "body"))
    sums = "".join(markup.paragraph(line, "body") for line in (words.rows, words.totals) if line)
    return f'<div class="o-sums">{sums}</div>{"".join(sections)}{_not_run(words)}{_promise(words)}'


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
    note = markup.paragraph(shown.figures_note, "small") if figures else ""
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
        f"<title>{escape(shown.title)}</title>",
        f"<style>{sheet}</style></head>",
        f"<body><main>{receipt(shown, level=1)}</main></body></html>\n",
    ]).encode()  # fmt: skip


def _action(words: ReportWords, action: Action, groups: Sequence[Group]) -> str:
    if not groups:
        return ""
    items = "".join(_group(words, group) for group in groups)
    return (
        f'<section class="o-action o-{escape(action)}"><h4>{escape(words.heading(action))}</h4>'
        f"{markup.paragraph(words.say(f'{action}_hva'), 'body')}<ol>{items}</ol></section>"
    )


def _group(words: ReportWords, group: Group) -> str:
    values = "".join(f"<li>{escape(line)}</li>" for line in words.values(group))
    return (
        f'<li><p class="o-message">{escape(group.message)}</p><p class="o-place">{escape(words.place(group))}</p>'
        f"{f'<ul>{values}</ul>' if values else ''}</li>"
    )


def _not_run(words: ReportWords) -> str:
    if not words.not_run:
        return ""
    items = "".join(f"<li>{escape(line)}</li>" for line in words.not_run)
    said = markup.paragraph(words.say("ikke_kjort_hva"), "body")
    return f'<section class="o-action"><h4>{escape(words.say("ikke_kjort"))}</h4>{said}<ul>{items}</ul></section>'


def _promise(words: ReportWords) -> str:
    return f'<p class="o-small"><strong>{escape(words.say("grense"))}.</strong> {escape(words.promise)}</p>'


def _sheet(path: Path) -> str:
    return path.read_text(encoding="utf-8")
