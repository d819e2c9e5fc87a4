"""The map that somebody has imported: one file with its shapes and where they come from. Reading, writing, removing.

One file, so that it is replaced in one step and shapes never stand beside another map's source. What may be stored is
decided in `importing`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pipelines.atomic import replace_file
from pipelines.errors import UserError
from pipelines.texts import text

FOLDER, FILE = "map", "kart.json"
FORMAT = 1
"""Raised when the file's form changes; a file of another form is not read but imported again."""


class BrokenMap(UserError):
    """The stored map cannot be read; the message says what to do."""


@dataclass(frozen=True)
class Origin:
    """Where a map comes from.

    Attributes:
        file: name of the file, without folders.
        sha256: hash of that file.
        imported: when, in UTC, ISO 8601.
        attribution: what to write beside the map.
        simplified: how far lines were moved at most, in kilometres; 0 for shapes as they came.
    """

    file: str
    sha256: str
    imported: str
    attribution: str
    simplified: float


@dataclass(frozen=True)
class StoredMap:
    """Shapes by region type and code, each a GeoJSON geometry in kilometres (see `projection`), y downwards."""

    origin: Origin
    shapes: Mapping[str, Mapping[str, Mapping[str, Any]]]


def path_in(home: Path) -> Path:
    """Where the map of an installation lies."""
    return home / FOLDER / FILE


def write_map(home: Path, found: StoredMap) -> Path:
    """Store `found` in place of any earlier map, and return the file."""
    path = path_in(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"format": FORMAT, "origin": asdict(found.origin), "shapes": found.shapes}
    replace_file(path, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
    return path


def read_map(home: Path) -> StoredMap | None:
    """The stored map; None where nothing is imported.

    Raises:
        BrokenMap: something lies there that is not a map of ours.
    """
    try:
        content = json.loads(path_in(home).read_bytes())
        if content["format"] != FORMAT:
            raise BrokenMap(text("kart.lagret_uleselig"))
        shapes = {str(kind): dict(found) for kind, found in content["shapes"].items()}
        return StoredMap(Origin(**content["origin"]), shapes)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenMap(text("kart.lagret_uleselig")) from error


def remove_map(home: Path) -> bool:
    """Remove the stored map; whether there was one."""
    try:
        path_in(home).unlink()
    except FileNotFoundError:
        return False
    return True
