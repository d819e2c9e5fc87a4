"""What a release holds of the plans: the contract's table, made of shown figures only, and the plans as they were."""

from __future__ import annotations

import json

import polars as pl
import pytest

from pipelines.contracts.model import Break
from pipelines.contracts.odcs import read_form
from pipelines.contracts.plan_file import State
from pipelines.indicators.goals import GoalStatus
from pipelines.indicators.judged import Limits, Undecided
from pipelines.indicators.plan_verdict import PlanReason
from pipelines.indicators.plans import load_plans
from pipelines.published import BrokenRelease
from pipelines.published.files import COLUMNS
from pipelines.published.plans import read_plans
from pipelines.release.plans import plan_documents, plan_status_table
from pipelines.settings import REPOSITORY
from tests.support.release import WAVES, cube

PLANS = load_plans(REPOSITORY / "data_contracts")
TYPES = {"string": pl.String, "integer": pl.Int64, "number": pl.Float64, "boolean": pl.Boolean}


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    return cube(WAVES, ["0301", "5001", "5636"], synthetic=True)


@pytest.fixture(scope="module")
def table(figures: pl.DataFrame) -> pl.DataFrame:
    return plan_status_table(PLANS, figures, Limits(base=30), {"arsverk_totalt": (Break(2020),)})


def test_the_table_is_the_contracts(table: pl.DataFrame) -> None:
    declared = read_form(REPOSITORY / "data_contracts" / "output" / "planstatus.odcs.yaml", "output")
    assert dict(table.schema) == {c.name: TYPES[c.type]() for c in declared.columns}
    assert dict(table.schema) == COLUMNS["planstatus"]
    assert [c.name for c in declared.columns if c.required and table[c.name].null_count()] == []
    assert not table.select("plan", "planindikator", "regiontype", "regionkode").is_duplicated().any()
    codes = {c.name: set(c.harmonised) for c in declared.columns if c.codes}
    assert codes["status"] == {one.value for one in GoalStatus}
    assert codes["arsak"] == {one.value for one in (*PlanReason, *Undecided)}


def test_every_indicator_is_told_for_the_land_once(table: pl.DataFrame) -> None:
    land = table.filter(regiontype="land").select("plan", "planindikator").rows()
    assert land == [(name, one.id) for name, plan in sorted(PLANS.items()) for one in plan.indicators]


def test_what_is_told_is_what_the_cube_shows(figures: pl.DataFrame, table: pl.DataFrame) -> None:
    """Every value is that of a shown row, so that a hidden one can be neither baseline nor latest."""
    shown = figures.filter(pl.col("status").is_in(["ok", "usikkert"]), inndeling="alle", geografi="2024")
    for year, value in (("utgangsaar", "utgangsverdi"), ("siste_aar", "siste_verdi"), ("nyeste_aar", "nyeste_verdi")):
        told = table.filter(pl.col("baeres_av").is_not_null(), pl.col(value).is_not_null())
        keys = ["regiontype", "regionkode", "basisgruppe"]
        assert told.height > 0
        lost = told.join(
            shown, left_on=["baeres_av", year, value, *keys], right_on=["indikator", "aar", "verdi", *keys], how="anti"
        )
        assert lost.is_empty(), lost


def test_a_figure_that_is_hidden_later_leaves_no_trace(figures: pl.DataFrame) -> None:
    mine = pl.col("regionkode") == "5001"
    empty = {c: pl.when(mine).then(None).otherwise(pl.col(c)).alias(c) for c in ("verdi", "ki_lav", "ki_hoy", "nevner")}
    hidden = figures.with_columns(*empty.values(), status=pl.when(mine).then(pl.lit("skjult")).otherwise("status"))
    told = plan_status_table(PLANS, hidden, Limits(), {}).filter(pl.col("regionkode") == "5001")
    assert told.height > 0
    assert (
        told.select("utgangsverdi", "siste_verdi", "nyeste_verdi", "endring").null_count().row(0) == (told.height,) * 4
    )


def test_the_revised_vintage_holds(figures: pl.DataFrame) -> None:
    deaths = figures.filter(pl.col("indikator") == "narkotikautloste_dodsfall", pl.col("aar") <= 2020)
    first = deaths.with_columns(argang=pl.when(pl.col("argang") == "revidert").then(pl.lit("2021")).otherwise(None))
    told = plan_status_table(PLANS, first, Limits(), {}).row(by_predicate=pl.col("planindikator") == "h10", named=True)
    assert (told["siste_aar"], told["siste_verdi"], told["siste_argang"]) == (2020, 331, "2021")


def test_without_plans_there_is_an_empty_table_of_the_same_columns(figures: pl.DataFrame, table: pl.DataFrame) -> None:
    none = plan_status_table({}, figures, Limits(), {})
    assert (none.height, dict(none.schema)) == (0, dict(table.schema))


def test_the_plans_are_read_back_whole_also_with_what_a_later_version_adds(table: pl.DataFrame) -> None:
    documents = plan_documents(PLANS)
    assert read_plans(json.dumps(documents).encode(), table, "r").by_id == PLANS
    later = {name: plan | {"nytt_felt": 1} for name, plan in documents.items()}
    assert read_plans(json.dumps(later).encode(), table, "r").by_id == PLANS


@pytest.mark.parametrize("content", [b"", b"[]", b'{"x": {"id": "x"}}'], ids=["empty", "a list", "half a plan"])
def test_what_is_no_plans_closes_the_release(table: pl.DataFrame, content: bytes) -> None:
    with pytest.raises(BrokenRelease, match=r"plans\.json"):
        read_plans(content, table, "r")


def test_the_registry_has_no_indicator_that_a_source_does_not_establish() -> None:
    """No source tells which were retired or not updated by name, and nothing may be made up."""
    states = {one.state for plan in PLANS.values() for one in plan.indicators}
    assert states == {State.ACTIVE, State.NOT_ESTABLISHED}
