"""The attacker on made waves with cells planted: what it must find, what it must not, and one person apart."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.audit.judge import Breach
from pipelines.audit.limits import Rules
from pipelines.audit.recover import Attacked, attack
from pipelines.published import WHOLE
from tests.support import leaks

RULES = Rules(cell=5, mean_base=10, homogeneous_base=20)
PERCENT = ("kvinner", "bostedslos", "bolig_tilfredsstillende")
LARGE = (400, 500, 450, 600, 420, 700)
LOCAL = pl.col("regiontype") == "kommune"
TWINS = LOCAL & pl.col("regionkode").is_in(leaks.TWINS)


def attacked(newest: pl.DataFrame, rows: pl.DataFrame, *earlier: tuple[pl.DataFrame, pl.DataFrame]) -> Attacked:
    editions = [leaks.edition(table, of) for table, of in earlier]
    return attack(leaks.wave(leaks.edition(newest, rows), *editions), RULES, PERCENT)


def breaches(found: Attacked) -> set[str]:
    return set(found.findings["brudd"])


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    return leaks.persons(1, LARGE)


@pytest.fixture(scope="module")
def table(rows: pl.DataFrame) -> pl.DataFrame:
    return leaks.figures(rows)


def at(place: str) -> pl.Expr:
    return LOCAL & (pl.col("regionkode") == place)


def is_cell(indicator: str, base: str = "alle", sex: str = WHOLE) -> pl.Expr:
    return (pl.col("indikator") == indicator) & (pl.col("basisgruppe") == base) & (pl.col("kategori") == sex)


def test_large_counts_all_shown_are_no_breach(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    found = attacked(table, rows)
    assert found.broken == 0
    assert found.findings.is_empty()


@pytest.mark.parametrize(
    ("hidden", "recovered"),
    [
        pytest.param(at("1103") & is_cell("kvinner"), True, id="one figure, by its sexes"),
        pytest.param(at("1103"), True, id="a municipality, by its county less the others"),
        pytest.param(TWINS, False, id="two municipalities alike"),
        pytest.param(
            LOCAL & pl.col("regionkode").is_in(["1103", "1246"]), True, id="one municipality of each of two counties"
        ),
        pytest.param(pl.col("regiontype") == "korus", True, id="a level, by the one below"),
        pytest.param((pl.col("geografi") == "2024") & LOCAL, True, id="one view of borders, by the other"),
    ],
)
def test_what_the_rest_gives_away(rows: pl.DataFrame, table: pl.DataFrame, hidden: pl.Expr, recovered: bool) -> None:
    found = attacked(leaks.hide(table, hidden), rows)
    assert found.broken == 0
    assert found.hidden["provd"].all()
    assert found.hidden["gjenskapt"].any() == recovered
    assert (Breach.RECOVERED in breaches(found)) == recovered


@settings(max_examples=5)
@given(seed=st.integers(0, 2**31), share=st.floats(0.01, 0.5))
def test_figures_hidden_at_random_are_settled_and_never_contradicted(seed: int, share: float) -> None:
    rows = leaks.persons(seed, (9, 30, 4, 60, 15, 2))
    drawn = leaks.figures(rows).with_columns(trukket=pl.int_range(pl.len()).shuffle(seed) < share * pl.len())
    found = attacked(leaks.hide(drawn, pl.col("trukket")).drop("trukket"), rows)
    assert found.broken == 0
    assert found.hidden.height == drawn["trukket"].sum()
    assert found.hidden["provd"].all()


@pytest.mark.parametrize(
    ("count", "base", "indicator", "breach"),
    [
        pytest.param(3, 80, "bostedslos", Breach.CELL, id="cell"),
        pytest.param(77, 80, "bostedslos", Breach.REST, id="rest of the base"),
        pytest.param(0, 12, "bostedslos", Breach.HOMOGENEOUS, id="nobody of a few, sensitive"),
        pytest.param(0, 12, "kvinner", None, id="nobody of a few, not sensitive"),
        pytest.param(0, 80, "bostedslos", None, id="nobody of many"),
        pytest.param(5, 80, "bostedslos", None, id="five"),
    ],
)
def test_each_rule_is_held_against_what_is_shown(
    rows: pl.DataFrame, table: pl.DataFrame, count: int, base: int, indicator: str, breach: Breach | None
) -> None:
    one = table.filter(at("1103"), is_cell(indicator), pl.col("geografi") == "2024")
    shown = one.with_columns(teller=pl.lit(count, pl.Int64), nevner=pl.lit(base, pl.Int64))
    assert breaches(attacked(shown, rows)) == ({breach.value} if breach else set())


def test_a_number_left_in_a_hidden_figure_is_told(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    left = leaks.hide(table, TWINS).with_columns(verdi=pl.when(TWINS).then(50.0).otherwise("verdi"))
    assert Breach.NUMBER in breaches(attacked(left, rows))


def test_a_place_that_nothing_is_known_of_is_told(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    odd = table.filter(at("1103")).with_columns(regiontype=pl.lit("bydelsgruppe"))
    assert Breach.UNLINKED in breaches(attacked(pl.concat([table, odd]), rows))


def test_what_was_shown_before_is_known(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    assert attacked(leaks.hide(table, TWINS), rows).findings.is_empty()
    found = attacked(leaks.hide(table, TWINS), rows, (table, rows))
    assert found.hidden["gjenskapt"].all()


def test_one_person_apart_is_caught(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    fewer = rows.with_row_index().filter(pl.col("index") != 7).drop("index")
    found = attacked(table, rows, (leaks.figures(fewer), fewer))
    assert found.broken == 0
    assert breaches(found) == {Breach.CHANGED}
    told = found.findings.filter(pl.col("regionkode") == "1103")["hva"].to_list()
    assert any(cell.startswith("kartlagte, ") for cell in told)
    assert set(found.findings.filter(pl.col("regiontype") == "kommune")["regionkode"]) == {"1103"}


def test_many_persons_apart_is_a_new_count(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    fewer = rows.with_row_index().filter(pl.col("index") >= 200).drop("index")
    assert Breach.CHANGED not in breaches(attacked(table, rows, (leaks.figures(fewer), fewer)))


def test_a_municipality_that_joins_is_the_new_total_less_the_old(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    """Neither of the two hidden ones is known, until it is known what there was before one of them came."""
    before = rows.filter(pl.col("kommunenummer") != "1102")
    assert attacked(leaks.hide(table, TWINS), rows).findings.is_empty()
    found = attacked(leaks.hide(table, TWINS), rows, (leaks.hide(leaks.figures(before), TWINS), before))
    assert found.broken == 0
    assert found.hidden["gjenskapt"].all()


def test_a_hidden_change_does_not_mislead(rows: pl.DataFrame, table: pl.DataFrame) -> None:
    """Persons changed where nothing is shown: the earlier release contradicts the new one, and proves nothing."""
    changed = rows.with_columns(bolig=pl.when(pl.col("kommunenummer") == "1102").then(pl.lit("rod")).otherwise("bolig"))
    found = attacked(leaks.hide(table, TWINS), rows, (leaks.hide(leaks.figures(changed), TWINS), changed))
    assert found.broken == 0
    assert not found.hidden["gjenskapt"].any()
