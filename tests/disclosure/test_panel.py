"""The change in the same municipalities: who is in it, how it is rounded, and that too few tell nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pytest

from pipelines.contracts.model import Break
from pipelines.contracts.odcs import ContractError
from pipelines.contracts.repository import Contracts
from pipelines.disclosure.panel import SCHEMA, PanelPolicy, load_panel_policy, panel_table
from pipelines.geography import Geography, load_geography
from pipelines.geography.placement import placement
from pipelines.indicators.catalogue import Catalogue, load_catalogue
from tests.release.assessment.cubes import cube, figure

ENOUGH = PanelPolicy(municipalities=10, persons=1000, outside=3)
LOOSE = PanelPolicy(municipalities=2, persons=1, outside=2)
Counts = Mapping[str, tuple[int, int]]


@pytest.fixture(scope="module")
def geography(contracts: Contracts) -> Geography:
    return load_geography(contracts.folder / "reference")


@pytest.fixture(scope="module")
def towns(geography: Geography) -> list[tuple[str, str]]:
    """Twelve codes of Rogaland in 2017 with their code of 2024, each alone the whole of its municipality."""
    placed = placement(geography, [2017]).filter(fylke_2024="11")
    alone = placed.filter(pl.len().over("kommune_2024") == 1, ~pl.col("kommune_2024").str.ends_with("99"))
    return list(alone.select("kommunenummer", "kommune_2024").iter_rows())[:12]


@pytest.fixture(scope="module")
def catalogue(contracts: Contracts) -> Catalogue:
    return load_catalogue(contracts.folder)


@pytest.fixture(scope="module")
def told(geography: Geography, catalogue: Catalogue) -> Callable[..., pl.DataFrame]:
    def table(waves: Mapping[int, Counts], places: Mapping[str, str], *breaks: Break, policy: PanelPolicy = ENOUGH,
              **said: object) -> pl.DataFrame:  # fmt: skip
        rows = []
        for year, counts in waves.items():
            for code, (teller, nevner) in counts.items():
                for view, known_by in (("rapportert", code), ("2024", places[code])):
                    rows.append(figure(teller, nevner, aar=year, regiontype="kommune", regionkode=known_by,
                                       geografi=view, **said))  # fmt: skip
        return panel_table(cube(*rows), geography, catalogue, {"bostedslos": breaks}, policy)

    return table


def both(towns: list[tuple[str, str]], before: int, after: int, n: int = 100) -> dict[int, Counts]:
    return {2017: {code: (before + i, n) for i, (code, _) in enumerate(towns)},
            2019: {code: (after + i * i % 5, n) for i, (code, _) in enumerate(towns)}}  # fmt: skip


def test_it_is_told_for_regions_in_whole_points(
    told: Callable[..., pl.DataFrame], towns: list[tuple[str, str]]
) -> None:
    found = told(both(towns, 10, 40), dict(towns))
    assert found.schema == SCHEMA
    assert set(found.select("regiontype", "regionkode").rows()) == {
        ("land", "0"), ("fylke", "11"), ("korus", "vest_stavanger"), ("helseregion", "vest")
    }  # fmt: skip
    # Before: (10 + ... + 21) of 1 200 are 15.5 %; after: 12 * 40 and 0, 1, 4, 4, 1 and so on are 41.75 %.
    assert set(found.select("aar", "panel_fra", "panel_endring", "panel_kommuner", "panel_retning").rows()) == {
        (2019, 2017, 26, 12, "opp")
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param({}, 4, id="enough"),
        pytest.param({"policy": PanelPolicy(municipalities=13, persons=1, outside=3)}, 0, id="too few municipalities"),
        pytest.param({"policy": PanelPolicy(municipalities=2, persons=1201, outside=3)}, 0, id="too few persons"),
        pytest.param({"indikator": "kartlagte"}, 0, id="no share"),
        pytest.param({"inndeling": "kjonn", "kategori": "mann"}, 0, id="divided"),
        pytest.param({"kilde": "KOSTRA"}, 0, id="reported"),
    ],
)
def test_too_few_or_unsuited_tell_nothing(
    told: Callable[..., pl.DataFrame], towns: list[tuple[str, str]], change: dict[str, object], expected: int
) -> None:
    assert told(both(towns, 10, 40), dict(towns), **change).height == expected


def test_nothing_is_told_across_a_break(told: Callable[..., pl.DataFrame], towns: list[tuple[str, str]]) -> None:
    assert told(both(towns, 10, 40), dict(towns), Break(2018)).is_empty()


@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        pytest.param(0, [12], id="all took part twice"),
        pytest.param(1, [], id="one did not, and would be the difference"),
        pytest.param(2, [10], id="two did not, which is enough here"),
    ],
)
def test_those_that_took_part_once_are_not_in_it(
    told: Callable[..., pl.DataFrame], towns: list[tuple[str, str]], left_out: int, expected: list[int]
) -> None:
    waves = both(towns, 10, 40)
    gone = {code for code, _ in towns[:left_out]}
    once = {code: counts for code, counts in waves[2019].items() if code not in gone}
    found = told({2017: waves[2017], 2019: once}, dict(towns), policy=LOOSE)
    assert found["panel_kommuner"].unique().to_list() == expected
    newcomers = told({2017: once, 2019: waves[2019]}, dict(towns), policy=LOOSE)
    assert newcomers["panel_kommuner"].unique().to_list() == expected


def test_without_an_earlier_wave_nothing_is_told(
    told: Callable[..., pl.DataFrame], towns: list[tuple[str, str]]
) -> None:
    assert told({2019: both(towns, 10, 40)[2019]}, dict(towns)).is_empty()


def test_a_merged_municipality_is_in_it_only_when_all_of_it_took_part(
    told: Callable[..., pl.DataFrame], towns: list[tuple[str, str]], geography: Geography
) -> None:
    # Forsand and Sandnes are one municipality of 2024 (1108); in 2017 only the one took part.
    placed = placement(geography, [2017]).filter(kommune_2024="1108")["kommunenummer"].to_list()
    assert len(placed) == 2
    waves = both(towns, 10, 40)
    where = dict(towns) | {placed[0]: "1108", "1850": "1899", "5012": "5099"}
    half = {year: counts | {placed[0]: (20, 100)} for year, counts in waves.items()}
    assert told(half, where).is_empty(), "the difference would be of the one"
    # Two more that lie in no single municipality: of the land, three are then outside.
    three = {year: counts | {"1850": (20, 100), "5012": (20, 100)} for year, counts in half.items()}
    assert told(three, where).select("regiontype", "panel_kommuner").rows() == [("land", 12)]


def test_the_policy_is_read_and_a_loose_one_is_refused(contracts: Contracts, tmp_path: Path) -> None:
    assert load_panel_policy(contracts.folder) == ENOUGH
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "panel.yaml").write_text("municipalities: 1\npersons: 9\noutside: 3\n", encoding="utf-8")
    with pytest.raises(ContractError, match=r"policies/panel\.yaml: municipalities"):
        load_panel_policy(tmp_path)
