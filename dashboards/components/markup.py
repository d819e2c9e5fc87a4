"""HTML of tables, cards, lists and notices. Every text is escaped; no Streamlit, so that markup is tested as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from dashboards.view_models.print_profile import PrintedLine, PrintedProfile
from pipelines.told.table import Cell, Column, Table

_ORDER = {"ascending": "\N{UPWARDS ARROW}", "descending": "\N{DOWNWARDS ARROW}"}


def table(shown: Table, pictures: Sequence[str] = (), picture_title: str = "", *, caption_hidden: bool = False) -> str:
    """A table that can be scrolled sideways by keyboard.

    Args:
        pictures: one small picture a row, put in a last column; they repeat what the cells say and are hidden from
            screen readers.
        caption_hidden: the caption is for screen readers only, since a heading says it just above.
    """
    head = "".join(map(_head, shown.columns))
    if pictures:
        head += f'<th scope="col">{escape(picture_title)}</th>'
    body = []
    for i, row in enumerate(shown.rows):
        cells = "".join(
            _cell(cell, column, j == 0) for j, (cell, column) in enumerate(zip(row, shown.columns, strict=True))
        )
        body.append(f"<tr>{cells}{f'<td>{pictures[i]}</td>' if pictures else ''}</tr>")
    caption = escape(shown.caption)
    hidden = ' class="o-hidden"' if caption_hidden else ""
    return (
        f'<div class="o-scroll" role="region" tabindex="0" aria-label="{caption}"><table class="o-table">'
        f"<caption{hidden}>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def paragraph(words: str, kind: str) -> str:
    """A paragraph of one of our kinds: `lead`, `body`, `kicker`, `subtitle`, `small`, `source`."""
    return f'<p class="o-{kind}">{escape(words)}</p>'


def notice(title: str, words: str) -> str:
    """A notice across the page."""
    return f'<div class="o-notice" role="note"><strong>{escape(title)}</strong>{escape(words)}</div>'


def story(pairs: Iterable[tuple[str, str]]) -> str:
    """Terms and what they are."""
    items = "".join(f"<dt>{escape(term)}</dt><dd>{escape(said)}</dd>" for term, said in pairs)
    return f'<dl class="o-story">{items}</dl>'


def empty(paragraphs: Iterable[str], offers: Iterable[tuple[str, str]] = (), command: str | None = None) -> str:
    """An empty view: why (with a command below the first paragraph), what to do, and what has data (label, address)."""
    said = [f"<p>{escape(words)}</p>" for words in paragraphs]
    if command is not None:
        said.insert(1, f"<p><code>{escape(command)}</code></p>")
    return f'<div class="o-empty">{"".join(said)}{chips(offers)}</div>'


def legend(title: str, entries: Iterable[tuple[str, str]]) -> str:
    """What the colours and patterns of a map mean: a title, and pairs of a small picture and its words."""
    items = "".join(f"<li>{picture}{escape(words)}</li>" for picture, words in entries)
    return f'<div class="o-legend"><p>{escape(title)}</p><ul>{items}</ul></div>'


def printed(shown: PrintedProfile) -> str:
    """A profile that is seen on paper only, in two columns of short lines."""
    own, *beside = (escape(title) for title in shown.columns)
    head = f'<th scope="col" colspan="2">{own}</th><td></td><td>n</td>'
    head += "".join(f'<th scope="col">{title}</th>' for title in beside)
    columns = f"<colgroup>{'<col>' * (5 + len(beside))}</colgroup>"
    groups = "".join(
        f"<table><caption>{escape(name)}</caption>{columns}<thead><tr><td></td>{head}</tr></thead>"
        f"<tbody>{''.join(map(_printed_line, lines))}</tbody></table>"
        for name, lines in shown.groups
    )
    notes = "".join(f"<p>{escape(note)}</p>" for note in shown.notes)
    return f'<div class="o-paper"><div class="o-paper-columns">{groups}</div>{notes}</div>'


def _printed_line(line: PrintedLine) -> str:
    cells = (line.sign, line.figure, line.interval, line.n, *line.beside)
    return f'<tr><th scope="row">{escape(line.title)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'


def chips(links: Iterable[tuple[str, str]]) -> str:
    """Links (label, address) as a row of chips; nothing without any."""
    items = "".join(f'<li><a href="{escape(address)}">{escape(label)}</a></li>' for label, address in links)
    return f'<ul class="o-chips">{items}</ul>' if items else ""


def copies(offered: Iterable[tuple[str, str, str]], done: str) -> str:
    """Buttons that copy a text (label, text, what it is good for). `page.js` does it, and says `done`."""
    buttons = []
    for label, words, why in offered:
        title = f' title="{escape(why)}"' if why else ""
        copied = escape(words)
        buttons.append(f'<button type="button" class="o-copy" data-copy="{copied}"{title}>{escape(label)}</button>')
    return f'<div class="o-copies">{"".join(buttons)}<span role="status" data-done="{escape(done)}"></span></div>'


def _cell(cell: Cell, column: Column, heading: bool) -> str:
    words = escape(cell.text)
    if cell.link is not None:
        words = f'<a href="{escape(cell.link)}">{words}</a>'
    if cell.sign is not None:
        words = f'<span class="o-sign" aria-hidden="true">{escape(cell.sign)}</span>{words}'
    if cell.judged is not None:
        mark = f'<span aria-hidden="true">{escape(cell.judged_sign)} </span>' if cell.judged_sign else ""
        words += f'<span class="o-note o-judged">{mark}{escape(cell.judged)}</span>'
    if cell.note is not None:
        words += f'<span class="o-note">{escape(cell.note)}</span>'
    if cell.remark is not None:
        words += f'<span class="o-note o-remark">{escape(cell.remark)}</span>'
    if heading:
        return f'<th scope="row">{words}</th>'
    known = (
        ("o-num", column.numeric), ("o-words", column.wordy), ("o-missing", cell.missing),
        ("o-signed", cell.sign is not None),
    )  # fmt: skip
    classes = [name for name, on in known if on]
    return f'<td class="{" ".join(classes)}">{words}</td>' if classes else f"<td>{words}</td>"


def _head(column: Column) -> str:
    kind = ' class="o-num"' if column.numeric else ""
    title = escape(column.title)
    if column.link is not None:
        title = f'<a href="{escape(column.link)}">{title}</a>'
    order = ""
    if column.sorted is not None:
        order = f' aria-sort="{column.sorted}"'
        title += f'<span aria-hidden="true"> {_ORDER[column.sorted]}</span>'
    note = f'<span class="o-note">{escape(column.note)}</span>' if column.note else ""
    return f'<th scope="col"{kind}{order}>{title}{note}</th>'
