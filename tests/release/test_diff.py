"""What differs between two releases, with its cause: one cause at a time, several at once, and none."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.published import COMPUTED, open_changes
from pipelines.published.errors import BrokenRelease
from pipelines.published.files import COLUMNS
from pipelines.release.causes import ORIGIN
from pipelines.release.diff import ReleaseDiff, diff
from pipelines.release.diff_store import as_json, store_diff
from pipelines.release.freeze import ReleaseError, freeze

WAVE = "kart|2019"
FACTS: dict[str, Any] = {
    "siste_aar": 2019,
    "program": {"metode": "m", "vern": "v", "biblioteker": {"polars": "2"}},
    "undersokelser": {"kart": "k", "tall": "t"},
    "vern": {"kart": "p", "tall": "p"},
    "dekning": {"kart": 50.0, "tall": None},
    "indikatorer": {"andel": "a", "rate": "r", "meldt": "x"},
    "bolger": {WAVE: {"skjema": "s", "deler": "d"}, "kart|2018": {"skjema": "s"}, "tall|2019": {"skjema": "s"}},
    "steder": {"2018": {"inndeling": "i", "befolkning": "b"}, "2019": {"inndeling": "i", "befolkning": "b"}},
}
INDICATORS = {"andel": ("kart", "prosent", "proportion"), "rate": ("kart", "per 1 000", "rate"),
              "meldt": ("tall", "antall", "reported")}  # fmt: skip


def figure(indicator: str = "andel", place: str = "1103", **changes: Any) -> dict[str, Any]:
    row = dict.fromkeys(COLUMNS["cube"])
    return row | {
        "indikator": indicator, "aar": 2019, "regiontype": "kommune", "regionkode": place, "geografi": "2024",
        "basisgruppe": "alle", "inndeling": "alle", "kategori": "alle", "teller": 40, "nevner": 100, "verdi": 40.0,
        "ki_lav": 31.0, "ki_hoy": 50.0, "status": "ok", "kilde": COMPUTED, "syntetisk": True,
    } | changes  # fmt: skip


def hidden(indicator: str = "andel", place: str = "1103", reason: str = "personvern") -> dict[str, Any]:
    gone = dict.fromkeys(("teller", "nevner", "verdi", "ki_lav", "ki_hoy"))
    return figure(indicator, place, status="skjult", arsak=reason, **gone)


def absent(status: str = "ikke_mottatt", **changes: Any) -> dict[str, Any]:
    return hidden() | {"status": status, "arsak": None} | changes


def release(folder: Path, figures: list[dict[str, Any]], facts: Mapping[str, Any] | None = FACTS) -> Path:
    cube = pl.DataFrame(figures, schema=pl.Schema(COLUMNS["cube"]), orient="row")
    named = [(i, *described) for i, described in INDICATORS.items()]
    indicators = pl.DataFrame(named, schema=["indikator", "undersokelse", "enhet", "type"], orient="row")
    said = {} if facts is None else {ORIGIN: facts}
    return folder / freeze(folder, {"cube": cube, "indicators": indicators}, said)


def facts(**places: Any) -> dict[str, Any]:
    """The facts with the values at `a__b__c` replaced; keys of waves are given by `WAVE`."""
    made = copy.deepcopy(FACTS)
    for place, value in places.items():
        *way, last = (WAVE if name == "WAVE" else name for name in place.split("__"))
        here = made
        for name in way:
            here = here[name]
        here[last] = value
    return made


def between(tmp_path: Path, old: Any, new: Any, after: Mapping[str, Any] = FACTS) -> ReleaseDiff:
    pair = [[figures] if isinstance(figures, dict) else figures for figures in (old, new)]
    return diff(release(tmp_path / "a", pair[0]), release(tmp_path / "b", pair[1], after))


HIGHER = {"teller": 50, "verdi": 50.0}


@pytest.mark.parametrize(
    ("after", "old", "new", "causes"),
    [
        pytest.param(facts(bolger__WAVE__deler="e"), figure(), figure(**HIGHER), ["data"], id="deliveries"),
        pytest.param(facts(bolger__WAVE__erklaringer="e"), absent(), absent("ikke_kartlagt"), ["data"],
                     id="a declaration"),
        pytest.param(facts(siste_aar=2020), [], absent(aar=2020), ["data"], id="a year further"),
        pytest.param(facts(bolger__WAVE__rettelser="e"), figure(), figure(**HIGHER), ["rettelse"], id="a correction"),
        pytest.param(facts(bolger__WAVE__skjema="e"), figure(), figure(**HIGHER), ["kontrakt"], id="a code list"),
        pytest.param(facts(undersokelser__kart="e"), figure(), figure(**HIGHER), ["kontrakt"], id="a population"),
        pytest.param(facts(indikatorer__andel="e"), figure(), figure(**HIGHER), ["metode"], id="a numerator"),
        pytest.param(facts(program__metode="e"), figure(), figure(ki_lav=30.0), ["metode"], id="another interval"),
        pytest.param(facts(program__biblioteker={"polars": "3"}), figure(), figure(ki_lav=30.0), ["metode"],
                     id="a library"),
        pytest.param(facts(dekning__kart=60.0), figure(), figure(status="usikkert"), ["metode"], id="coverage limit"),
        pytest.param(facts(steder__2019={"inndeling": "j", "befolkning": "b"}), figure(), figure(**HIGHER),
                     ["geografi"], id="borders"),
        pytest.param(facts(steder__2019={"inndeling": "i", "befolkning": "c"}), figure("rate"),
                     figure("rate", nevner=200, verdi=20.0), ["geografi"], id="a population moves a rate"),
        pytest.param(facts(vern__kart="e"), figure(), hidden(), ["vern"], id="a stricter policy"),
        pytest.param(facts(program__vern="e"), hidden(), figure(), ["vern"], id="another way of hiding"),
        pytest.param(FACTS, figure(), hidden(), ["vern"], id="hidden for another figure's sake"),
        pytest.param(facts(bolger__WAVE__deler="e"), figure(), hidden(), ["data"], id="too few after a delivery"),
        pytest.param(FACTS, figure(), figure(**HIGHER), ["ukjent"], id="nothing explains it"),
        pytest.param(facts(vern__kart="e"), figure(), figure(**HIGHER), ["ukjent"],
                     id="a policy that hides moves no value"),
        pytest.param(facts(bolger__WAVE__deler="e", vern__kart="e"), figure(), hidden(), ["data", "vern"],
                     id="two that are possible are both named"),
        pytest.param(facts(bolger__WAVE__deler="e", vern__kart="e"), figure(), figure(**HIGHER), ["data"],
                     id="of two the one that is possible"),
        pytest.param(facts(bolger__WAVE__deler="e", program__metode="e"), figure(), figure(**HIGHER),
                     ["data", "metode"], id="data and method"),
        pytest.param(facts(indikatorer__rate="e", program__metode="e"), figure(), figure(**HIGHER), ["metode"],
                     id="a cause is named once"),
    ],
)  # fmt: skip
def test_one_cause_at_a_time(tmp_path: Path, after: Any, old: Any, new: Any, causes: list[str]) -> None:
    assert between(tmp_path, old, new, after).figures["arsaker"].to_list() == [causes]


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        pytest.param(facts(bolger__WAVE__deler="e"), figure(aar=2018, **HIGHER), id="another year's deliveries"),
        pytest.param(facts(indikatorer__rate="e"), figure(**HIGHER), id="another indicator"),
        pytest.param(facts(undersokelser__tall="e"), figure(**HIGHER), id="another survey"),
        pytest.param(facts(bolger__WAVE__erklaringer="e"), figure(**HIGHER), id="a declaration moves no value"),
        pytest.param(facts(siste_aar=2021), figure(**HIGHER), id="a later year moves no value"),
        pytest.param(facts(dekning__kart=60.0), figure(**HIGHER), id="a limit of coverage moves no value"),
        pytest.param(facts(steder__2019={"inndeling": "i", "befolkning": "c"}), figure(**HIGHER),
                     id="a population moves no share"),
    ],
)  # fmt: skip
def test_what_cannot_have_moved_a_figure_is_not_its_cause(tmp_path: Path, after: Any, changed: dict[str, Any]) -> None:
    before = changed | {"teller": 40, "verdi": 40.0}
    assert between(tmp_path, before, changed, after).figures["arsaker"].to_list() == [["ukjent"]]


class TestVintage:
    @staticmethod
    def delivered(vintage: str, value: float, source: str = "FHI") -> dict[str, Any]:
        return figure("meldt", kilde=source, argang=vintage, verdi=value, teller=None, nevner=None)

    def test_a_new_vintage_is_no_change_of_the_old(self, tmp_path: Path) -> None:
        old, new = self.delivered("2021", 324.0), self.delivered("2022", 331.0)
        after = facts(bolger__WAVE__deler="d") | {
            "bolger": FACTS["bolger"] | {"tall|2019": {"skjema": "s", "deler": "n"}}
        }
        found = between(tmp_path, old, [old, new], after)
        assert found.figures.select("endring", "arsaker").rows() == [("lagt_til", ["argang"])]

    def test_a_new_source_is_data(self, tmp_path: Path) -> None:
        old, new = self.delivered("2021", 324.0), self.delivered("2021", 331.0, "SSB")
        after = FACTS | {"bolger": FACTS["bolger"] | {"tall|2019": {"skjema": "s", "deler": "n"}}}
        assert between(tmp_path, old, [old, new], after).figures["arsaker"].to_list() == [["data"]]


class TestKinds:
    @pytest.mark.parametrize(
        ("old", "new", "kind", "columns"),
        [
            pytest.param([], figure(), "lagt_til", [], id="a row more"),
            pytest.param(figure(), [], "fjernet", [], id="a row less"),
            pytest.param(figure(), figure(**HIGHER), "verdi", ["teller", "verdi"], id="a value"),
            pytest.param(figure(), hidden(), "skjult",
                         ["teller", "nevner", "verdi", "ki_lav", "ki_hoy", "status", "arsak"], id="hidden"),
            pytest.param(hidden(), figure(status="usikkert"), "vist",
                         ["teller", "nevner", "verdi", "ki_lav", "ki_hoy", "status", "arsak"], id="shown again"),
            pytest.param(hidden(), hidden(reason="lav_base"), "status", ["arsak"], id="another reason"),
            pytest.param(figure(), figure(status="usikkert"), "status", ["status"], id="uncertain"),
        ],
    )  # fmt: skip
    def test_how_a_figure_changed(self, tmp_path: Path, old: Any, new: Any, kind: str, columns: list[str]) -> None:
        (row,) = between(tmp_path, old, new).figures.select("endring", "endret").rows()
        assert row == (kind, columns)

    def test_equal_figures_are_not_told_of_also_where_columns_are_empty(self, tmp_path: Path) -> None:
        same = [figure(), hidden(place="1108"), absent(regionkode="1106")]
        found = between(tmp_path, same, list(reversed(same)))
        assert (found.figures.height, found.summary().endret, found.unexplained) == (0, 0, 0)


class TestWhatIsTold:
    @pytest.mark.parametrize(
        "new",
        [
            pytest.param(hidden(), id="hidden"),
            pytest.param(absent(), id="withdrawn"),
            pytest.param([], id="gone"),
        ],
    )
    def test_an_old_value_is_not_repeated_where_there_is_no_new_one(self, tmp_path: Path, new: Any) -> None:
        secret = 87.654321
        found = between(tmp_path, figure(verdi=secret, ki_lav=secret, ki_hoy=secret), new)
        folder = store_diff(tmp_path, found)
        table = pl.read_parquet(folder / "tall.parquet")
        floats = [table[c] for c, kind in table.schema.items() if kind.is_numeric() and c != "aar"]
        assert [values.drop_nulls().to_list() for values in floats] == [[], []]
        assert "87.65" not in as_json(found.summary())

    def test_counts_are_never_told(self, tmp_path: Path) -> None:
        assert not {"teller", "nevner"} & set(between(tmp_path, figure(), figure(**HIGHER)).figures.columns)

    def test_both_values_where_both_are_shown(self, tmp_path: Path) -> None:
        found = between(tmp_path, figure(), figure(**HIGHER, status="usikkert"))
        assert found.figures.select("verdi_fra", "verdi_til").rows() == [(40.0, 50.0)]


class TestSummary:
    def test_counts_by_cause_and_indicator_the_most_first(self, tmp_path: Path) -> None:
        places = ("1103", "1106", "1108")
        old = [*(figure(place=p) for p in places), figure("rate")]
        new = [figure(**HIGHER), hidden(place="1106"), figure(place="1108", **HIGHER), figure("rate", verdi=3.0)]
        summary = between(tmp_path, old, new, facts(bolger__WAVE__deler="e")).summary()
        told = [(c.arsaker, c.indikator, c.antall, c.verdi, c.skjult) for c in summary.antall]
        assert told == [(("data",), "andel", 3, 2, 1), (("data",), "rate", 1, 1, 0)]
        assert (summary.endret, summary.uforklart) == (4, 0)

    def test_the_largest_changes_begin_with_the_land_and_stand_once(self, tmp_path: Path) -> None:
        land = {"regiontype": "land", "place": "0"}
        old = [figure(), figure(place="1106"), figure(**land), figure(basisgruppe="rop", **land),
               figure(geografi="rapportert")]  # fmt: skip
        moved = [41.0, 10.0, 40.5, 40.2, 41.0]
        new = [one | {"verdi": value} for one, value in zip(old, moved, strict=True)]
        summary = between(tmp_path, old, new).summary()
        assert [(f.regionkode, f.verdi_til) for f in summary.storst] == [("0", 40.5), ("1106", 10.0), ("1103", 41.0)]

    def test_municipalities_that_came_went_or_changed(self, tmp_path: Path) -> None:
        def at(row: dict[str, Any], code: str) -> dict[str, Any]:
            return row | {"geografi": "rapportert", "regionkode": code}

        old = [at(absent(), "0301"), at(figure(), "1103"), at(figure(), "1106"), at(absent(), "1108")]
        new = [at(figure(), "0301"), at(absent(), "1103"), at(figure(**HIGHER), "1106"),
               at(absent("ikke_kartlagt"), "1108")]  # fmt: skip
        summary = between(tmp_path, old, new).summary()
        assert [(m.kommunenummer, m.hva) for m in summary.kommuner] == [
            ("0301", "ny"), ("1103", "borte"), ("1106", "endret")
        ]  # fmt: skip

    def test_a_release_that_does_not_say_what_it_is_made_from_explains_nothing(self, tmp_path: Path) -> None:
        pair = [release(tmp_path / n, [row], None) for n, row in (("a", figure()), ("b", figure(**HIGHER)))]
        summary = diff(*pair).summary()
        assert (summary.forklart, summary.grunnlag, summary.uforklart) == (False, (), 1)


class TestStored:
    def test_what_is_stored_is_read_back_and_made_again_as_the_same_bytes(self, tmp_path: Path) -> None:
        found = between(tmp_path, [figure(), figure(place="1106")], [figure(**HIGHER), hidden(place="1106")])
        first = {p.name: p.read_bytes() for p in store_diff(tmp_path, found).iterdir()}
        second = {p.name: p.read_bytes() for p in store_diff(tmp_path, found).iterdir()}
        assert first == second
        assert open_changes(tmp_path, found.new) == found.summary()

    def test_there_is_none_for_the_first(self, tmp_path: Path) -> None:
        assert open_changes(tmp_path, "abc") is None

    @pytest.mark.parametrize(
        "spoil",
        [
            pytest.param(lambda said: said[: len(said) // 2], id="half a file"),
            pytest.param(lambda said: said.replace(b'"til"', b'"hit"'), id="a field missing"),
            pytest.param(lambda said: json.dumps(json.loads(said) | {"til": "annen"}).encode(), id="another release"),
            pytest.param(lambda said: b"[]", id="not an object"),
            pytest.param(lambda said: json.dumps(json.loads(said) | {"antall": [1]}).encode(), id="rows of numbers"),
        ],
    )
    def test_a_spoilt_file_is_said(self, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
        found = between(tmp_path, figure(), figure(**HIGHER))
        path = store_diff(tmp_path, found) / "endringer.json"
        path.write_bytes(spoil(path.read_bytes()))
        with pytest.raises(BrokenRelease, match="release diff"):
            open_changes(tmp_path, found.new)

    @pytest.mark.parametrize("name", ["../utenfor", "", "a/b"])
    def test_a_name_that_leads_elsewhere_is_refused(self, tmp_path: Path, name: str) -> None:
        with pytest.raises(BrokenRelease):
            open_changes(tmp_path, name)


def test_a_changed_release_is_not_explained(tmp_path: Path) -> None:
    old, new = release(tmp_path / "a", [figure()]), release(tmp_path / "b", [figure(**HIGHER)])
    (new / "cube.parquet").write_bytes(b"x")
    with pytest.raises(ReleaseError, match=r"cube\.parquet"):
        diff(old, new)
