"""From a file to a JSON document, within limits: size, packing, encoding, depth. Nothing of what it means."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from pipelines.maps.problems import UnreadableMap
from pipelines.texts import text

LARGEST = 300_000_000
"""Bytes, unpacked. Reading takes eight times as much memory (measured: 116 MB of file took 0.93 GB)."""
ENDINGS = (".geojson", ".topojson", ".json")
MEGA = 1_000_000


@dataclass(frozen=True)
class Document:
    """A file's content as JSON, and the hash of the file as it came."""

    name: str
    sha256: str
    content: Any


def read_document(path: Path) -> Document:
    """Read `path`, or the one map in it where it is a zip archive, as Geonorge delivers them.

    Raises:
        UnreadableMap: the message says why, and what to do.
    """
    try:
        if path.stat().st_size > LARGEST:
            _refuse("for_stor", path, limit=LARGEST // MEGA)
        packed = path.read_bytes()
    except OSError as error:
        raise UnreadableMap(text("kart.ikke_apnet", file=path.name)) from error
    content = _unpacked(path) if zipfile.is_zipfile(path) else packed
    return Document(path.name, hashlib.sha256(packed).hexdigest(), _parsed(path, content))


def _unpacked(path: Path) -> bytes:
    try:
        with zipfile.ZipFile(path) as archive:
            maps = [entry for entry in archive.infolist() if entry.filename.lower().endswith(ENDINGS)]
            if len(maps) != 1:
                _refuse("zip_antall", path, n=len(maps))
            with archive.open(maps[0]) as file:
                content = file.read(LARGEST + 1)  # whatever the archive says of itself
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise UnreadableMap(text("kart.zip_ulest", file=path.name)) from error
    if len(content) > LARGEST:
        _refuse("for_stor", path, limit=LARGEST // MEGA)
    return content


def _parsed(path: Path, content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except RecursionError as error:
        raise UnreadableMap(text("kart.for_dyp", file=path.name)) from error
    except ValueError as error:  # also wrong encoding, and numbers of absurd length
        raise UnreadableMap(text("kart.ikke_json", file=path.name)) from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(reason: str, path: Path, **values: int) -> NoReturn:
    raise UnreadableMap(text(f"kart.{reason}", file=path.name, **values))
