"""Whether a release is what it was: its files, what the attack on them gives, and whether it could be built again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.contracts.repository import Contracts
from pipelines.geography import Geography
from pipelines.indicators.catalogue import Catalogue
from pipelines.register import Register
from pipelines.release.audited import KEY, attack, attackable, audit_remark, verdict
from pipelines.release.freeze import check_unchanged
from pipelines.texts import text


@dataclass(frozen=True)
class Verification:
    """What was found of a release whose files are unchanged.

    Attributes:
        audit: how the attack went now, in a sentence.
        audit_agrees: whether it ended as the manifest says.
        rebuild: whether the rows it was built of are still there, in a sentence.
        can_be_rebuilt: the same, for programs.
    """

    audit: str
    audit_agrees: bool
    rebuild: str
    can_be_rebuilt: bool


def verify(
    folder: Path, register: Register, contracts: Contracts, catalogue: Catalogue, geography: Geography
) -> Verification:
    """Hash the files of the release in `folder` again, and attack it again.

    Raises:
        ReleaseError: there is no such release, or a file is changed or missing; the message names it.
    """
    manifest = check_unchanged(folder)
    # Against what had been published when it was built.
    earlier = attackable(folder.parent, register, manifest, register.release(folder.name).created_at)
    now = {KEY: attack(folder, contracts, catalogue, geography, earlier)}
    deleted = register.deleted_parts_of(folder.name)
    return Verification(
        audit=audit_remark(now)[1],
        audit_agrees=verdict(now)[0] == verdict(manifest)[0],
        rebuild=text("utgivelse.kan_ikke_gjenskapes", n=deleted) if deleted else text("utgivelse.kan_gjenskapes"),
        can_be_rebuilt=not deleted,
    )
