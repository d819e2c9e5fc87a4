"""The page on releases shows every state, every way between them, and everything that is asked."""

from __future__ import annotations

from pipelines.codebook.release_page import release_page
from pipelines.contracts.release_policy import load_release_policy
from pipelines.settings import REPOSITORY

POLICY = load_release_policy(REPOSITORY / "data_contracts")


def test_every_way_is_drawn_and_no_other() -> None:
    drawn = [line.strip() for line in release_page(POLICY).splitlines() if "-->" in line]
    wanted = [
        f"{source} --> {transition.to} : {transition.command or step}"
        for step, transition in POLICY.steps.items()
        for source in transition.source
    ]
    assert sorted(drawn) == sorted([f"[*] --> {POLICY.first}", *wanted])


def test_every_point_and_every_kind_stands_on_the_page() -> None:
    page = release_page(POLICY)
    assert [p for p in POLICY.checklist if f"`{p}`" not in page] == []
    assert [kind for kind in POLICY.revision if f"| `{kind}` |" not in page] == []
