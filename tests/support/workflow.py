"""Releases small enough to take through the workflow by the hundred, in every state, by several people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from pipelines.contracts.release_policy import State
from pipelines.published import COMPUTED, VIEW_2024, WHOLE
from pipelines.published.files import COLUMNS
from pipelines.register import Register, ReleaseStep, open_register
from pipelines.release.diff import ReleaseDiff
from pipelines.release.diff_store import store_diff
from pipelines.release.freeze import freeze
from pipelines.release.workflow import Workflow
from pipelines.settings import Settings

AUTHOR, SUBMITTER, APPROVER = "anne", "bent", "cato"
PASSED = {"resultat": "bestatt", "skjult": 9, "provd": 9, "gjenskapt": 0}
FAILED = {"resultat": "ikke_bestatt", "skjult": 9, "provd": 9, "gjenskapt": 1}
SYNTHETIC = {"syntetisk": True, "ekte_personrader": False, "ikke_offentlige_tall": False, "revisjon": PASSED}
REAL = {**SYNTHETIC, "syntetisk": False, "ekte_personrader": True}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def put_release(
    settings: Settings,
    facts: Mapping[str, Any] = SYNTHETIC,
    *,
    author: str | None = AUTHOR,
    number: int = 0,
    paths: Iterable[str] = (),
) -> str:
    """Freeze an empty release with these facts, and enter it as a draft of the parts at `paths`.

    `number` tells several apart.
    """
    tables = {name: pl.DataFrame(schema=shape) for name, shape in COLUMNS.items()}
    release = freeze(settings.releases, tables, {**facts, "nummer": number})
    open_register(settings.register_url).note_release(release, None, paths, actor=author)
    return release


def put_in(register: Register, release: str, state: State) -> None:
    """Bring a draft to `state` as three people would, without asking anybody."""
    way = {
        State.DRAFT: (),
        State.SUBMITTED: ("send",),
        State.APPROVED: ("send", "godkjenn"),
        State.PUBLISHED: ("send", "godkjenn", "publiser"),
        State.REPLACED: ("send", "godkjenn", "publiser", "erstatt"),
        State.WITHDRAWN: ("send", "godkjenn", "publiser", "trekk"),
    }[state]
    after = {"send": State.SUBMITTED, "godkjenn": State.APPROVED, "publiser": State.PUBLISHED,
             "erstatt": State.REPLACED, "trekk": State.WITHDRAWN}  # fmt: skip
    who = {"send": SUBMITTER, "godkjenn": APPROVER}
    before = State.DRAFT
    for step in way:
        taken = ReleaseStep(step, before, after[step], who.get(step, APPROVER), LONG_AGO, "fordi")
        register.take_step(release, taken)
        before = after[step]


def publish_whole_way(workflow: Workflow, release: str) -> None:
    """Submit, approve and publish, three people, each having seen what changes."""
    shown = workflow.register.published()
    for who in (SUBMITTER, APPROVER):
        if shown is not None:
            workflow.register.note_changes_seen(release, shown, who)
    workflow.submit(release, actor=SUBMITTER)
    workflow.approve(release, actor=APPROVER)
    workflow.publish(release, actor=SUBMITTER)


def listed(folder: Path) -> str:
    """What the small file names."""
    return (folder / "current").read_text(encoding="utf-8").strip()


def put_changes(settings: Settings, old: str, new: str, places: Iterable[tuple[str, str]]) -> None:
    """Let release `new` change one figure of `old` in each of the places (type of region, code), on today's borders.

    Every figure is of an indicator of its own, `i-<code>`.
    """
    figures = [
        {"indikator": f"i-{code}", "aar": 2019, "regiontype": kind, "regionkode": code, "geografi": VIEW_2024,
         "basisgruppe": "rus", "inndeling": WHOLE, "kategori": WHOLE, "kilde": COMPUTED, "argang": None,
         "undersokelse": "brukerplan", "enhet": "prosent", "endring": "verdi", "status_fra": "ok", "status_til": "ok",
         "verdi_fra": 10.0, "verdi_til": 20.0, "arsaker": ["data"]}
        for kind, code in places
    ]  # fmt: skip
    store_diff(settings.releases, ReleaseDiff(old, new, (), pl.DataFrame(figures), explained=True))
