"""The little Markdown that the pages need. No contract and no wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def cell(value: str) -> str:
    """`value` on one line, with what a table would take for its own marked."""
    return " ".join(value.split()).replace("|", "\\|")


def code(value: str) -> str:
    """`value` as code; empty stays empty."""
    return f"`{value}`" if value else ""


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table, and the empty line after it; nothing at all without rows."""
    body = [f"| {' | '.join(map(cell, row))} |" for row in rows]
    if not body:
        return []
    return [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}", *body, ""]


def page(*blocks: Iterable[str]) -> str:
    """The blocks' lines as one text that ends in one line break."""
    return "\n".join(line for block in blocks for line in block).rstrip("\n") + "\n"
