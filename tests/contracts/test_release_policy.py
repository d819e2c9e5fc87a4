"""The file is refused when it leaves anything out, and when it would let something unapproved onto the pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contracts.odcs import ContractError
from pipelines.contracts.release_policy import State, Step, load_release_policy
from pipelines.settings import REPOSITORY

SAID = (REPOSITORY / "data_contracts" / "policies" / "release.yaml").read_text(encoding="utf-8")


def load(folder: Path, content: str) -> object:
    (folder / "policies").mkdir()
    (folder / "policies" / "release.yaml").write_text(content, encoding="utf-8")
    return load_release_policy(folder)


def test_our_own_file() -> None:
    policy = load_release_policy(REPOSITORY / "data_contracts")
    assert policy.first is State.DRAFT
    assert {step for step, said in policy.steps.items() if said.needs_reason} == {
        Step.REJECT,
        Step.WITHDRAW,
        Step.ROLL_BACK,
    }
    assert {said.command for said in policy.steps.values()} == {
        "submit", "approve", "reject", "publish", "withdraw", "rollback", None
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("first: utkast", "first: kladd", "first"),
        ("  trukket: {nb: Trukket, nn: Trekt, en: Withdrawn}\n", "", "states mangler trukket"),
        ("    to: trukket", "    to: erstattet", "ingen av stegene fører til trukket"),
        ("  dekning: raader ", "  dekkning: raader ", "dekkning"),
        ("  dekning: raader ", "#", "checklist mangler dekning"),
        ("stanser_ekte     #", "kanskje     #", "checklist"),
        ("  revisjon: stanser_ekte ", "  revisjon: raader ", "revisjon må stanse virkelige data"),
        ("  grenser: stanser_ekte ", "  grenser: raader ", "grenser må stanse virkelige data"),
        ("  bolger: stanser ", "  bolger: raader ", "bolger må stanse virkelige data"),
        ("from: [godkjent]", "from: [godkjent, utkast]", "publiser kan ikke tas fra utkast"),
        ("from: [erstattet]", "from: [erstattet, trukket]", "tilbake kan ikke tas fra trukket"),
        ("from: [til_godkjenning]\n    to: godkjent", "from: [utkast]\n    to: godkjent", "godkjenn kan ikke tas fra"),
        ("    to: utkast", "    to: publisert", "avvis kan ikke føre til publisert"),
        ("[uendret, en_annen, sjekkliste, endringer_sett]", "[uendret, sjekkliste, endringer_sett]", "en_annen"),
        ("godkjenning_gjelder, tiden_er_inne, ", "", "godkjenning_gjelder, tiden_er_inne"),
        ("municipalities: 3      # ours", "municipalities: 1      # ours", "municipalities"),
        ("  tall: null", "  deltakelse: null", "revision"),
        ("first: utkast", "first: utkast\nfirst: utkast", "first"),
        (SAID, "- a\n", "release.yaml"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(tmp_path: Path, old: str, new: str, why: str) -> None:
    assert old in SAID
    with pytest.raises(ContractError, match=why) as refused:
        load(tmp_path, SAID.replace(old, new, 1))
    assert str(refused.value).startswith("policies/release.yaml: ")


def test_persons_always_have_limits(tmp_path: Path) -> None:
    before, _, after = SAID.partition("  utvalg:\n    municipalities")
    rest = after[after.index("  deltakere:") :]
    with pytest.raises(ContractError, match="revision må ha tall for utvalg"):
        load(tmp_path, f"{before}  utvalg: null\n{rest}")
