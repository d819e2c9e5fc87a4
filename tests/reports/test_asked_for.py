"""What an evaluation asks for becomes reports of the places in the release, in one folder of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.contracts.evaluation_file import Evaluation
from pipelines.published import Release
from pipelines.reports.asked_for import asked_for, make_reports
from pipelines.reports.listed import LIST, placed
from pipelines.reports.placing import Place
from tests.reports.conftest import CONTRACTS, RUS


def evaluation(*outputs: dict[str, Any], **more: Any) -> Evaluation:
    said = {
        "id": "aarlig", "title": {"nb": "Årlig", "nn": "Årleg"}, "plan": RUS, "surveys": "alle", "waves": "alle",
        "cron": "0 6 1 12 *", "approvers": [{"name": "Ansvarlig"}], "outputs": outputs,
    }  # fmt: skip
    return Evaluation.model_validate(said | more)


STATUS = {"kind": "status", "formats": ["pdf", "xlsx"], "languages": ["nb", "nn"]}
KORUS = {"kind": "korus", "formats": ["xlsx"]}
MUNICIPAL = {"kind": "kommune", "formats": ["pdf"]}
ALL = ["kommune-1505", "kommune-5636", "kommune-5001"]


@pytest.mark.parametrize(
    ("output", "regions", "places"),
    [
        pytest.param(STATUS, ["land-0"], ["land-0"], id="the land"),
        pytest.param(STATUS, ["fylke-50", "land-0"], ["fylke-50", "land-0"], id="a county and the land"),
        pytest.param(STATUS, ["gruppe-finnes_ikke"], [], id="a place that the release does not have"),
        pytest.param(MUNICIPAL, ["land-0"], ALL, id="every municipality of the land"),
        pytest.param(MUNICIPAL, ["fylke-50"], ["kommune-5001"], id="those of a county"),
        pytest.param(MUNICIPAL, ["korus-midt"], ["kommune-1505", "kommune-5001"], id="those of a KoRus region"),
        pytest.param(MUNICIPAL, ["kommune-5636"], ["kommune-5636"], id="one"),
        pytest.param(MUNICIPAL, ["kommune"], ALL, id="a kind of places"),
        pytest.param(MUNICIPAL, ["kommune", "kommune-5636", "land-0"], ALL, id="each once, however often it is named"),
        pytest.param(KORUS, ["korus-midt"], ["korus-midt"], id="a KoRus region"),
        pytest.param(KORUS, ["fylke-50"], ["korus-midt"], id="the KoRus region of a county"),
    ],
)  # fmt: skip
def test_the_places_named_are_those_told_of(
    release: Release, output: dict[str, Any], regions: list[str], places: list[str]
) -> None:
    wanted = asked_for(evaluation(output, regions=regions), release)
    assert list(dict.fromkeys(one.place for one in wanted)) == places
    assert len({one.file for one in wanted}) == len(wanted)


def test_each_language_and_format_is_a_report(release: Release) -> None:
    names = [one.file for one in asked_for(evaluation(STATUS, KORUS, regions=["korus-midt", "land-0"]), release)]
    assert names[:4] == [
        f"status_{RUS}_korus-midt_{language}.{ending}" for language in ("nb", "nn") for ending in ("pdf", "xlsx")
    ]  # fmt: skip
    assert "korus_korus-nord_nb.xlsx" in names


def test_they_lie_by_release_and_evaluation_with_their_list(tmp_path: Path, written: Path) -> None:
    source = Place(CONTRACTS, written.parent, written.name)
    made = make_reports(evaluation(MUNICIPAL, regions=["fylke-50"]), source, tmp_path)
    folder = tmp_path / written.name / "aarlig"
    assert made == [folder / "kommune_kommune-5001_nb.pdf"]
    assert json.loads((folder / LIST).read_bytes())["utgivelse"] == written.name
    assert placed(tmp_path, written.name) == ["aarlig/kommune_kommune-5001_nb.pdf"]
    assert placed(tmp_path, "en-annen") == []


def test_one_that_asks_for_nothing_makes_no_folder(tmp_path: Path, written: Path) -> None:
    assert make_reports(evaluation(), Place(CONTRACTS, written.parent, written.name), tmp_path) == []
    assert list(tmp_path.iterdir()) == []
