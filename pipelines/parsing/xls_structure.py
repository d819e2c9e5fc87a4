"""The container of an .xls before a parser sees it: whether its chains of sectors end, and whether it is encrypted.

The parser follows a chain that turns back on itself until the memory is full. Layout after Microsoft's [MS-CFB],
https://learn.microsoft.com/en-us/openspecs/windows_protocols/ms-cfb: a header with the first numbers of FAT sectors, a
chain of sectors with the rest of them, the FAT (which sector follows which), a FAT of its own for short streams, and a
directory of streams. The record that says «encrypted» (FilePass) is [MS-XLS] 2.4.117.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

from pipelines.parsing.refusal import TaskRefused, Why

_HEADER = 512
_FAT_SECTORS_IN_HEADER = slice(76, _HEADER)
_RESERVED = 0xFFFFFFFA
"""Numbers from here mean the end of a chain, a free sector, or something else that is no sector."""


_STREAMS = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book"))
_ENTRY = 128
_FILE_PASS = 0x2F


def check_container(content: bytes) -> None:
    """Hold the container against what the parser would stumble over.

    Raises:
        TaskRefused: a chain has no end or points outside the file, or the workbook is encrypted.
    """
    try:
        fat = [follower for sector in _fat_sectors(content) for follower in _numbers(_sector(content, sector))]
        (first_of_short,) = struct.unpack_from("<I", content, 60)
        if _turns_back(fat):
            raise TaskRefused(Why.DAMAGED)
        short = [n for sector in _chain(first_of_short, fat) for n in _numbers(_sector(content, sector))]
        encrypted = any(record == _FILE_PASS for record in _first_records(content, fat))
    except (struct.error, IndexError) as error:
        raise TaskRefused(Why.DAMAGED) from error
    if _turns_back(short):
        raise TaskRefused(Why.DAMAGED)
    if encrypted:
        raise TaskRefused(Why.PASSWORD)


def _fat_sectors(content: bytes) -> Iterator[int]:
    """The sectors that the FAT lies in: first those in the header, then those in the chain that it begins."""
    yield from (n for n in _numbers(content[_FAT_SECTORS_IN_HEADER]) if n < _RESERVED)
    (following,) = struct.unpack_from("<I", content, 68)
    seen: set[int] = set()
    while following < _RESERVED:
        if following in seen:
            raise TaskRefused(Why.DAMAGED)
        seen.add(following)
        *sectors, following = _numbers(_sector(content, following))
        yield from (n for n in sectors if n < _RESERVED)


def _sector(content: bytes, number: int) -> bytes:
    (shift,) = struct.unpack_from("<H", content, 30)
    if shift not in (9, 12):
        raise TaskRefused(Why.DAMAGED)
    start = (number + 1) << shift
    if start >= len(content):
        raise TaskRefused(Why.DAMAGED)
    return content[start : start + (1 << shift)]


def _numbers(data: bytes) -> Sequence[int]:
    return struct.unpack_from(f"<{len(data) // 4}I", data)


def _chain(first: int, fat: Sequence[int]) -> Iterator[int]:
    """The sectors of a chain; `fat` has none that turn back."""
    while first < _RESERVED:
        yield first
        first = fat[first]


def _first_records(content: bytes, fat: Sequence[int]) -> Iterator[int]:
    """The kinds of the records that the workbook's stream begins with, as far as its first sector goes."""
    (first_of_directory,) = struct.unpack_from("<I", content, 48)
    for sector in _chain(first_of_directory, fat):
        entries = _sector(content, sector)
        for entry in (entries[at : at + _ENTRY] for at in range(0, len(entries), _ENTRY)):
            if entry.startswith(_STREAMS):
                (start,) = struct.unpack_from("<I", entry, 116)
                yield from _records(_sector(content, start))


def _records(stream: bytes) -> Iterator[int]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind
        at += 4 + length


def _turns_back(fat: Sequence[int]) -> bool:
    """Whether some chain of `fat` comes back to a sector of its own; every sector is looked at once."""
    met_from: dict[int, int] = {}
    for start in range(len(fat)):
        if start in met_from:
            continue
        sector = start
        while sector < len(fat) and sector not in met_from:
            met_from[sector] = start
            sector = fat[sector]
        if met_from.get(sector) == start:
            return True
    return False
