"""A release before its audit: frozen like any other, but apart from them, and the only one of its kind.

The attacker reads a release folder, and what it finds stands in the manifest, whose hash is the release's name: so the
files are frozen first without it. Beside the candidate lies what it was built of, and the audit once it is done, which
holds as long as neither the candidate nor the attacker has changed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pipelines.audit
from pipelines.atomic import PRIVATE, replace_file
from pipelines.register import Register
from pipelines.release.audited import KEY
from pipelines.release.freeze import ReleaseError, check_unchanged, digest, freeze_with
from pipelines.texts import text

MARK = "merke"

_ATTACKER = Path(pipelines.audit.__file__).parent


def discard(candidates: Path) -> None:
    """Remove the candidate there is, but not what is noted of it: made again of the same, it need not be audited."""
    for folder in candidates.glob("*/"):
        shutil.rmtree(folder)


def keep(candidate: Path, paths: Iterable[str], mark: str | None = None) -> None:
    """Keep what the candidate was built of beside it, and no other candidate.

    Args:
        candidate: its folder.
        paths: of the accepted parts it was built of.
        mark: of all that it was built of, by which it need not be built again.
    """
    noted = _beside(candidate)
    earlier = _read(noted)
    audit = {name: earlier[name] for name in (KEY, "angriper") if name in earlier}
    replace_file(noted, _written({"deler": sorted(set(paths)), MARK: mark, **audit}), PRIVATE)
    for other in candidate.parent.iterdir():
        if other not in (candidate, noted):
            shutil.rmtree(other) if other.is_dir() else other.unlink()


@dataclass(frozen=True)
class Candidate:
    """The candidate there is."""

    folder: Path

    @classmethod
    def of(cls, candidates: Path) -> Candidate:
        """The candidate in `candidates`.

        Raises:
            ReleaseError: there is none.
        """
        noted = sorted(candidates.glob("*.json"))
        if len(noted) != 1:
            raise ReleaseError(text("utgivelse.ingen_kandidat"))
        return cls(noted[0].with_suffix(""))

    @classmethod
    def made_by(cls, candidates: Path, mark: str) -> bool:
        """Whether the candidate there is was built of what `mark` tells, and is whole."""
        try:
            found = cls.of(candidates)
            check_unchanged(found.folder)
        except ReleaseError:
            return False
        return _read(_beside(found.folder)).get(MARK) == mark

    def audit(
        self, attack: Callable[[Path, Sequence[Path]], Mapping[str, Any]], earlier: Sequence[Path]
    ) -> Mapping[str, Any]:
        """What `attack` finds in the candidate; not asked again of the same attacker with the same before it.

        Args:
            attack: given the candidate's folder and `earlier`.
            earlier: folders of the releases that the attacker has as well.
        """
        noted = _beside(self.folder)
        said, attacker = _read(noted), _attacker(earlier)
        if KEY not in said or said.get("angriper") != attacker:
            said |= {KEY: dict(attack(self.folder, earlier)), "angriper": attacker}
            replace_file(noted, _written(said), PRIVATE)
        found: Mapping[str, Any] = said[KEY]
        return found

    def to_draft(self, releases: Path, register: Register, *, run_id: str | None, actor: str) -> str:
        """Freeze it with its audit as a release, and enter that as a draft of `actor`. Returns the release's id."""
        said = _read(_beside(self.folder))
        if KEY not in said:
            raise ReleaseError(text("utgivelse.kandidat_ikke_revidert"))
        release = freeze_with(releases, self.folder, {KEY: said[KEY]})
        register.note_release(release, run_id, said["deler"], actor=actor)
        return release


def _beside(candidate: Path) -> Path:
    return candidate.with_suffix(".json")


def _read(noted: Path) -> dict[str, Any]:
    if not noted.is_file():
        return {}
    said: dict[str, Any] = json.loads(noted.read_text(encoding="utf-8"))
    return said


def _written(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _attacker(earlier: Sequence[Path]) -> str:
    """The attacker's own code, and what it has, in one hash."""
    hashes = [digest(path) for path in sorted(_ATTACKER.rglob("*.py"))]
    return hashlib.sha256(" ".join([*hashes, *(folder.name for folder in earlier)]).encode()).hexdigest()
