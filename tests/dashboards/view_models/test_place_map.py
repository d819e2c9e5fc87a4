"""Places on a map: the colour step of what is shown, and nothing at all of what is not."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import polars as pl
import pytest

from dashboards.view_models.comparison import comparison
from dashboards.view_models.map_ground import Ground, boundaries, cartogram
from dashboards.view_models.place_map import Area, Pattern, PlaceMap, place_map
from pipelines.maps.cells import load_cells, load_named
from pipelines.maps.stored import Origin, StoredMap
from pipelines.published import Release
from tests.support.maps import REFERENCE, square


def ground(release: Release, kind: str) -> Ground:
    return cartogram(release, load_cells(REFERENCE)[kind], kind, load_named(REFERENCE))


def made(release: Release, indicator: str, kind: str, region: str = "land-0", year: int = 2019) -> PlaceMap:
    declared = release.indicator[indicator]
    found = comparison(release, declared, release.region[region], "rus", year, kind, everywhere=True)
    return place_map(declared, found, ground(release, kind))


def area(shown: PlaceMap, name: str) -> Area:
    return next(one for one in shown.areas if one.name == name)


def with_status(release: Release, code: str, **columns: object) -> Release:
    """The release with other columns in the undivided rows of one region."""
    there = (pl.col("regionkode") == code) & (pl.col("inndeling") == "alle")
    changed = [
        pl.when(there).then(pl.lit(value)).otherwise(pl.col(name)).alias(name) for name, value in columns.items()
    ]
    return replace(release, cube=release.cube.with_columns(changed))


@pytest.mark.parametrize(("kind", "places"), [("korus", 7), ("helseregion", 4), ("fylke", 15), ("kommune", 24)])
def test_every_place_of_the_comparison_is_on_the_map(release: Release, kind: str, places: int) -> None:
    shown = made(release, "bolig_tilfredsstillende", kind)
    assert len(shown.areas) == places
    assert shown.unit == "Andel i prosent"


def test_municipalities_of_the_whole_country_wherever_the_reader_stands(release: Release) -> None:
    everywhere = {one.name for one in made(release, "bolig_tilfredsstillende", "kommune", "kommune-5001").areas}
    assert everywhere == {one.name for one in made(release, "bolig_tilfredsstillende", "kommune").areas}


def test_a_place_stands_in_the_step_of_its_figure(release: Release) -> None:
    shown = made(release, "bolig_tilfredsstillende", "fylke", "fylke-50")
    trondelag = area(shown, "Trøndelag")
    assert trondelag.level is not None
    step, value = (
        shown.levels[trondelag.level],
        float(trondelag.words["verdi"].split("\N{NO-BREAK SPACE}")[0].replace(",", ".")),
    )
    assert float(step.low) <= value <= float(step.high)
    assert trondelag.label == ("Trøndelag", trondelag.words["verdi"])
    assert trondelag.chosen
    assert "Trøndelag er merket med tykk strek." in shown.notes


def test_the_legend_goes_from_high_to_low_and_names_only_what_is_there(release: Release) -> None:
    shown = made(release, "bolig_tilfredsstillende", "fylke")
    levels = [entry.level for entry in shown.legend if entry.level is not None]
    assert levels == list(reversed(range(len(shown.levels))))


KINDS = [
    ("skjult", {"status": "skjult", "arsak": "personvern"}, Pattern.HIDDEN, ":", ": skjult"),
    ("for få svar", {"status": "skjult", "arsak": "lav_base"}, Pattern.HIDDEN, ":", ": skjult, for få svar"),
    ("ikke mottatt", {"status": "ikke_mottatt"}, Pattern.NOT_RECEIVED, "..", ".. ikke mottatt"),
    ("ikke kartlagt", {"status": "ikke_kartlagt"}, Pattern.NOT_MAPPED, "..", ".. kartla ikke (meldt)"),
    ("ingen nevner", {"status": "ingen_nevner"}, Pattern.NOT_APPLICABLE, ".", None),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "pattern", "sign", "label"), [k[1:] for k in KINDS], ids=[k[0] for k in KINDS])
def test_each_kind_of_no_number_has_its_pattern_and_sign(
    release: Release, columns: dict[str, str], pattern: Pattern, sign: str, label: str | None
) -> None:
    shown = made(with_status(release, "50", **columns), "bolig_tilfredsstillende", "fylke")
    trondelag = area(shown, "Trøndelag")
    assert (trondelag.level, trondelag.pattern, trondelag.sign) == (None, pattern, sign)
    entries = [entry for entry in shown.legend if entry.pattern]
    assert [entry.pattern for entry in entries] == [pattern]
    assert entries[0].label == label if label else entries[0].label.startswith(". ")


def test_of_a_hidden_figure_nothing_is_left_whatever_the_row_holds(release: Release) -> None:
    """The row keeps its value here, as it never does in a release; no part of the map may carry it."""
    hidden = with_status(release, "50", status="skjult", arsak="personvern", verdi=12.3456, ki_lav=11.1, ki_hoy=13.3)
    shown = made(hidden, "bolig_tilfredsstillende", "fylke")
    said = json.dumps(asdict(shown), default=str)
    assert "12,3" not in said
    assert "12.3" not in said
    assert set(area(shown, "Trøndelag").words) == {"grunn"}
    assert all(step.low > 13 for step in shown.levels), "nor does it stretch the steps"


def test_an_uncertain_base_is_marked_and_explained(release: Release) -> None:
    shown = made(with_status(release, "50", status="usikkert"), "bolig_tilfredsstillende", "fylke")
    trondelag = area(shown, "Trøndelag")
    assert trondelag.uncertain
    assert trondelag.label[-1].endswith(" ?")
    assert [entry.label for entry in shown.legend if entry.uncertain] == ["? Usikkert grunnlag"]
    assert not area(shown, "Oslo").uncertain


def test_what_has_no_place_on_the_map_is_named(release: Release) -> None:
    declared = release.indicator["bolig_tilfredsstillende"]
    found = comparison(release, declared, release.region["land-0"], "rus", 2019, "fylke")
    whole = ground(release, "fylke")
    without = replace(whole, outlines={k: v for k, v in whole.outlines.items() if k != "03"})
    assert "Ett sted er ikke på kartet, men står i tabellen: Oslo." in place_map(declared, found, without).notes


class TestGround:
    STORED = StoredMap(
        Origin("a.json", "0", "2026-11-24T12:00:00+00:00", "© Kartverket, CC BY 4.0", 0),
        {"fylke": {code: {"type": "MultiPolygon", "coordinates": [[square(10 + i, 60)]]}
                   for i, code in enumerate(["15", "50", "03"])}},
    )  # fmt: skip

    def test_a_korus_region_is_its_counties(self, release: Release) -> None:
        found = boundaries(release, self.STORED, "korus")
        assert found is not None
        assert {code: len(one.geometry["coordinates"]) for code, one in found.outlines.items()} == {
            "midt": 2,
            "oslo": 1,
        }
        assert not found.hexagons
        assert "© Kartverket, CC BY 4.0" in found.note

    @pytest.mark.parametrize("kind", ["kommune", "helseregion"])
    def test_what_the_map_lacks_is_not_made_up(self, release: Release, kind: str) -> None:
        assert boundaries(release, self.STORED, kind) is None

    def test_names_lead_to_their_place_and_stand_outside_the_map(self, release: Release) -> None:
        cells = load_cells(REFERENCE)["kommune"]
        found = cartogram(release, cells, "kommune", {"0301": "hoyre", "4601": "venstre"})
        at = {cell.regionkode: cell.centre for cell in cells}
        names = {name.text: name for name in found.names}
        assert (names["Oslo"].leader[0], names["Oslo"].align) == (at["0301"], "left")
        same_row = [x for x, y in at.values() if y == at["0301"][1]]
        assert names["Oslo"].at[0] > max(same_row) + 0.5
        assert (names["Bergen"].leader[0], names["Bergen"].align) == (at["4601"], "right")

    def test_counties_are_parted_by_lines_only_among_municipalities(self, release: Release) -> None:
        assert ground(release, "kommune").borders
        assert not ground(release, "fylke").borders
