"""`trail list|verify|export`: the trail at the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.markup import escape

from pipelines.atomic import PRIVATE, replace_file
from pipelines.cli.installation import installation
from pipelines.cli.output import ERRORS, console, fail, print_json, table
from pipelines.cli.trail_kept import digests_in
from pipelines.register import open_register
from pipelines.register.chain import Link, first_broken, first_lost
from pipelines.texts import text
from pipelines.texts.numbers import number, timestamp


def list_trail(subject: str | None, actor: str | None, limit: int, *, as_json: bool) -> None:
    """The newest lines, oldest first."""
    found = open_register(installation().register_url).events(subject)
    events = [event for event in found if actor in (None, event.actor)][-limit:]
    if as_json:
        print_json([asdict(event) for event in events])
        return
    rows = [(timestamp(e.at), *map(escape, (e.actor, e.action, e.subject, e.reason or ""))) for e in events]
    headings = [text(f"spor.kol_{name}") for name in ("tid", "hvem", "hva", "gjelder", "grunn")]
    table(text("spor.tittel"), headings, rows)


def verify_trail(file: Path | None, head: str | None, kept: Path | None, *, as_json: bool) -> None:
    """Follow the chain from its first line; ends with 2 when a line does not follow, or what was kept is not there.

    Args:
        file: an exported trail; None for the register's.
        head: a digest that must be among the lines' own.
        kept: a file of digests that must be too, each at its line.
        as_json: print facts for programs.
    """
    links = list(open_register(installation().register_url).chain() if file is None else _read(file))
    broken = first_broken(links)
    lost = None if kept is None else first_lost(links, digests_in(kept))
    found = lost is None and (head is None or any(link.digest == head for link in links))
    last = links[-1].digest if links else None
    if as_json:
        print_json({"lines": len(links), "head": last, "first_broken": broken, "head_found": found})
    elif broken is not None:
        fail(text("spor.brutt", linje=broken))
    elif lost is not None:
        fail(text("spor.mangler_linje", linje=lost))
    elif not found:
        fail(text("spor.mangler_avtrykk"))
    else:
        console.print(text("spor.helt", n=number(len(links)), avtrykk=last or "–"), soft_wrap=True)
    if broken is not None or not found:
        raise SystemExit(ERRORS)


def export_trail(output: Path, *, force: bool) -> None:
    """Write the trail where only this user reads it; names of people are not in it."""
    if output.exists() and not force:
        fail(text("spor.finnes", fil=output.name))
    links = list(open_register(installation().register_url).chain())
    lines = (json.dumps({**link._asdict(), "at": link.at.isoformat()}, ensure_ascii=False) for link in links)
    replace_file(output, "".join(f"{line}\n" for line in lines).encode(), PRIVATE)
    console.print(
        text("spor.skrevet", n=number(len(links)), fil=output.name, avtrykk=links[-1].digest if links else "–")
    )


def _read(file: Path) -> Iterator[Link]:
    try:
        lines: Iterable[str] = file.read_text(encoding="utf-8").splitlines()
        for line in lines:
            said = json.loads(line)
            yield Link(**{**said, "at": datetime.fromisoformat(said["at"])})
    except (OSError, ValueError, KeyError, TypeError):
        fail(text("spor.uleselig", fil=file.name))
