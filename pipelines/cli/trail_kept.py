"""`trail keep`: digests of the trail's last line, gathered where whoever could cut the trail does not write."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from pipelines.atomic import PRIVATE
from pipelines.cli.installation import installation
from pipelines.cli.output import console, fail
from pipelines.register import open_register
from pipelines.register.chain import first_broken, first_lost
from pipelines.texts import text
from pipelines.texts.numbers import number


def keep_head(kept: Path) -> None:
    """Hold the trail against the digests in `kept`, and add that of its last line.

    Ends with 2, and adds none, where the trail is not whole. The file is only added to, so that whoever owns it may let
    nobody do more than that.
    """
    before = digests_in(kept) if kept.exists() else {}
    links = list(open_register(installation().register_url).chain())
    if (broken := first_broken(links)) is not None:
        fail(text("spor.brutt", linje=broken))
    if (lost := first_lost(links, before)) is not None:
        fail(text("spor.mangler_linje", linje=lost))
    if links and links[-1].id not in before:
        _add(
            kept,
            {"at": datetime.now(UTC).isoformat(timespec="seconds"), "id": links[-1].id, "digest": links[-1].digest},
        )
    last = links[-1].digest if links else "–"
    console.print(text("spor.tatt_vare_paa", n=number(len(links)), fil=kept.name, avtrykk=last), soft_wrap=True)


def digests_in(kept: Path) -> dict[int, str]:
    """Line -> digest of a file that `keep_head` has written; what is no such file is one sentence."""
    try:
        said = [json.loads(line) for line in kept.read_text(encoding="utf-8").splitlines()]
        return {int(one["id"]): str(one["digest"]) for one in said}
    except (OSError, ValueError, KeyError, TypeError):
        fail(text("spor.uleselige_avtrykk", fil=kept.name))


def _add(kept: Path, line: dict[str, object]) -> None:
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_APPEND | os.O_CREAT, PRIVATE)
    except OSError:
        fail(text("spor.ikke_tatt_vare_paa", fil=kept))
    with os.fdopen(handle, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
        file.flush()
        os.fsync(file.fileno())
