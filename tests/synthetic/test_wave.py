"""Rows drawn as declared, and declarations that do not work out refused with the place."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from pipelines.geography import Geography
from pipelines.synthetic.declaration import Example, ExampleError
from pipelines.synthetic.wave import draw_wave
from tests.support.files import contracts, form

KNOWN = ["gronn", "gul", "rod"]
AREAS = ("aktivitet", "okonomi", "fysisk_helse", "psykisk_helse", "rusmiddelbruk", "sosial_fungering", "nettverk")
SERVICES = tuple(c.name for c in form("brukerplan", 2015).columns if c.name.startswith(("tjeneste_", "behov_")))


def yes_no() -> dict[str, Any]:
    return {"of": [{"shares": {"ja": 1, "nei": 3}}]}


DECLARED: dict[str, Any] = {
    "seed": "prøve",
    "latent": {"basisgruppe": {"rop_alvorlig": 1.0}},
    "columns": {
        "enhet": {"per_place": {"codes": {"rus": 2, "annet": 1}, "rows_per_code": 50}},
        "kjonn": {"of": [{"shares": {"mann": 70, "kvinne": 30}}]},
        "aldersgruppe": {"of": [{"shares": {"18-23": 1, "30-39": 2}}]},
        "bolig": {
            "of": [
                {"where": {"basisgruppe": ["rus"]}, "apart": {"ukjent": 2}, "shares": {"gronn": 74, "rod": 26}},
                {"shares": {"gronn": 1}},
            ],
            "latent": 0.8,
            "place": 0.5,
        },
        **{area: {"of": [{"shares": {"gronn": 1, "gul": 1, "rod": 1}}]} for area in AREAS},
        "individuell_plan": yes_no(),
        "ansvarsgruppe": yes_no(),
        "barn": {"of": [{"shares": {"samvaer": 20, "ingen": 80}}], "leans": {"kjonn": {"kvinne": -3}}},
        "antall_barn": {"requires": {"barn": ["samvaer"]}, "of": [{"shares": {1: 1, 2: 1}}]},
        "lar": yes_no(),
        "inntekt": {"of": [{"shares": {"aap": 1}}]},
        **{service: yes_no() for service in SERVICES},
    },
    "waves": {
        2015: {
            "municipalities": {"count": 20, "always": ["0301"]},
            "rows": {
                "column": "basisgruppe",
                "counts": {"rus_uten_psykisk": 600, "rop_alvorlig": 400, "kun_psykisk": 500},
                "minimum": {"rus_uten_psykisk": 2},
            },
            "on_top": {"percent": 2, "set": {"aldersgruppe": "16-17"}},
        }
    },
}


def draw(geography: Geography, changed: Mapping[str, Any] | None = None) -> pl.DataFrame:
    """The wave of `DECLARED`, with values replaced by dotted path (None removes)."""
    declared = copy.deepcopy(DECLARED)
    for path, value in (changed or {}).items():
        *way, last = (int(p) if p.isdecimal() else p for p in path.split("."))
        inner: Any = declared
        for step in way:
            inner = inner[step]
        if value is None:
            del inner[last]
        else:
            inner[last] = value
    survey = contracts().surveys["brukerplan"]
    return draw_wave(survey, form("brukerplan", 2015), Example.model_validate(declared), geography, 2015)


@pytest.fixture(scope="module")
def drawn(geography: Geography) -> pl.DataFrame:
    return draw(geography)


def published(table: pl.DataFrame) -> pl.DataFrame:
    return table.filter(pl.col("aldersgruppe") != "16-17")


def counted(table: pl.DataFrame, column: str) -> dict[str, int]:
    return dict(table.group_by(column).len().iter_rows())


def test_groups_are_counted_exactly_and_the_rest_comes_on_top(drawn: pl.DataFrame) -> None:
    assert counted(published(drawn), "basisgruppe") == {
        "rus_uten_psykisk": 600, "rop_alvorlig": 400, "kun_psykisk": 500}  # fmt: skip
    assert len(drawn) == 1530


def test_quotas_are_met_exactly_in_each_cell(drawn: pl.DataFrame) -> None:
    rus = published(drawn).filter(pl.col("basisgruppe") != "kun_psykisk")
    assert counted(rus, "bolig") == {"ukjent": 20, "gronn": 725, "rod": 255}
    assert counted(published(drawn).filter(pl.col("basisgruppe") == "kun_psykisk"), "bolig") == {"gronn": 500}
    assert counted(published(drawn), "kjonn") == {"mann": 1050, "kvinne": 450}


def test_the_latent_score_makes_groups_differ(drawn: pl.DataFrame) -> None:
    red = drawn.filter(pl.col("bolig").is_in(KNOWN)).group_by("basisgruppe").agg((pl.col("bolig") == "rod").mean())
    shares = dict(red.iter_rows())
    assert shares["rop_alvorlig"] > 1.5 * shares["rus_uten_psykisk"]


def test_leans_move_a_code_to_those_who_lean_to_it(drawn: pl.DataFrame) -> None:
    has = dict(drawn.group_by("kjonn").agg((pl.col("barn") == "samvaer").mean()).iter_rows())
    assert has["kvinne"] > 0.5
    assert has["mann"] < 0.1


def test_a_column_that_requires_another_is_empty_elsewhere(drawn: pl.DataFrame) -> None:
    assert (drawn["antall_barn"].is_not_null() == (drawn["barn"] == "samvaer")).all()


def test_every_municipality_has_the_minimum(drawn: pl.DataFrame) -> None:
    per_place = published(drawn).filter(pl.col("basisgruppe") == "rus_uten_psykisk").group_by("kommunenummer").len()
    assert len(per_place) == 20
    assert per_place["len"].min() == 2


def test_municipalities_have_as_many_units_as_their_rows_call_for(drawn: pl.DataFrame) -> None:
    units = drawn.group_by("kommunenummer").agg(n=pl.len(), units=pl.col("enhet").n_unique(), first=pl.col("enhet"))
    assert all(used == min(2, max(1, n // 50)) for n, used in units.select("n", "units").iter_rows())
    assert all(set(first) == {"rus"} for n, first in units.select("n", "first").iter_rows() if n < 100)


def test_unknowns_are_found_in_the_larger_municipalities_only(drawn: pl.DataFrame) -> None:
    sizes = counted(drawn, "kommunenummer")
    assert all(sizes[number] >= 25 for number in drawn.filter(pl.col("bolig") == "ukjent")["kommunenummer"])


def test_the_same_declaration_draws_the_same_rows(geography: Geography, drawn: pl.DataFrame) -> None:
    assert draw(geography).equals(drawn)
    assert not draw(geography, {"seed": "annen"}).equals(drawn)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"columns.lar": None}, "brukerplan 2015 lar: kolonnen er obligatorisk"),
        ({"columns.lar.of": [{"shares": {"kanskje": 1}}]}, "brukerplan 2015 lar: kontrakten kjenner ikke kanskje"),
        ({"columns.lar.of": [{"where": {"kjonn": ["mann"]}, "shares": {"ja": 1}}]}, "rader hører ikke til noen celle"),
        ({"columns.bolig.leans": {"lar": {"ja": 1}}}, "bolig: kan ikke avhenge av lar"),
        ({"columns.bolig.of": [{"apart": {"ukjent": 100}}]}, "flere rader enn de"),
        ({"columns.enhet.per_place": {"codes": {"skole": 1}}}, "kjenner ikke skole"),
        ({"waves.2015.rows.counts": {"alle": 100}}, "basisgruppe: kontrakten kjenner ikke alle"),
        ({"waves.2015.rows.minimum": {"rop_alvorlig": 30}}, "600 er oppgitt, men cellen har 400 rader"),
        ({"columns.aldersgruppe.of": [{"counts": {"18-23": 3}}]}, "3 er oppgitt, men cellen har 1500 rader"),
    ],
)
def test_declarations_that_do_not_work_out(geography: Geography, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(ExampleError, match=message):
        draw(geography, changed)
