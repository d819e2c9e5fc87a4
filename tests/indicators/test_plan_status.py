"""What is said of a plan's indicators, on figures made for it and on the published ones."""

import polars as pl
import pytest

from pipelines.contracts.model import Break
from pipelines.contracts.plan_file import Plan
from pipelines.contracts.repository import load_contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.comparability import declared_breaks
from pipelines.indicators.judged import Limits
from pipelines.indicators.plan_status import plan_status
from pipelines.indicators.plans import load_plans
from pipelines.published import COMPUTED
from pipelines.settings import REPOSITORY

CONTRACTS = REPOSITORY / "data_contracts"
TEXT = {"nb": "x", "nn": "x"}
SHARE = {
    "id": "a", "goal": 1, "title": TEXT, "system": "s", "direction": "lower", "unit": "prosent", "decimals": 1,
    "baseline": 2016, "carried_by": ["hjemlos"], "state": "aktiv", "provenance": "S", "sources": ["k"],
}  # fmt: skip


def plan(**change):
    return Plan.model_validate({
        "id": "p", "title": TEXT, "document": "d", "period": {"first": 2016, "last": 2020}, "sources": {"k": "K"},
        "goals": [{"number": 1, "title": TEXT}], "indicators": [SHARE | change],
    })  # fmt: skip


FREE = Limits()


def figures(*rows, indicator="hjemlos", base="alle", place=("land", "0"), status="ok", source="SSB"):
    """Rows of year, value, lower and upper limit and base."""
    columns = {"aar": pl.Int64, "verdi": pl.Float64, "ki_lav": pl.Float64, "ki_hoy": pl.Float64, "nevner": pl.Int64}
    frame = pl.DataFrame(rows, columns, orient="row")
    return frame.with_columns(
        indikator=pl.lit(indicator), basisgruppe=pl.lit(base), regiontype=pl.lit(place[0]),
        regionkode=pl.lit(place[1]), status=pl.lit(status), kilde=pl.lit(source), argang=pl.lit(None, pl.String),
        syntetisk=pl.lit(source == COMPUTED),
    )  # fmt: skip


def said(plan, figures, limits=FREE, breaks=()):
    """The row of the land, where the series of the only carrier breaks in the years `breaks`."""
    return plan_status(plan, figures, limits, {"hjemlos": [Break(year) for year in breaks]}).row(0, named=True)


BASELINE = (2016, 30.0, 28.0, 32.0, 2000)
FALL, SAME, RISE = (2019, 20.0, 18.0, 22.0, 2000), (2019, 30.5, 28.5, 32.5, 2000), (2019, 40.0, 38.0, 42.0, 2000)


@pytest.mark.parametrize(
    ("change", "rows", "status", "reason"),
    [
        ({}, [BASELINE, FALL], "riktig_retning", None),
        ({}, [FALL, BASELINE], "riktig_retning", None),
        ({}, [BASELINE, SAME], "ingen_malbar_endring", None),
        ({}, [BASELINE, RISE], "feil_retning", None),
        ({"direction": "higher"}, [BASELINE, RISE], "riktig_retning", None),
        ({"target": {"value": 25, "source": "k"}}, [BASELINE, FALL], "nadd", None),
        ({"target": {"value": 21, "source": "k"}}, [FALL], "trolig_nadd", None),
        ({"target": {"value": 10, "source": "k"}}, [BASELINE, FALL], "ikke_nadd", None),
        ({"target": {"value": 20, "strict": True, "source": "k"}}, [FALL], "trolig_ikke", None),
        ({"target": {"value": -20, "change": True, "source": "k"}}, [BASELINE, FALL], "nadd", None),
        ({"target": {"value": -60, "change": True, "source": "k"}}, [BASELINE, FALL], "ikke_nadd", None),
        ({}, [BASELINE, (2019, 20.0, None, None, 2000)], "kan_ikke_avgjores", "uten_intervall"),
        ({"exact": True}, [(2016, 30, None, None, None), (2019, 29, None, None, None)], "riktig_retning", None),
        ({}, [BASELINE], "kan_ikke_avgjores", "ingen_senere_verdi"),
        ({}, [FALL], "kan_ikke_avgjores", "uten_utgangsverdi"),
        ({"baseline": None}, [BASELINE, FALL], "kan_ikke_avgjores", "uten_utgangsverdi"),
        ({}, [], "kan_ikke_avgjores", "ingen_verdier"),
        ({}, [BASELINE, (2019, None, None, None, None)], "kan_ikke_avgjores", "ingen_senere_verdi"),
        ({"direction": None}, [BASELINE, FALL], "kan_ikke_avgjores", "uten_retning"),
        ({"state": "ikke_etablert"}, [BASELINE, FALL], "kan_ikke_avgjores", "ikke_etablert"),
        ({"state": "utgatt"}, [BASELINE, FALL], "kan_ikke_avgjores", "utgatt"),
    ],
)  # fmt: skip
def test_the_goal_is_judged_or_it_is_said_why_not(change, rows, status, reason):
    row = said(plan(**change), figures(*rows))
    assert (row["status"], row["arsak"]) == (status, reason)


def test_the_change_goes_with_its_interval_and_whether_it_is_good():
    row = said(plan(), figures(BASELINE, FALL))
    assert (row["utgangsverdi"], row["siste_aar"], row["siste_verdi"], row["endring"]) == (30.0, 2019, 20.0, -10.0)
    # Two limits of 2 points each, independent: the root of the sum of their squares.
    assert (row["endring_lav"], row["endring_hoy"]) == (pytest.approx(-10 - 8**0.5), pytest.approx(-10 + 8**0.5))
    assert row["status"] == "riktig_retning"


def test_no_change_is_told_across_a_break():
    row = said(plan(), figures(BASELINE, (2018, 29.9, 28.0, 32.0, 2000), FALL), breaks=[2019])
    assert (row["siste_aar"], row["status"]) == (2018, "ingen_malbar_endring")


def test_a_small_base_at_either_end_is_not_judged():
    few = (2016, 30.0, 28.0, 32.0, 9)
    row = said(plan(), figures(few, FALL), Limits(base=10))
    assert (row["status"], row["arsak"]) == ("kan_ikke_avgjores", "lav_base")


def test_the_first_indicator_that_has_figures_is_used_alone():
    both = pl.concat([figures(BASELINE, indicator="b"), figures(FALL, indicator="c")])
    row = said(plan(carried_by=["none", "b", "c"]), both)
    assert (row["baeres_av"], row["siste_aar"]) == ("b", 2016)


def test_a_revised_value_holds_and_another_base_is_not_mixed_in():
    rows = figures(BASELINE, FALL, (2019, 21.0, 19.0, 23.0, 2000))
    row = said(plan(), pl.concat([rows, figures((2019, 99.0, 98.0, 100.0, 1), base="rus")]))
    assert row["siste_verdi"] == 21.0


OSLO, BERGEN = ("kommune", "0301"), ("kommune", "4601")


def test_every_place_with_figures_is_told_by_its_own_and_the_land_always():
    rows = [figures(BASELINE, RISE, place=BERGEN), figures(BASELINE, FALL, place=OSLO)]
    told = plan_status(plan(), pl.concat(rows)).select("regiontype", "regionkode", "status").rows()
    assert told == [
        ("land", "0", "kan_ikke_avgjores"), (*OSLO, "riktig_retning"), (*BERGEN, "feil_retning"),
    ]  # fmt: skip


def test_each_place_has_its_own_carrier():
    rows = pl.concat([figures(BASELINE, indicator="b"), figures(FALL, indicator="c", place=OSLO)])
    told = plan_status(plan(carried_by=["b", "c"]), rows)
    assert told.select("regiontype", "baeres_av").rows() == [("land", "b"), ("kommune", "c")]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([figures((2016, None, None, None, None), place=OSLO, status="skjult")], "skjult"),
        ([figures((2016, None, None, None, None), place=OSLO, status="ikke_kartlagt")], "ingen_verdier"),
        ([figures(BASELINE, place=OSLO),
          figures((2019, None, None, None, None), place=OSLO, status="skjult")], "ingen_senere_verdi"),
        ([figures((2016, None, None, None, None), place=OSLO, status="skjult"),
          figures(FALL, place=OSLO)], "uten_utgangsverdi"),
    ],
    ids=["all hidden", "not mapped", "latest hidden", "baseline hidden"],
)  # fmt: skip
def test_a_place_without_figures_says_why_and_shows_nothing_hidden(rows, reason):
    told = plan_status(plan(), pl.concat(rows)).filter(pl.col("regionkode") == "0301").row(0, named=True)
    assert (told["status"], told["arsak"], told["endring"]) == ("kan_ikke_avgjores", reason, None)


@pytest.mark.parametrize("weak", [BASELINE[0], FALL[0]], ids=["baseline", "latest"])
def test_a_figure_on_too_little_coverage_is_not_judged(weak):
    rows = [figures(row, status="usikkert" if row[0] == weak else "ok") for row in (BASELINE, FALL)]
    row = said(plan(), pl.concat(rows))
    assert (row["status"], row["arsak"], row["endring"]) == ("kan_ikke_avgjores", "lav_dekning", -10.0)


def test_a_base_that_was_not_delivered_is_no_small_base():
    exact = figures((2016, 100, None, None, None), (2019, 120, None, None, None))
    assert said(plan(exact=True, direction="higher"), exact, Limits(base=30))["status"] == "riktig_retning"


def test_what_came_after_a_break_is_told_and_not_compared():
    row = said(plan(), figures(BASELINE, FALL), breaks=[2019])
    assert (row["siste_aar"], row["nyeste_aar"], row["nyeste_verdi"]) == (2016, 2019, 20.0)
    assert row["arsak"] == "ingen_senere_verdi"


@pytest.mark.parametrize(
    ("decimals", "source", "value", "expected"),
    [(None, COMPUTED, 20.0, 1), (None, "SSB", 20.0, 0), (None, "SSB", 20.25, 2), (0, COMPUTED, 20.0, 0)],
    ids=["computed share", "delivered whole", "delivered with decimals", "as the plan says"],
)
def test_digits_are_those_the_figure_is_shown_with(decimals, source, value, expected):
    rows = figures(BASELINE, (2019, value, value - 2, value + 2, 2000), source=source)
    assert said(plan(decimals=decimals), rows)["desimaler"] == expected


def test_a_movement_that_reads_as_none_is_none():
    rise = figures((2016, 30.0, 29.99, 30.01, 9999), (2019, 29.96, 29.95, 29.97, 9999), source=COMPUTED)
    row = said(plan(), rise)
    assert (row["endring_hoy"] < 0, row["status"]) == (True, "ingen_malbar_endring")


def test_values_of_the_plan_itself_are_of_the_land_and_yield_to_figures():
    own = plan(values=[{"year": 2016, "value": 50, "source": "k"}])
    told = plan_status(own, figures(FALL, place=OSLO))
    assert told.select("regiontype", "siste_verdi", "siste_kilde").rows() == [("land", 50, "k"), ("kommune", 20, "SSB")]
    assert said(own, figures(FALL))["siste_verdi"] == 20.0


@pytest.fixture(scope="module")
def published():
    read = pl.read_csv(CONTRACTS / "reference" / "publiserte_tall.csv", schema_overrides={"nevner": pl.Int64})
    figures = read.with_columns(pl.col("verdi").cast(pl.Float64), ki_lav=pl.lit(None), ki_hoy=pl.lit(None))
    figures = figures.with_columns(
        pl.col("regionkode").cast(pl.String),
        status=pl.lit("ok"),
        syntetisk=pl.lit(value=False),
        argang=pl.col("argang").cast(pl.String),
    )
    breaks = declared_breaks(load_contracts(CONTRACTS), load_catalogue(CONTRACTS))
    told = pl.concat([plan_status(plan, figures, FREE, breaks) for plan in load_plans(CONTRACTS).values()])
    return {row["planindikator"]: row for row in told.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("indicator", "baseline", "latest", "status", "reason"),
    [
        ("o2", (2016, 13936), (2019, 16399), "riktig_retning", None),
        ("o4", (2016, 2873), (2019, 3527), "riktig_retning", None),
        ("b4", (2017, 54), (2021, 63), "kan_ikke_avgjores", "uten_intervall"),
        ("h1", (2016, 9), (2016, 9), "kan_ikke_avgjores", "ingen_senere_verdi"),
        ("h4", (2016, 3909), (2020, 3325), "kan_ikke_avgjores", "uten_intervall"),
        ("a7", (None, None), (2019, 10), "kan_ikke_avgjores", "uten_utgangsverdi"),
        ("b3", (None, None), (None, None), "kan_ikke_avgjores", "ikke_etablert"),
        ("a5", (None, None), (None, None), "kan_ikke_avgjores", "ingen_verdier"),
        ("o1", (2016, 495), (2016, 495), "kan_ikke_avgjores", "uten_retning"),
    ],
)
def test_the_published_figures_say_what_they_can(published, indicator, baseline, latest, status, reason):
    row = published[indicator]
    assert ((row["utgangsaar"], row["utgangsverdi"]), (row["siste_aar"], row["siste_verdi"])) == (baseline, latest)
    assert (row["status"], row["arsak"]) == (status, reason)


def test_nothing_is_said_of_a_plan_without_a_baseline(published):
    rows = [published[i.id] for i in load_plans(CONTRACTS)["psykisk_helse_2023_2033"].indicators]
    assert {(row["status"], row["arsak"]) for row in rows} == {("kan_ikke_avgjores", "ikke_etablert")}
