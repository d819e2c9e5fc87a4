"""Stretches between declared breaks."""

from __future__ import annotations

import polars as pl
import pytest

from pipelines.contracts.model import Break
from pipelines.contracts.repository import Contracts
from pipelines.indicators.catalogue import load_catalogue
from pipelines.indicators.comparability import declared_breaks, with_stretches


@pytest.mark.parametrize(
    ("breaks", "stretches"),
    [
        pytest.param([], [0, 0, 0, 0], id="none"),
        pytest.param([Break(2019)], [0, 0, 1, 1], id="in a year with a wave"),
        pytest.param([Break(2018)], [0, 0, 1, 1], id="between waves"),
        pytest.param([Break(2019, harmless=True)], [0, 0, 0, 0], id="harmless"),
        pytest.param([Break(2021), Break(2017)], [0, 1, 1, 2], id="two"),
        pytest.param([Break(2015)], [1, 1, 1, 1], id="before all"),
        pytest.param([Break(2024)], [0, 0, 0, 0], id="after all"),
    ],
)
def test_stretches(breaks: list[Break], stretches: list[int]) -> None:
    figures = pl.DataFrame({"indikator": "a", "aar": [2015, 2017, 2019, 2021]})
    assert with_stretches(figures, {"a": breaks, "b": [Break(2016)]})["strekk"].to_list() == stretches


def test_no_breaks_at_all() -> None:
    figures = pl.DataFrame({"indikator": ["a", "b"], "aar": [2015, 2017]})
    assert with_stretches(figures, {})["strekk"].to_list() == [0, 0]


def test_a_break_of_some_base_groups_leaves_the_others() -> None:
    figures = pl.DataFrame({"indikator": "a", "basisgruppe": ["alle", "rus"], "aar": 2015})
    assert with_stretches(figures, {"a": [Break(2015, bases=("alle",))]})["strekk"].to_list() == [1, 0]


def test_breaks_are_the_surveys_and_the_indicators_own_and_follow_what_is_published(contracts: Contracts) -> None:
    found = declared_breaks(contracts, load_catalogue(contracts.folder))
    assert [each.year for each in found["bostedslos"]] == [2015, 2020, 2021]
    assert found["bp_bostedslos"] == found["bostedslos"]
    assert [each.year for each in found["arsverk_totalt"]] == [2020]
    assert [each.harmless for each in found["tilfreds"]] == [True]
    assert "nibr_bostedslose" not in found
