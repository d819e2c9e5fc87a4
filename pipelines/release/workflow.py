"""A release's way: draft -> published. Publishing names it in the file `current`; nothing else changes."""

from __future__ import annotations

from pathlib import Path

from pipelines.atomic import replace_file
from pipelines.published.opening import CURRENT
from pipelines.register import Register
from pipelines.release.facts import NOT_AUDITED
from pipelines.release.freeze import ReleaseError, check_unchanged


def publish(folder: Path, release: str, register: Register, actor: str) -> None:
    """Make `release` the one that the dashboard shows.

    Raises:
        ReleaseError: it is unknown or changed; or it is not audited and holds more than synthetic persons and figures
            that are public already.
    """
    if release not in {entry.id for entry in register.releases()}:
        raise ReleaseError(f"Utgivelsen {release} finnes ikke. Se «opptrapp release list».")
    manifest = check_unchanged(folder / release)
    # Fail closed: only what the manifest plainly denies is taken as absent.
    harmless = manifest.get("ekte_personrader") is False and manifest.get("ikke_offentlige_tall") is False
    if manifest.get("revisjon", NOT_AUDITED) == NOT_AUDITED and not harmless:
        raise ReleaseError(
            f"Utgivelsen {release} kan ikke publiseres: den er ikke revidert og bygger på opplysninger som ikke er "
            "syntetiske. Bare utgivelser av syntetiske data kan publiseres uten revisjon."
        )
    replace_file(folder / CURRENT, f"{release}\n".encode())
    register.mark_published(release, actor)
