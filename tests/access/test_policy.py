"""The file of access cannot leave anything open: what is missing, unknown or too wide is refused with its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.access.area import LAND, Area, AreaKind, parse_area
from pipelines.access.policy import FILE, load_access_policy
from pipelines.contracts.odcs import ContractError
from pipelines.errors import UserError
from pipelines.settings import REPOSITORY

SHIPPED: dict[str, Any] = yaml.safe_load((REPOSITORY / "data_contracts" / FILE).read_text(encoding="utf-8"))


def written(folder: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    said = yaml.safe_load(yaml.safe_dump(SHIPPED))
    change(said)
    (folder / "policies").mkdir()
    (folder / FILE).write_text(yaml.safe_dump(said), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda f: f["states"].pop("godkjent"), "states mangler godkjent"),
        (lambda f: f["steps"].pop("trekk"), "steps mangler trekk"),
        (lambda f: f["roles"].pop("administrator"), "roles mangler styr_tilganger"),
        (lambda f: f["states"].update(arkivert="se_tall"), "arkivert"),
        (lambda f: f["roles"]["kommune"]["actions"].append("alt"), "actions"),
        (lambda f: f["roles"]["kommune"].update(areas=["kommune", "korus"]), "bare gis for én kommune"),
        (lambda f: f["roles"]["evaluator"]["actions"].append("se_leveringer"), "bare gis for én kommune"),
        (lambda f: f["roles"]["evaluator"]["actions"].append("avgjor_utkast"), "Del rollen"),
        (lambda f: f["roles"]["administrator"]["actions"].append("avgjor_utkast"), "Del rollen"),
        (lambda f: f["states"].update(godkjent="se_tall"), "ikke offentlig"),
        (lambda f: f.pop("drafts"), "drafts"),
        (lambda f: f["drafts"]["points"].append("alt"), "drafts.points"),
        (lambda f: f["session"].update(hours=48), "hours"),
        (lambda f: f.update(alle="ja"), "alle"),
    ],
)
def test_a_file_that_leaves_something_open_is_refused(
    tmp_path: Path, change: Callable[[dict[str, Any]], object], told: str
) -> None:
    with pytest.raises(ContractError, match=told):
        load_access_policy(written(tmp_path, change))


def test_without_the_file_nobody_gets_in(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="access"):
        load_access_policy(tmp_path)


@pytest.mark.parametrize(
    ("said", "area"),
    [
        ("kommune:0301", Area(AreaKind.MUNICIPALITY, "0301")),
        ("korus:midt", Area(AreaKind.REGION, "midt")),
        ("land", LAND),
    ],
)
def test_an_area_is_read_as_it_is_written(said: str, area: Area) -> None:
    assert parse_area(said) == area
    assert str(area) == said


@pytest.mark.parametrize(
    "said", ["", "kommune", "kommune:301", "kommune:01017012345", "korus:", "land:0", "alle", "fylke:11"]
)
def test_anything_else_is_refused_without_repeating_it(said: str) -> None:
    with pytest.raises(UserError) as refusal:
        parse_area(said)
    assert str(refusal.value) == "Området må skrives som kommune:1103, korus:midt eller land."
