"""Reports put in a folder: whole files, and a list of them that is written last."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pipelines.contracts.report_file import ReportFormat
from pipelines.published import Release
from pipelines.reports.listed import LIST
from pipelines.reports.making import CannotBeMade, places_of
from pipelines.reports.placing import Place, Wanted, every_place, place_reports
from tests.reports.conftest import CONTRACTS, PLACES, RUS

STATUS = Wanted("status", "land-0", "nn", ReportFormat.EXCEL, RUS)
MUNICIPAL = Wanted("kommune", "kommune-5636")


@pytest.fixture
def source(written: Path) -> Place:
    return Place(CONTRACTS, written.parent, written.name)


def test_the_list_names_what_was_made_with_its_hash_and_release(tmp_path: Path, source: Place) -> None:
    folder = tmp_path / "rapporter" / source.release
    seen: list[tuple[int, int]] = []
    paths = place_reports(folder, [STATUS, MUNICIPAL], source, progress=lambda done, of: seen.append((done, of)))
    assert [path.name for path in paths] == [
        "status_rusfeltet_2016_2020_land-0_nn.xlsx", "kommune_kommune-5636_nb.pdf",
    ]  # fmt: skip
    said = json.loads((folder / LIST).read_bytes())
    assert said["utgivelse"] == source.release
    assert said["rapporter"][0] == {
        "fil": paths[0].name, "sha256": hashlib.sha256(paths[0].read_bytes()).hexdigest(), "rapport": "status",
        "sted": "land-0", "sprak": "nn", "format": "xlsx", "plan": RUS,
    }  # fmt: skip
    assert seen == [(1, 2), (2, 2)]
    assert {path.name for path in folder.iterdir()} == {LIST, *(path.name for path in paths)}


def test_made_again_they_are_the_same(tmp_path: Path, source: Place) -> None:
    first = [path.read_bytes() for path in place_reports(tmp_path / "a", [MUNICIPAL], source)]
    again = [path.read_bytes() for path in place_reports(tmp_path / "a", [MUNICIPAL], source)]
    assert first == again


def test_when_one_cannot_be_made_the_list_stays_as_it_was(tmp_path: Path, source: Place) -> None:
    place_reports(tmp_path, [MUNICIPAL], source)
    before = (tmp_path / LIST).read_bytes()
    with pytest.raises(CannotBeMade, match="kommune-9999"):
        place_reports(tmp_path, [MUNICIPAL, Wanted("kommune", "kommune-9999")], source)
    assert (tmp_path / LIST).read_bytes() == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".skriver-")]


def test_persons_who_cannot_be_placed_have_no_report(release: Release) -> None:
    assert {one.navn for one in places_of("kommune", release)} == {"Trondheim", "Kristiansund", "Nesseby"}
    wanted = every_place("kommune", "kommune", release, "nb", ReportFormat.PDF)
    assert [one.place for one in wanted] == ["kommune-1505", "kommune-5636", "kommune-5001"]


@pytest.mark.slow
def test_several_processes_make_the_same_as_one(tmp_path: Path, source: Place) -> None:
    municipal = [Wanted("kommune", f"kommune-{code}", language) for code in PLACES for language in ("nb", "nn")]
    others = [Wanted("status", "fylke-50", plan=RUS), Wanted("korus", "korus-midt", written_as=ReportFormat.EXCEL)]
    wanted = [*municipal, STATUS, *others]
    alone = [path.read_bytes() for path in place_reports(tmp_path / "en", wanted, source, processes=1)]
    together = [path.read_bytes() for path in place_reports(tmp_path / "to", wanted, source, processes=2)]
    assert alone == together


def test_a_language_that_no_declaration_is_written_in_is_refused(tmp_path: Path, source: Place) -> None:
    with pytest.raises(CannotBeMade, match=r"ikke på «en»\. Velg blant nb, nn"):
        place_reports(tmp_path, [Wanted("kommune", "kommune-5636", "en")], source)
