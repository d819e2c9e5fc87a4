"""An index counts what a person would count by hand, in DuckDB, and never makes an unknown answer a good one."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest

from pipelines.indicators.composites import cycle, derived, resolved
from pipelines.indicators.entries import Index
from pipelines.indicators.expressions import columns_of

TEXT = {"nb": "x", "nn": "x"}
LEVELS = {"lav": {"least": 0, "title": TEXT}, "hoy": {"least": 3, "title": TEXT}}
AREA = {"gronn": 0, "gul": 1, "rod": 2.5}


def index(name: str = "last", **fields: Any) -> Index:
    given = {"id": name, "kind": "index", "title": TEXT, "definition": TEXT, "ours": True, "levels": LEVELS}
    return Index.model_validate({**given, "points": {"bolig": AREA, "okonomi": AREA}, **fields})


def of_row(expression: str, bolig: str | None, okonomi: str | None, *indexes: Index) -> Any:
    sql = resolved(expression, derived({each.id: each for each in indexes or (index(),)}))
    assert columns_of(sql) <= {"bolig", "okonomi"}
    with duckdb.connect() as connection:
        row = "SELECT ?::VARCHAR AS bolig, ?::VARCHAR AS okonomi"
        return connection.execute(f"SELECT {sql} FROM ({row})", [bolig, okonomi]).fetchall()[0][0]


@pytest.mark.parametrize(
    ("bolig", "okonomi", "points", "level"),
    [
        ("gronn", "gronn", 0, "lav"),
        ("gul", "rod", 3.5, "hoy"),
        ("rod", "gronn", 2.5, "lav"),
        pytest.param("ukjent", "rod", None, None, id="a code without points"),
        pytest.param(None, "rod", None, None, id="not answered"),
    ],
)
def test_points_and_levels(bolig: str | None, okonomi: str, points: float | None, level: str | None) -> None:
    found = of_row("last_poeng", bolig, okonomi)
    assert (found if found is None else float(found)) == points
    assert of_row("last", bolig, okonomi) == level


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("last = 'hoy'", True),
        ("last IN ('lav')", False),
        ("last_poeng >= 3 AND bolig = 'rod'", True),
        ("last_poeng BETWEEN 0 AND 2", False),
        ("last IS NULL", False),
    ],
)
def test_an_index_in_an_expression(expression: str, expected: bool) -> None:
    assert of_row(expression, "rod", "gul") is expected


def test_the_limit_itself_is_in_the_level() -> None:
    assert of_row("last", "gul", "gronn", index(levels={**LEVELS, "hoy": {"least": 1, "title": TEXT}})) == "hoy"


def test_an_index_of_an_index() -> None:
    total = index("samlet", points={"last": {"lav": 1, "hoy": 10}}, levels={})
    assert float(of_row("samlet_poeng", "rod", "rod", total, index())) == 10


def test_an_expression_without_an_index_is_left_as_it_was_written() -> None:
    assert resolved("bolig='rod'", derived({"last": index()})) == "bolig='rod'"


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({"a": "b", "b": "c", "c": "d"}, set()),
        ({"a": "a"}, {"a"}),
        ({"a": "b", "b": "c", "c": "a"}, {"a", "b", "c"}),
    ],
)
def test_a_circle_is_found(points: dict[str, str], expected: set[str]) -> None:
    found = cycle({name: index(name, points={of: AREA}) for name, of in points.items()})
    assert set(found) == expected
    assert not found or found[0] == found[-1]
