"""The attack on a release, and what its manifest tells of it. The one place where releases call the attacker."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.indicators.catalogue import Catalogue
from pipelines.published import open_release
from pipelines.texts import text
from pipelines.texts.numbers import number

KEY = "revisjon"


class Verdict(StrEnum):
    """How the attack ended. What a manifest says otherwise, or not at all, is not audited."""

    NOT_AUDITED = "ikke_revidert"
    PASSED = "bestatt"
    FAILED = "ikke_bestatt"


def verdict(manifest: Mapping[str, Any]) -> tuple[Verdict, Mapping[str, Any]]:
    """How the attack on the release with this manifest ended, and its figures."""
    facts = manifest.get(KEY)
    if not isinstance(facts, Mapping) or facts.get("resultat") not in set(Verdict):
        return Verdict.NOT_AUDITED, {}
    return Verdict(facts["resultat"]), facts


def audit_remark(manifest: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether the attack got nothing, and the sentence that says how it went."""
    found, facts = verdict(manifest)
    counts = {name: number(facts.get(name, 0)) for name in ("skjult", "provd", "gjenskapt")}
    return found is Verdict.PASSED, text(f"utgivelse.revisjon_{found}", **counts)


def is_harmless(manifest: Mapping[str, Any]) -> bool:
    """Whether a release holds nothing but example rows and figures that are public already.

    Fail closed: only what the manifest plainly denies is taken as absent.
    """
    return manifest.get("ekte_personrader") is False and manifest.get("ikke_offentlige_tall") is False


def attack(folder: Path, contracts: Contracts, catalogue: Catalogue, geography: Geography) -> dict[str, Any]:
    """Try to recover what the release in `folder` hides.

    Returns:
        What the manifest tells under `revisjon`: `resultat` (a `Verdict`), how many figures are hidden, tried and
        recovered, how many sums contradict each other, and the share of persons in municipal figures that are shown.
    """
    from pipelines.audit.attack import audit
    from pipelines.audit.limits import load_limits

    found = audit(
        open_release(folder.parent, folder.name), contracts, catalogue, geography, load_limits(contracts.folder)
    )
    return {
        "resultat": (Verdict.PASSED if found.passed else Verdict.FAILED).value,
        **{name: found.total(name) for name in ("skjult", "provd", "gjenskapt")},
        "motstrid": found.broken,
        "vist": None if found.shown is None else round(found.shown, 1),
    }
