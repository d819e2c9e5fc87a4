"""What the list names can be handed over as it was made, alone or all together, and nothing else can."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.reports.listed import Listed, bundle, finished
from pipelines.reports.placing import Place, Wanted, place_reports
from tests.reports.conftest import CONTRACTS, RUS


@pytest.fixture
def made(tmp_path: Path, written: Path) -> list[Listed]:
    wanted = [Wanted("kommune", "kommune-5001"), Wanted("status", "land-0", plan=RUS)]
    place_reports(tmp_path / "r1" / "aarlig", wanted, Place(CONTRACTS, written.parent, written.name))
    return finished(tmp_path, "r1", "aarlig")


def test_each_is_known_by_what_it_is(made: list[Listed]) -> None:
    assert [(one.report, one.place, one.plan, one.language, one.written_as) for one in made] == [
        ("kommune", "kommune-5001", None, "nb", "pdf"),
        ("status", "land-0", RUS, "nb", "pdf"),
    ]
    assert all(one.content().startswith(b"%PDF") for one in made)


def test_all_together_are_the_same_bytes_each_time(made: list[Listed]) -> None:
    content = bundle(made)
    assert content == bundle(made)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            one.path.name: one.content() for one in made
        }


@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(b"%PDF annet")])
def test_one_that_is_not_as_it_was_made_is_not_handed_over(made: list[Listed], spoil) -> None:
    spoil(made[0].path)
    for asked in (made[0].content, lambda: bundle(made)):
        with pytest.raises(UserError, match="Lag den på nytt"):
            asked()


def test_without_a_list_there_is_nothing(made: list[Listed], tmp_path: Path) -> None:
    made[0].path.with_name("rapporter.json").unlink()
    assert finished(tmp_path, "r1", "aarlig") == finished(tmp_path, "r2", "aarlig") == []
