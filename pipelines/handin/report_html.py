"""A report as one HTML file that stands alone: no script, nothing fetched, readable on paper and in the dark.

Only the set-up is here; sentences come from `report_words`, looks from `report_style`. Everything that comes from a
file is escaped, and the page's own policy lets nothing but its style through.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape

from pipelines.handin.report import FileReport
from pipelines.handin.report_groups import Action, Group
from pipelines.handin.report_style import CSS
from pipelines.handin.report_words import ReportWords
from pipelines.texts.borrowed import plain, spoken

LISTED = 2000
"""Findings listed one by one; a browser is slow with more, and the groups above have them all."""

_STYLE_HASH = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'"


def report_html(report: FileReport, language: str = "nb") -> str:
    """The whole page.

    Args:
        report: of one file, its messages in `language`.
        language: of its own words.

    Returns:
        The same page for the same report; no time or place stands in it.
    """
    words = ReportWords(report, language)
    body = [
        f"<header><h1>{_e(words.title)}</h1><p class='status {report.status}'>{_e(words.status)}</p></header>",
        "<main>",
        _facts(words),
        groups_html(words),
        not_run_html(words),
        f"<section><h2>{_e(words.say('grense'))}</h2><p>{_e(words.promise)}</p></section>",
        _listing(words),
        "</main>",
    ]
    return "\n".join([
        "<!DOCTYPE html>",
        f"<html lang='{_e(language)}'>",
        "<head><meta charset='utf-8'>",
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        "<meta name='viewport' content='width=device-width, initial-scale=1'>",
        "<meta name='color-scheme' content='light dark'>",
        f"<title>{_e(plain(words.title))}</title>",
        f"<style>{CSS}</style></head>",
        "<body>",
        *map(spoken, filter(None, body)),
        "</body></html>\n",
    ])  # fmt: skip


def _e(value: object) -> str:
    return escape(str(value), quote=True)


def _facts(words: ReportWords) -> str:
    report = words.report
    facts = [
        ("undersokelse", report.survey),
        ("skjema", report.form),
        ("aar", report.year),
    ]
    named = "".join(f"<div><dt>{_e(words.say(key))}</dt><dd>{_e(v)}</dd></div>" for key, v in facts if v is not None)
    sums = [words.rows, words.totals]
    if report.delivery:
        sums.append(words.say("kvittering", delivery=report.delivery))
    lines = "".join(f"<p>{_e(line)}</p>" for line in sums if line)
    heading = f"<h2>{_e(words.say('status'))}</h2>"
    return f"<section>{heading}{f'<dl>{named}</dl>' if named else ''}<div class='sums'>{lines}</div></section>"


def groups_html(words: ReportWords, *, level: int = 2, most: int | None = None) -> str:
    """The findings by what to do, a section for each action; on this page, and on any other that shows a report.

    Args:
        words: of the report.
        level: of the headings.
        most: groups that are shown, the most pressing first; all where None.
    """
    sections, left = [], most
    for action, groups in words.groups.by_action.items():
        if shown := groups[:left]:
            sections.append(_action(words, action, shown, level))
        left = None if left is None else max(0, left - len(groups))
    return "\n".join(sections)


def _action(words: ReportWords, action: Action, groups: Sequence[Group], level: int) -> str:
    items = "".join(_group(words, group) for group in groups)
    return (
        f"<section class='{action}'><h{level}>{_e(words.heading(action))}</h{level}>"
        f"<p>{_e(words.say(f'{action}_hva'))}</p><ol>{items}</ol></section>"
    )


def _group(words: ReportWords, group: Group) -> str:
    values = "".join(f"<li>{_e(line)}</li>" for line in words.values(group))
    return (
        f"<li><p class='message'>{_e(group.message)}</p><p class='place'>{_e(words.place(group))}</p>"
        f"{f'<ul>{values}</ul>' if values else ''}"
        f"<p class='rule'>{_e(words.say('regel'))}: <code>{_e(group.rule)}</code></p></li>"
    )


def not_run_html(words: ReportWords, *, level: int = 2) -> str:
    """The rules that were not applied, each with why; nothing where all were."""
    if not words.not_run:
        return ""
    items = "".join(f"<li>{_e(line)}</li>" for line in words.not_run)
    return (
        f"<section><h{level}>{_e(words.say('ikke_kjort'))}</h{level}><p>{_e(words.say('ikke_kjort_hva'))}</p>"
        f"<ul>{items}</ul></section>"
    )


def _listing(words: ReportWords) -> str:
    findings = words.report.findings
    if not findings:
        return ""
    title = words.say("alle")
    headings = [words.say(key) for key in ("hva", "kol_rad", "kol_kolonne", "kol_verdi", "kol_funn")]
    rows = "".join(
        _row([words.action(Action.of(f.severity)), f.row, f.column, f.value, f.message]) for f in findings[:LISTED]
    )
    more = len(findings) - LISTED
    cut = f"<p>{_e(words.say('alle_flere', n=more, shown=words.count(LISTED)))}</p>" if more > 0 else ""
    head = "".join(f"<th scope='col'>{_e(heading)}</th>" for heading in headings)
    # A table that scrolls sideways on a narrow screen must be reached by keyboard: it has a name and a place in line.
    return (
        f"<section><h2 id='alle'>{_e(title)}</h2>{cut}<div class='table' role='region' aria-labelledby='alle' "
        f"tabindex='0'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></section>"
    )


def _row(cells: Iterable[object]) -> str:
    return "<tr>" + "".join(f"<td>{_e('' if cell is None else cell)}</td>" for cell in cells) + "</tr>"
