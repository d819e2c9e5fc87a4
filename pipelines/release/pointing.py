"""The small files that tell readers what the register has decided: which releases are shown, and which taken away.

The register decides; these follow, each replaced in one step. Whoever is killed in between leaves readers with the
whole of what was shown before, and the next command on releases puts them right.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pipelines.atomic import replace_file
from pipelines.contracts.release_policy import State, Step
from pipelines.published.opening import CURRENT, SEEN, WITHDRAWN
from pipelines.register import Register, ReleaseEntry


def point(folder: Path, register: Register) -> None:
    """Make `current`, `withdrawn.json` and `shown.json` in `folder` say what the register says.

    Files that do are left alone.
    """
    with register.transaction():
        entries = register.releases()
        shown = next((entry for entry in entries if entry.status == State.PUBLISHED), None)
        if shown is None and not (folder / CURRENT).exists():
            return
        gone = [_withdrawal(register, entry) for entry in entries if _was_newer(entry, shown)]
        # Why first: a reader must never see an older release again without being told.
        _replace(folder / WITHDRAWN, json.dumps(gone, ensure_ascii=False, indent=1))
        _replace(folder / SEEN, json.dumps(_seen(register, entries), ensure_ascii=False, indent=1))
        _replace(folder / CURRENT, shown.id if shown else "")


def _seen(register: Register, entries: Sequence[ReleaseEntry]) -> list[dict[str, Any]]:
    """Every release that readers have seen, newest first; one that was taken away with when and why."""
    found = [(entry.published_at, entry) for entry in entries if entry.published_at is not None]
    return [
        {"utgivelse": entry.id, "publisert": _moment(at)}
        | (_withdrawal(register, entry) if entry.status == State.WITHDRAWN else {})
        for at, entry in sorted(found, key=lambda pair: pair[0], reverse=True)
    ]


def _was_newer(entry: ReleaseEntry, shown: ReleaseEntry | None) -> bool:
    """Whether readers have seen `entry` as newer than what is shown, and it was withdrawn."""
    if entry.status != State.WITHDRAWN or entry.published_at is None:
        return False
    return shown is None or shown.published_at is None or entry.published_at > shown.published_at


def _withdrawal(register: Register, entry: ReleaseEntry) -> dict[str, Any]:
    taken = next(step for step in reversed(register.steps(entry.id)) if step.step == Step.WITHDRAW)
    return {"utgivelse": entry.id, "trukket": _moment(taken.at), "grunn": taken.reason}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _replace(path: Path, content: str) -> None:
    wanted = f"{content}\n".encode()
    if not path.is_file() or path.read_bytes() != wanted:
        replace_file(path, wanted)
