"""A chain of sectors that turns back on itself is found before a parser follows it."""

from __future__ import annotations

import struct

import pytest

from pipelines.intake import FileRule, Upload, read_upload
from pipelines.parsing.refusal import TaskRefused, Why
from pipelines.parsing.xls_structure import check_container
from tests.support.files import contracts
from tests.support.formats import xls_bytes

END, FREE = 0xFFFFFFFE, 0xFFFFFFFF
SECTOR = 512


def container(
    fat: list[int], *, shift: int = 9, first_of_short: int = END, short: tuple[int, ...] = (), further: int = END
) -> bytes:
    """A header, the FAT in sector 0, the FAT of short streams in sector 1, and two sectors of nothing."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(SECTOR, b"\0"))
    struct.pack_into("<H", header, 30, shift)
    struct.pack_into("<I", header, 60, first_of_short)
    struct.pack_into("<I", header, 68, further)
    struct.pack_into("<109I", header, 76, 0, *[FREE] * 108)
    sectors = [fat, list(short), [], []]
    return bytes(header) + b"".join(struct.pack("<128I", *numbers, *[FREE] * (128 - len(numbers)))
                                    for numbers in sectors)  # fmt: skip


@pytest.mark.parametrize("rows", [1, 300])
def test_files_of_another_program_pass(rows):
    check_container(xls_bytes({"Data": [["a", i] for i in range(rows)], "Tomt": []}))


PASSES = [
    ("chains that end", container([END, 2, 3, END])),
    ("chains that meet", container([END, 3, 3, END])),
    ("short streams", container([END, END], first_of_short=1, short=(1, END))),
]


@pytest.mark.parametrize(("label", "content"), PASSES, ids=[p[0] for p in PASSES])
def test_passes(label, content):
    check_container(content)


REFUSED = [
    ("a sector that follows itself", container([END, 1])),
    ("a chain that turns back", container([END, 2, 3, 1])),
    ("a chain that runs into a ring", container([1, 2, 3, 2])),
    ("short streams that turn back", container([END, END], first_of_short=1, short=(1, 0))),
    ("a list of sectors that turns back", container([END], further=2).replace(
        struct.pack("<I", FREE) * 128, struct.pack("<I", FREE) * 127 + struct.pack("<I", 2))),
    ("a list of sectors outside the file", container([END], further=99)),
    ("short streams outside the FAT", container([END], first_of_short=999)),
    ("sectors of another size", container([END], shift=60)),
    ("a header cut short", container([END])[:70]),
]  # fmt: skip


@pytest.mark.parametrize(("label", "content"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refused(label, content):
    with pytest.raises(TaskRefused) as refused:
        check_container(content)
    assert refused.value.code == Why.DAMAGED


def encrypted() -> bytes:
    """A workbook that says it is: the record after the first one is made into FilePass."""
    content = bytearray(xls_bytes({"Data": [["x"]]}))
    (length,) = struct.unpack_from("<H", content, SECTOR + 2)
    struct.pack_into("<H", content, SECTOR + 4 + length, 0x2F)
    return bytes(content)


def test_a_password_is_said_to_be_one():
    assert [f.rule for f in read_upload(Upload("a.xls", encrypted()), contracts()).findings] == [FileRule.PASSWORD]


def test_the_user_is_told_that_the_file_is_damaged():
    (finding,) = read_upload(Upload("a.xls", REFUSED[0][1]), contracts()).findings
    assert (finding.rule, "skadet" in finding.message) == (FileRule.UNREADABLE, True)
