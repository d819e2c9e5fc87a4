"""What is said of figures in a release: what is held against what, and the reason wherever nothing is said."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pipelines.contracts.model import Break
from pipelines.contracts.odcs import read_form
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.panel import SCHEMA as PANEL_SCHEMA
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.comparability import declared_breaks
from pipelines.published.files import COLUMNS
from pipelines.published.unjudged import Unjudged
from pipelines.release.assessment.table import assessment_table
from pipelines.release.breaks import break_table
from tests.release.assessment.cubes import PLACES, cube, figure, hidden, town

LAND = figure(1000, 10000)
KORUS = figure(300, 2000, regiontype="korus", regionkode="midt")
TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean,
         "array": pl.List(pl.String)}  # fmt: skip


@pytest.fixture(scope="module")
def assess(contracts: Contracts):
    catalogue = load_catalogue(contracts.folder)

    def assessed(*rows: dict[str, Any], breaks: tuple[Break, ...] = ()) -> list[dict[str, Any]]:
        return assessment_table(cube(*rows), catalogue, PLACES, {"bostedslos": breaks}).to_dicts()

    return assessed


def waves(*counts: tuple[int, int, int], **said: Any) -> list[dict[str, Any]]:
    return [figure(teller, nevner, aar=year, **said) for year, teller, nevner in counts]


FIVE = waves((2015, 1700, 19000), (2016, 1650, 19000), (2017, 1600, 19000), (2018, 1550, 19000), (2019, 1500, 19000))


def told(row: dict[str, Any], what: str) -> tuple[Any, ...]:
    return tuple(row[f"{what}_{end}"] for end in ("retning", "vurdert", "arsak"))


class TestOverTime:
    @pytest.mark.parametrize(
        ("rows", "breaks", "expected"),
        [
            pytest.param(FIVE, (), ("ned", "bedre", None), id="five in a row"),
            pytest.param(FIVE[:3], (), (None, None, "for_fa_punkter"), id="three"),
            pytest.param(FIVE, (Break(2018),), (None, None, "brudd"), id="two since the break"),
            pytest.param(FIVE, (Break(2018, harmless=True),), ("ned", "bedre", None), id="a harmless break"),
            pytest.param(FIVE, (Break(2018, bases=("alle",)),), ("ned", "bedre", None), id="a break of another base"),
            pytest.param(
                [*FIVE[2:], hidden(aar=2015), hidden(aar=2016)],
                (),
                (None, None, "for_fa_punkter"),
                id="three and hidden",
            ),
            pytest.param(waves(*((y, 0, 99) for y in range(2015, 2020))), (), (None, None, "uten_variasjon"), id="nil"),
            pytest.param([*FIVE[:4], town("5001", 9, 90)], (), (None, None, "for_fa_punkter"), id="another place"),
        ],
    )
    def test_trend(self, assess, rows: list[dict[str, Any]], breaks: tuple[Break, ...], expected: tuple[Any]) -> None:
        assert told(assess(*rows, breaks=breaks)[-1], "trend") == expected

    def test_the_trend_stands_at_the_last_figure_of_its_stretch(self, assess) -> None:
        later = figure(900, 19000, aar=2020)
        found = assess(*FIVE, later, breaks=(Break(2020),))
        assert [row["trend_arsak"] for row in found] == [*["senere_tall"] * 4, None, "brudd"]
        assert (found[4]["trend_fra"], found[4]["trend_punkter"]) == (2015, 5)
        assert found[4]["trend_per_aar"] == pytest.approx(-50 / 190, abs=0.002)

    @pytest.mark.parametrize(
        ("rows", "breaks", "expected"),
        [
            pytest.param(FIVE[3:], (), ("ingen_malbar_endring", "uendret", None), id="by chance"),
            pytest.param([FIVE[0], FIVE[4]], (), ("ned", "bedre", None), id="beyond chance"),
            pytest.param([FIVE[4]], (), (None, None, "forste_tall"), id="the first"),
            pytest.param([hidden(aar=2018), FIVE[4]], (), (None, None, "forste_tall"), id="the first that is shown"),
            pytest.param(FIVE[3:], (Break(2019),), (None, None, "brudd"), id="across a break"),
        ],
    )
    def test_change(self, assess, rows: list[dict[str, Any]], breaks: tuple[Break, ...], expected: tuple[Any]) -> None:
        assert told(assess(*rows, breaks=breaks)[-1], "endring") == expected

    def test_a_change_is_since_the_last_that_is_shown(self, assess) -> None:
        found = assess(FIVE[0], hidden(aar=2017), FIVE[4])
        # statsmodels 0.15: confint_proportions_2indep(1500, 19000, 1700, 19000, method="newcomb", compare="diff")
        assert found[-1]["endring_fra"] == 2015
        assert [found[-1][c] for c in ("endring", "endring_lav", "endring_hoy")] == pytest.approx(
            [-1.0526316, -1.6113429, -0.4942940], abs=1e-6
        )

    def test_a_municipality_that_only_changed_its_number_is_one_series(self, assess) -> None:
        old = town("1601", 300, 3000, aar=2017, geografi="rapportert")
        new = town("5001", 200, 3000, aar=2019, geografi="rapportert")
        assert told(assess(old, new)[-1], "endring") == ("ned", "bedre", None)

    def test_a_reported_figure_without_counts_has_a_change_without_interval(self, assess) -> None:
        reported = {"indikator": "bp_bostedslos", "kilde": "BrukerPlan", "argang": "2020", "metode": None}
        rows = [figure(None, None, aar=year, verdi=value, **reported) for year, value in ((2017, 9.0), (2019, 8.0))]
        found = assess(*rows)[-1]
        assert (found["endring"], found["endring_lav"], *told(found, "endring")) == (
            -1.0, None, None, None, "uten_intervall"
        )  # fmt: skip
        assert {found[f"{what}_arsak"] for what in ("trend", "land", "korus", "rang", "trakt")} == {"uten_antall"}

    def test_of_two_vintages_the_newest_is_judged(self, assess) -> None:
        both = [figure(n, 100, kilde="k", argang=year) for n, year in ((20, "2021"), (30, "2020"))]
        assert [(row["argang"]) for row in assess(*both)] == ["2021"]


class TestAmongPlaces:
    @pytest.mark.parametrize(
        ("own", "land", "korus"),
        [
            pytest.param(town("5001", 120, 400), ("over", None), ("over", None), id="over both"),
            pytest.param(town("5001", 52, 400), ("over", None), ("ikke_forskjellig", None), id="over one"),
            pytest.param(town("5001", 12, 400), ("under", None), ("under", None), id="under both"),
            pytest.param(town("5501", 12, 400), ("under", None), (None, "helheten_mangler"), id="KoRus is not shown"),
            pytest.param(KORUS, ("over", None), (None, "er_helheten"), id="the KoRus region"),
            pytest.param(LAND, (None, "er_helheten"), (None, "ikke_egnet"), id="the land"),
            pytest.param(town("5099", 120, 400), (None, "ikke_egnet"), (None, "ikke_egnet"), id="unplaced"),
            pytest.param(
                figure(120, 400, regiontype="fylke", regionkode="30", geografi="rapportert"),
                ("over", None), (None, "ikke_egnet"), id="a county in two regions",
            ),
            pytest.param(
                figure(120, 400, regiontype="bydel", regionkode="500101"), ("over", None), ("over", None), id="district"
            ),
            pytest.param(
                figure(120, 400, regiontype="gruppe", regionkode="by"), ("over", None), (None, "ikke_egnet"), id="group"
            ),
            pytest.param(
                town("5001", None, None, indikator="kartlagte", verdi=80.0, metode=None),
                (None, "ikke_egnet"), (None, "ikke_egnet"), id="a count",
            ),
        ],
    )  # fmt: skip
    def test_against_the_rest(self, assess, own: dict[str, Any], land: tuple[Any], korus: tuple[Any]) -> None:
        others = [row for row in (LAND, KORUS) if row is not own]
        found = assess(*others, own)[-1]
        assert (found["land_sammenlignet"], found["land_arsak"]) == land
        assert (found["korus_sammenlignet"], found["korus_arsak"]) == korus

    def test_a_hidden_land_leaves_nothing_to_be_held_against(self, assess) -> None:
        found = assess(hidden(), town("5001", 120, 400))[-1]
        assert [found[f"land_{c}"] for c in ("forskjell", "lav", "hoy", "sammenlignet")] == [None] * 4
        assert (found["land_arsak"], found["trakt_arsak"]) == ("helheten_mangler", "helheten_mangler")

    def test_the_difference_is_newcombes(self, assess) -> None:
        # statsmodels 0.15: confint_proportions_2indep(120, 400, 880, 9600, method="newcomb", compare="diff")
        found = assess(LAND, town("5001", 120, 400))[-1]
        assert [found[f"land_{c}"] for c in ("forskjell", "lav", "hoy")] == pytest.approx(
            [20.8333333, 16.5091542, 25.5306783], abs=1e-6
        )

    def test_a_sample_is_compared_with_the_lands_design_effect(self, assess) -> None:
        # Twice as wide intervals: a design effect of four. 20 points from the rest is then no longer beyond chance.
        said = {"indikator": "tilfreds", "basisgruppe": "alle", "undersokelse": "brukertilfredshet"}
        plain = assess(figure(600, 1000, **said), town("5001", 32, 40, **said))[-1]
        wide = {"metode": "klynger", "ki_lav": 53.8, "ki_hoy": 65.9}
        deflated = {"metode": "wilson_designeffekt", "ki_lav": 48.0, "ki_hoy": 94.3}
        sampled = assess(figure(600, 1000, **said | wide), town("5001", 32, 40, **said | deflated))[-1]
        assert (plain["land_sammenlignet"], sampled["land_sammenlignet"]) == ("over", "ikke_forskjellig")
        assert sampled["land_forskjell"] == plain["land_forskjell"]

    def test_rank_and_funnel(self, assess) -> None:
        towns = [town("5001", 400, 1000), town("5006", 100, 1000), town("5007", 12, 100), town("5099", 90, 100)]
        found = assess(LAND, *towns, hidden(regiontype="kommune", regionkode="5501"))
        places = [(row["rang"], row["rang_av"], row["rang_lav"], row["rang_hoy"], row["trakt"]) for row in found[1:4]]
        assert places == [(1, 3, 1, 1, "over_998"), (3, 3, 2, 3, "innenfor"), (2, 3, 2, 3, "innenfor")]
        assert [row["rang_arsak"] for row in found] == ["bare_kommuner", None, None, None, "ikke_egnet"]

    def test_what_is_not_to_be_ranked_is_not(self, contracts: Contracts) -> None:
        catalogue = load_catalogue(contracts.folder)
        listed = [i.model_copy(update={"ranking": False}) for i in catalogue["brukerplan"]]
        row = assessment_table(cube(LAND, town("5001", 120, 400)), {"brukerplan": tuple(listed)}, PLACES, {}).row(
            -1, named=True
        )
        assert (row["rang"], row["rang_arsak"], row["trakt"], row["trakt_arsak"]) == (
            None, "ikke_for_rangering", None, "ikke_for_rangering"
        )  # fmt: skip


PANEL = {"indikator": "bostedslos", "basisgruppe": "rus", "aar": 2019, "panel_fra": 2017, "regiontype": "land",
         "regionkode": "0", "panel_endring": -2, "panel_kommuner": 57, "panel_retning": "ned"}  # fmt: skip
GOAL = {"plan": "p", "planindikator": "h1", "regiontype": "land", "regionkode": "0", "basisgruppe": "rus",
        "baeres_av": "bostedslos", "siste_aar": 2019, "siste_kilde": "beregnet",
        "status": "riktig_retning"}  # fmt: skip


def beside(contracts: Contracts, *rows: dict[str, Any], panel: dict[str, Any], goal: dict[str, Any]) -> pl.DataFrame:
    schemas = (PANEL_SCHEMA, pl.Schema(COLUMNS["planstatus"]))
    tables = (pl.DataFrame([row], schema=schema) for row, schema in zip((panel, goal), schemas, strict=True))
    return assessment_table(cube(*rows), load_catalogue(contracts.folder), PLACES, {}, *tables)


class TestPanel:
    @pytest.mark.parametrize(
        ("rows", "panel", "expected"),
        [
            pytest.param([FIVE[2], FIVE[4]], {}, (-2, "ned", "bedre", None), id="told"),
            pytest.param(
                [FIVE[2], FIVE[4]], {"panel_fra": 2015}, (None, None, None, "for_fa_i_begge"), id="other year"
            ),
            pytest.param([FIVE[4]], {}, (None, None, None, "forste_tall"), id="the earlier figure is hidden"),
            pytest.param([FIVE[2], FIVE[4]], {"regiontype": "fylke"}, (None, None, None, "for_fa_i_begge"), id="other"),
            pytest.param(
                [town("5001", 9, 90, aar=2017), town("5001", 9, 90)], {}, (None, None, None, "bare_regioner"), id="town"
            ),
        ],
    )
    def test_stands_beside_the_change_since_the_same_year(
        self, contracts: Contracts, rows: list[dict[str, Any]], panel: dict[str, Any], expected: tuple[Any, ...]
    ) -> None:
        row = beside(contracts, *rows, panel=PANEL | panel, goal=GOAL).row(-1, named=True)
        assert tuple(row[f"panel_{c}"] for c in ("endring", "retning", "vurdert", "arsak")) == expected
        assert (row["panel_kommuner"] is None) == (row["panel_endring"] is None) == (row["panel_fra"] is None)


@pytest.mark.parametrize(
    ("rows", "goal", "expected"),
    [
        pytest.param([FIVE[4]], {}, ("riktig_retning", None), id="the last"),
        pytest.param([FIVE[2]], {}, (None, "senere_tall"), id="not the last"),
        pytest.param([FIVE[4] | {"basisgruppe": "alle"}], {}, (None, "uten_maal"), id="another base"),
        pytest.param(
            [FIVE[4]], {"status": "kan_ikke_avgjores", "arsak": "uten_utgangsverdi"},
            ("kan_ikke_avgjores", "uten_utgangsverdi"), id="undecided",
        ),
        pytest.param([FIVE[4]], {"siste_kilde": "IS-24/8"}, (None, "senere_tall"), id="another source"),
    ],
)  # fmt: skip
def test_a_goal_is_told_of_at_its_last_figure(
    contracts: Contracts, rows: list[dict[str, Any]], goal: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    row = beside(contracts, *rows, panel=PANEL, goal=GOAL | goal).row(-1, named=True)
    assert (row["maalstatus"], row["maalstatus_arsak"]) == expected


def test_divided_and_missing_figures_have_no_row(assess) -> None:
    divided = figure(9, 90, inndeling="kjonn", kategori="kvinne")
    empty = figure(0, 0, status="ingen_nevner", metode=None)
    assert assess(divided, empty, hidden()) == []


def test_the_tables_are_the_contracts(assess, contracts: Contracts) -> None:
    catalogue = load_catalogue(contracts.folder)
    breaks = declared_breaks(contracts, catalogue)
    made = {
        "vurdering": assessment_table(cube(*FIVE, town("5001", 120, 400)), catalogue, PLACES, breaks),
        "breaks": break_table(breaks),
    }
    for name, table in made.items():
        declared = read_form(contracts.folder / "output" / f"{name}.odcs.yaml", "output")
        assert dict(table.schema) == {c.name: TYPES[c.type] for c in declared.columns}
        assert dict(table.schema) == COLUMNS[name]
        for column in declared.columns:
            assert not (column.required and table[column.name].null_count()), column.name
            assert not column.codes or set(table[column.name].drop_nulls()) <= column.harmonised.keys()
            if column.name.endswith("arsak"):
                assert list(column.harmonised) == list(Unjudged)
