"""The manifest of a release: what it is made of, and the hash of every file. Extra keys are let be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pipelines.published.errors import BrokenRelease
from pipelines.texts import text

AUDITS = ("ikke_revidert", "bestatt", "ikke_bestatt")
"""What a release can say of the attack on what it hides."""


@dataclass(frozen=True)
class Wave:
    """One survey in one year, as it entered the release."""

    undersokelse: str
    aar: int
    skjema: str | None
    status: str | None
    kommuner: int | None
    syntetisk: bool


@dataclass(frozen=True)
class Manifest:
    """What a release says of itself."""

    utgivelse: str
    innholdshash: str
    syntetisk: bool
    revisjon: str
    programversjon: str | None
    bolger: tuple[Wave, ...]
    filer: Mapping[str, str] = field(hash=False)
    opphav: Mapping[str, Any] = field(default_factory=dict, hash=False)


def read_manifest(content: bytes) -> Manifest:
    """The manifest in `content`.

    Raises:
        BrokenRelease: not JSON, or something every manifest must say is missing. A release that does not say
            whether its figures are synthetic is not shown.
    """
    try:
        said = json.loads(content)
        return Manifest(
            utgivelse=str(said["utgivelse"]),
            innholdshash=str(said.get("innholdshash") or ""),
            syntetisk=_boolean(said["syntetisk"]),
            revisjon=_audit(said.get("revisjon")),
            programversjon=said.get("programversjon"),
            bolger=tuple(_wave(w) for w in said.get("bolger") or ()),
            filer={str(name): _hash(entry) for name, entry in said["filer"].items()},
            opphav=dict(said.get("opphav") or {}),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenRelease(text("published.manifest_unreadable")) from error


def _wave(said: Mapping[str, Any]) -> Wave:
    return Wave(
        undersokelse=str(said["undersokelse"]),
        aar=int(said["aar"]),
        skjema=said.get("skjema"),
        status=said.get("status"),
        kommuner=said.get("kommuner"),
        syntetisk=_boolean(said.get("syntetisk", False)),
    )


def _audit(said: object) -> str:
    """How the attack on the release ended; not audited where the manifest does not plainly say otherwise."""
    result = said.get("resultat") if isinstance(said, Mapping) else None
    return result if result in AUDITS else AUDITS[0]


def _boolean(said: object) -> bool:
    if not isinstance(said, bool):
        raise TypeError("neither true nor false")
    return said


def _hash(entry: str | Mapping[str, str]) -> str:
    return entry if isinstance(entry, str) else entry["sha256"]
