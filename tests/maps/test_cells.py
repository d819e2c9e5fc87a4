"""The cartogram's tables: every region has one hexagon of its own, and broken tables are refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scipy.spatial import cKDTree

from pipelines.geography import Geography
from pipelines.maps.cells import BrokenCells, Cell, borders, load_cells, load_named
from tests.support.maps import REFERENCE


def test_every_region_of_every_kind_has_a_hexagon(geography: Geography) -> None:
    found = {kind: {cell.regionkode for cell in cells} for kind, cells in load_cells(REFERENCE).items()}
    regions = geography.counties_to_regions
    assert found == {
        "kommune": set(geography.valid(2024)),
        "fylke": set(geography.counties["fylke"]),
        "korus": set(regions.filter(regiontype="korus")["regionkode"]),
        "helseregion": set(regions.filter(regiontype="helseregion")["regionkode"]),
    }
    assert {kind: len(codes) for kind, codes in found.items()} == {
        "kommune": 357, "fylke": 15, "korus": 7, "helseregion": 4
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["fylke", "korus", "helseregion", "kommune"])
def test_no_two_hexagons_overlap(kind: str) -> None:
    centres = [cell.centre for cell in load_cells(REFERENCE)[kind]]
    assert cKDTree(centres).query_pairs(0.999) == set()


@pytest.mark.parametrize("kind", ["fylke", "korus", "helseregion"])
def test_the_hand_laid_tiles_hang_together(kind: str) -> None:
    """From any tile every other can be reached over shared sides."""
    cells = load_cells(REFERENCE)[kind]
    sides = {cell: {frozenset((round(x, 3), round(y, 3)) for x, y in edge) for edge in cell.edges} for cell in cells}
    reached, waiting = {cells[0]}, [cells[0]]
    while waiting:
        here = waiting.pop()
        beside = [other for other in cells if other not in reached and sides[here] & sides[other]]
        reached.update(beside)
        waiting.extend(beside)
    assert reached == set(cells)


def test_north_is_up() -> None:
    tiles = load_cells(REFERENCE)
    rows = {(kind, cell.regionkode): cell.row for kind, cells in tiles.items() for cell in cells}
    assert rows["fylke", "56"] < rows["fylke", "18"] < rows["fylke", "50"] < rows["fylke", "03"] < rows["fylke", "42"]
    assert rows["korus", "nord"] < rows["korus", "midt"] < rows["korus", "oslo"]


def test_a_border_stands_once_between_two_groups_and_nowhere_else() -> None:
    """Three in a row, two of one group: of their fifteen sides one is a border."""
    row = [Cell("kommune", code, column, 0) for column, code in enumerate("abc")]
    found = borders(row, {"a": "x", "b": "x", "c": "y"})
    assert len(found) == 1
    assert [x for x, _ in found[0]] == pytest.approx([1.5, 1.5])


BROKEN = [
    ("samme plass", "tiles.csv", lambda s: s.replace("fylke,56,4,0", "fylke,56,3,0"), "To steder ligger på samme"),
    ("to ganger", "tiles.csv", lambda s: s.replace("fylke,56,", "fylke,55,"), "Et sted står to ganger"),
    ("ikke tall", "tiles.csv", lambda s: s.replace("fylke,56,4", "fylke,56,fire"), "kan ikke leses"),
    ("kolonne borte", "tiles.csv", lambda s: s.replace("kolonne", "spalte"), "kan ikke leses"),
    ("kort rad", "municipality_hexes.csv", lambda s: s + "kommune,9999\n", "kan ikke leses"),
    ("fil borte", "municipality_hexes.csv", None, "municipality_hexes.csv mangler"),
]


@pytest.mark.parametrize(("name", "change", "said"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_table_is_refused_by_name(tmp_path: Path, name: str, change, said: str) -> None:
    for table in ("tiles.csv", "municipality_hexes.csv"):
        shutil.copy(REFERENCE / table, tmp_path)
    path = tmp_path / name
    if change is None:
        path.unlink()
    else:
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(BrokenCells, match=said):
        load_cells(tmp_path)


def test_the_named_municipalities_are_on_the_map() -> None:
    assert set(load_named(REFERENCE)) <= {cell.regionkode for cell in load_cells(REFERENCE)["kommune"]}


@pytest.mark.parametrize("content", ["regionkode,side\n0301,nord\n", "kode\n0301\n"], ids=["side", "kolonne"])
def test_a_name_on_no_side_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "municipality_hex_names.csv").write_text(content, encoding="utf-8")
    with pytest.raises(BrokenCells, match=r"municipality_hex_names\.csv"):
        load_named(tmp_path)
