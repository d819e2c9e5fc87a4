"""The attack on a release, and what its manifest tells of it. The one place where releases call the attacker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.indicators.catalogue import Catalogue
from pipelines.published import open_release
from pipelines.register import Register
from pipelines.release.freeze import check_unchanged
from pipelines.texts import text
from pipelines.texts.numbers import number

KEY = "revisjon"
_OF_THE_POLICY = ("publisert_annerledes", "avrundet_pa_nytt")
"""The breaches that no protection can mend, since the figures have been published in another way."""


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
    """Whether the attack got nothing, and what is said of how it went: what to do, where only the policy is wrong."""
    found, facts = verdict(manifest)
    counts = {name: number(facts.get(name, 0)) for name in ("skjult", "provd", "gjenskapt")}
    advice = [text(f"utgivelse.revisjon_{breach}") for breach in _OF_THE_POLICY if breach in facts.get("brudd", {})]
    return found is Verdict.PASSED, " ".join([text(f"utgivelse.revisjon_{found}", **counts), *advice])


def attackable(
    folder: Path, register: Register, manifest: Mapping[str, Any], before: datetime | None = None
) -> list[Path]:
    """The releases that an attacker has beside the one with `manifest`: those that have been on the pages, in order.

    One with the same files tells nothing more, and is left out, so that building it again finds the same.

    Args:
        folder: where releases lie.
        register: which have been published.
        manifest: of the release that is attacked.
        before: only those that were published before this moment.
    """
    public = [e for e in register.releases() if e.published_at and (before is None or e.published_at < before)]
    found = [folder / entry.id for entry in sorted(public, key=lambda e: (e.published_at, e.id))]
    return [one for one in found if check_unchanged(one)["filer"] != manifest["filer"]]


def is_harmless(manifest: Mapping[str, Any]) -> bool:
    """Whether a release holds nothing but example rows and figures that are public already.

    Fail closed: only what the manifest plainly denies is taken as absent.
    """
    return manifest.get("ekte_personrader") is False and manifest.get("ikke_offentlige_tall") is False


def attack(
    folder: Path,
    contracts: Contracts,
    catalogue: Catalogue,
    geography: Geography,
    earlier: Iterable[Path] = (),
) -> dict[str, Any]:
    """Try to recover what the release in `folder` hides.

    Args:
        folder: of the release.
        contracts: the surveys.
        catalogue: the indicators.
        geography: the reference tables.
        earlier: folders of releases that have been on the pages.

    Returns:
        What the manifest tells under `revisjon`: `resultat` (a `Verdict`) and the attacker's own facts.
    """
    from pipelines.audit.attack import audit
    from pipelines.audit.limits import load_limits

    release, *before = (open_release(one.parent, one.name) for one in (folder, *earlier))
    facts = audit(release, contracts, catalogue, geography, load_limits(contracts.folder), before).as_facts()
    passed = facts.pop("bestatt")
    return {"resultat": (Verdict.PASSED if passed else Verdict.FAILED).value, **facts}
