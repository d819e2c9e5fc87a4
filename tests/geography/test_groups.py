"""Groups of municipalities are data: an own list or a band of population, refused in words when wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.contracts.odcs import ContractError
from pipelines.geography import Geography
from pipelines.geography.groups import Group, read_groups

TITLE = "title: {nb: Gruppe}"


def read(tmp_path: Path, geography: Geography, content: str) -> tuple[Group, ...]:
    path = tmp_path / "groups.yaml"
    path.write_text(content, encoding="utf-8")
    return read_groups(path, geography.population_2024)


def test_bands_divide_the_country_without_overlap(geography: Geography) -> None:
    bands = [g.municipalities for g in geography.groups if g.id != "fire_storste"]
    assert sum(len(b) for b in bands) == len(frozenset().union(*bands)) == 357


def test_a_list_and_a_band(tmp_path: Path, geography: Geography) -> None:
    content = f"""
    - {{id: egne, {TITLE}, municipalities: ["0301", "1103"]}}
    - {{id: storst, {TITLE}, population: {{year: 2024, from: 300000}}}}
    """
    egne, storst = read(tmp_path, geography, content)
    assert egne == Group("egne", "Gruppe", frozenset({"0301", "1103"}))
    assert storst.municipalities == {"0301"}, "Bergen has 291 940"


def test_no_file_is_no_groups(tmp_path: Path, geography: Geography) -> None:
    assert read_groups(tmp_path / "groups.yaml", geography.population_2024) == ()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param("egne: {}", "skal være en liste", id="no list"),
        pytest.param(f"- {{id: a, {TITLE}}}", "enten municipalities", id="neither"),
        pytest.param(f"- {{id: a, {TITLE}, municipalities: ['0301'], population: {{year: 2024}}}}",
                     "enten municipalities", id="both"),
        pytest.param(f"- {{id: a, {TITLE}, municipalities: ['1102']}}", "1102 er ikke kommunenummer i 2024",
                     id="a code of another year"),
        pytest.param(f"- {{id: a, {TITLE}, municipalities: [301]}}", "municipalities", id="the zero lost"),
        pytest.param(f"- {{id: a, {TITLE}, population: {{year: 2024, from: 9000000}}}}", "ingen kommuner",
                     id="an empty band"),
        pytest.param(f"- {{id: a, {TITLE}, population: {{year: 1999}}}}", "ingen kommuner", id="a year unknown"),
        pytest.param(f"- {{id: a, {TITLE}, municipalities: []}}", "ingen kommuner", id="an empty list"),
        pytest.param(f"- &a {{id: a, {TITLE}, municipalities: ['0301']}}\n- {{id: a, {TITLE}, "
                     "municipalities: ['1103']}", "står to ganger", id="twice"),
        pytest.param("- {id: A-1, title: {nb: x}, municipalities: ['0301']}", "id", id="an id that is none"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(tmp_path: Path, geography: Geography, content: str, said: str) -> None:
    with pytest.raises(ContractError, match=said):
        read(tmp_path, geography, content)
