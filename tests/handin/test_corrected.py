"""A correction is laid over what was accepted only while the value it corrects stands there, in as many rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipelines.contracts.corrections import Correction, CorrectionFile, holding
from pipelines.contracts.repository import Contracts
from pipelines.handin.corrected import CorrectionError, corrected

SAID: dict[str, Any] = {
    "survey": "brukerplan",
    "year": 2015,
    "municipality": "1103",
    "where": {"enhet": "rus"},
    "column": "bolig",
    "old": "gul",
    "new": "rod",
    "rows": 2,
    "reason": {"nb": "Enheten brukte feil kode.", "nn": "Eininga brukte feil kode."},
    "reported_by": "Stavanger kommune",
    "reported": date(2026, 11, 2),
    "status": "gjelder",
}


def correction(**changes: Any) -> Correction:
    return Correction("bolig.yaml", True, CorrectionFile.model_validate(SAID | changes))


@pytest.fixture
def rows() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("1103", "rus", "gul", 1),
            ("1103", "rus", "gul", None),
            ("1103", "rus", "gronn", 2),
            ("1103", "psykisk_helse", "gul", 3),
            ("0301", "rus", "gul", 4),
        ],
        schema=["kommunenummer", "enhet", "bolig", "antall_barn"],
        orient="row",
    )


def test_only_the_rows_it_names_change(contracts: Contracts, rows: pl.DataFrame) -> None:
    found = corrected(contracts.surveys["brukerplan"], rows, [correction()])
    assert found["bolig"].to_list() == ["rod", "rod", "gronn", "gul", "gul"]
    assert found.drop("bolig").equals(rows.drop("bolig"))


@pytest.mark.parametrize(
    ("changes", "column", "expected"),
    [
        pytest.param({"column": "antall_barn", "old": None, "new": 1, "rows": 1}, "antall_barn", [1, 1, 2, 3, 4],
                     id="what was missing is filled in"),
        pytest.param({"column": "antall_barn", "old": 2, "new": None, "rows": 1}, "antall_barn", [1, None, None, 3, 4],
                     id="what is known to be wrong is emptied"),
        pytest.param({"where": {}, "rows": 3}, "bolig", ["rod", "rod", "gronn", "rod", "gul"],
                     id="a whole municipality"),
    ],
)  # fmt: skip
def test_values(
    contracts: Contracts, rows: pl.DataFrame, changes: dict[str, Any], column: str, expected: list[Any]
) -> None:
    found = corrected(contracts.surveys["brukerplan"], rows, [correction(**changes)])
    assert found[column].to_list() == expected
    assert found.schema == rows.schema


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"old": "gronn", "rows": 2}, id="fewer rows than said"),
        pytest.param({"rows": 1}, id="more rows than said"),
        pytest.param({"old": "rod", "new": "gul"}, id="the value has changed"),
        pytest.param({"municipality": "1201"}, id="the municipality has delivered nothing"),
        pytest.param({"where": {"enhet": "annet"}}, id="no such rows"),
    ],
)
def test_the_run_stops_when_the_value_is_not_there(
    contracts: Contracts, rows: pl.DataFrame, changes: dict[str, Any]
) -> None:
    with pytest.raises(CorrectionError, match=r"Rettelsen bolig\.yaml passer ikke lenger") as raised:
        corrected(contracts.surveys["brukerplan"], rows, [correction(**changes)])
    told = str(raised.value)
    assert "trukket" in told
    assert not any(value in told for value in ("gronn", "gul", "rod", "1103", "1201"))


def test_the_same_correction_twice_stops_the_run(contracts: Contracts, rows: pl.DataFrame) -> None:
    with pytest.raises(CorrectionError):
        corrected(contracts.surveys["brukerplan"], rows, [correction(), correction()])


def test_one_that_is_withdrawn_does_not_hold() -> None:
    assert list(holding([correction(), correction(status="trukket")])) == [("brukerplan", 2015)]
    assert holding([correction(status="trukket")]) == {}


def test_the_mark_follows_what_moves_a_figure_and_nothing_else() -> None:
    assert correction().mark == correction(reason={"nb": "Andre ord."}, reported=date(2026, 11, 3)).mark
    assert correction().mark != correction(new="gronn").mark


def test_nothing_is_read_where_there_are_none(tmp_path: Path) -> None:
    from pipelines.contracts.corrections import read_corrections

    assert read_corrections(tmp_path, tmp_path / "corrections") == []
