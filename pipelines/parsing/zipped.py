"""Zip containers before anything is unpacked: how many members they list and how much they claim to hold."""

from __future__ import annotations

import io
import zipfile

from pipelines.parsing.refusal import TaskRefused, Why

MAX_UNPACKED = 500 * 1024 * 1024
"""Bytes of a whole container unpacked; a workbook of 60 000 rows x 40 columns is about 100 MB."""

MAX_RATIO = 150
"""Unpacked to packed. Tables of codes pack 10 to 40 times; bombs hundreds."""

RATIO_FREE = 20 * 1024 * 1024
"""Under this size a high ratio harms nobody."""

MAX_LISTED = 100_000
"""Members of a container and of those stored in it; a list of millions would fill the memory by itself."""

_DOCTYPE = (b"<!DOCTYPE", "<!DOCTYPE".encode("utf-16-le")[:-1])
"""As bytes, and as what both byte orders of UTF-16 hold."""

_LISTED = b"PK\x01\x02"


def open_zip(content: bytes) -> zipfile.ZipFile:
    """The container, with its list of members read and nothing unpacked.

    Raises:
        TaskRefused: it is damaged, or lists more members than anybody has.
    """
    if content.count(_LISTED) > MAX_LISTED:
        raise packed()
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except Exception as error:
        # Bad containers raise half a dozen unrelated kinds (BadZipFile, NotImplementedError, ValueError, …).
        raise TaskRefused(Why.DAMAGED) from error


def check_sizes(archive: zipfile.ZipFile, size: int) -> None:
    """Hold what the members claim to unpack to against the limits. A member longer than its claim fails when read.

    Raises:
        TaskRefused: together they unpack to too much, or to far more than the container's `size` in bytes.
    """
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FREE and unpacked > MAX_RATIO * size):
        raise packed()


def check_no_entities(xml: bytes) -> None:
    """Make sure that a member declares no entities: ten lines of them can stand for gigabytes, or for another file.

    No spreadsheet program writes a document type, which is where they are declared.

    Raises:
        TaskRefused: it has one.
    """
    if any(written in xml for written in _DOCTYPE):
        raise TaskRefused(Why.DAMAGED)


def packed() -> TaskRefused:
    """The refusal of a container that holds too much."""
    return TaskRefused(Why.PACKED, grense=MAX_UNPACKED // 1024 // 1024)
