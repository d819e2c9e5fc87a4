"""How far an .ods reaches, repetitions counted, is known before a parser sees it."""

from __future__ import annotations

import pytest

from pipelines.parsing import zipped
from pipelines.parsing.cells import MAX_CELLS
from pipelines.parsing.ods_structure import used_ranges
from pipelines.parsing.refusal import TaskRefused, Why
from tests.support.formats import ods_bytes, zip_bytes

NAMESPACES = (
    'xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)
SHEETS = [
    ("nothing", "", (0, 0)),
    ("empty cells only", '<t:table-row t:number-rows-repeated="9"><t:table-cell/></t:table-row>', (0, 0)),
    ("a value", '<t:table-row><t:table-cell/><t:table-cell o:value-type="float"/></t:table-row>', (1, 2)),
    ("text without a type", "<t:table-row><t:table-cell><x:p>a</x:p></t:table-cell></t:table-row>", (1, 1)),
    ("a value after repeated empty ones", '<t:table-row t:number-rows-repeated="5"/><t:table-row><t:table-cell '
     't:number-columns-repeated="3"/><t:table-cell o:value-type="float"/></t:table-row>', (6, 4)),
    ("a repeated value in a repeated row", '<t:table-row t:number-rows-repeated="1000"><t:table-cell '
     't:number-columns-repeated="900" o:value-type="float"/></t:table-row>', (1000, 900)),
    ("rows of a header", '<t:table-header-rows><t:table-row><t:table-cell o:value-type="float"/></t:table-row>'
     '</t:table-header-rows><t:table-row><t:table-cell o:value-type="float"/></t:table-row>', (2, 1)),
]  # fmt: skip


def content(rows: str) -> bytes:
    xml = f'<d {NAMESPACES}><t:table t:name="Ark">{rows}</t:table></d>'
    return zip_bytes({"content.xml": xml.encode()})


@pytest.mark.parametrize(("label", "rows", "expected"), SHEETS, ids=[s[0] for s in SHEETS])
def test_used_range(label, rows, expected):
    used = used_ranges(content(rows), MAX_CELLS)["Ark"]
    assert (used.rows, used.columns) == expected


def test_a_file_as_another_program_writes_it():
    found = used_ranges(ods_bytes({"Data": [["a", "b", "c"], [1, None, 2]], "Tomt": []}), MAX_CELLS)
    assert {name: used.corner for name, used in found.items()} == {"Data": "C2", "Tomt": "0"}


def test_merged_ranges_count_rows_as_shown_and_columns_from_zero():
    merged = '<t:table-cell t:number-columns-spanned="2" t:number-rows-spanned="3"/>'
    found = used_ranges(content(f"<t:table-row/><t:table-row><t:table-cell/>{merged}</t:table-row>"), MAX_CELLS)
    assert found["Ark"].merged == ((2, 1, 4, 2),)


BOMB = (
    '<!DOCTYPE d [<!ENTITY a "xxxxxxxxxx">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + f']><d {NAMESPACES}><t:table t:name="&i;"/></d>'
)
REFUSED = [
    ("a far corner of repetitions", content(SHEETS[5][1].replace("1000", "1000000")), Why.RANGE),
    ("a number that is none", content('<t:table-row t:number-rows-repeated="x"/>'), Why.DAMAGED),
    ("xml cut short", zip_bytes({"content.xml": b"<d"}), Why.DAMAGED),
    ("entities that grow", zip_bytes({"content.xml": BOMB.encode()}), Why.DAMAGED),
    ("no content", zip_bytes({"styles.xml": b"<d/>"}), Why.DAMAGED),
    ("no zip", b"PK\x03\x04", Why.DAMAGED),
]


@pytest.mark.parametrize(("label", "file", "why"), REFUSED, ids=[r[0] for r in REFUSED])
def test_refused(label, file, why):
    with pytest.raises(TaskRefused) as refused:
        used_ranges(file, MAX_CELLS)
    assert refused.value.code == why


def test_a_bomb_by_size(monkeypatch):
    monkeypatch.setattr(zipped, "MAX_UNPACKED", 100)
    with pytest.raises(TaskRefused) as refused:
        used_ranges(ods_bytes({"Data": [["a"]]}), MAX_CELLS)
    assert refused.value.code == Why.PACKED
