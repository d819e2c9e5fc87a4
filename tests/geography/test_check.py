"""Mistakes that somebody could make in the reference tables are found, each with its file and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.geography import Geography
from pipelines.geography.check import problems


def test_the_projects_own_tables_are_in_order(geography: Geography) -> None:
    assert list(problems(geography)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        pytest.param("municipalities.csv", "1103,Stavanger,Stavanger,2012,,11", "1103,Stavanger,Stavanger,2012,,12",
                     "1103 ligger ikke i et fylke", id="another county"),
        pytest.param("municipalities.csv", "1102,Sandnes,Sandnes,2012,2019,11", "1102,Sandnes,Sandnes,2021,2019,11",
                     "1102: periodene", id="ends before it begins"),
        pytest.param("municipality_names.csv", "5001,Trondheim,Trondheim,2018,2022",
                     "5001,Trondheim,Trondheim,2018,2024", "5001: periodene", id="two names at once"),
        pytest.param("municipality_to_2024.csv", "1102,Sandnes,2012,2019,1108,Sandnes,1.0,exact\n", "",
                     "1102 står bare i én", id="a code without a place"),
        pytest.param("municipality_to_2024.csv", "2019,1108,Sandnes", "2019,1102,Sandnes", "1102 er ikke et",
                     id="a place that is no more"),
        pytest.param("municipality_to_2024.csv", "5012,Snillfjord,2018,2019,5055", "5012,Snillfjord,2018,2019,1508",
                     "5012 er delt mellom flere fylker", id="divided between counties"),
        pytest.param("regions.csv", "korus,ost,KoRus Øst,34,2024,,", "korus,ost,KoRus Øst,34,2024,2026,",
                     "fylke 34 står 0 ganger i korus", id="a county without a region"),
        pytest.param("regions.csv", "korus,ost,KoRus Øst,34", "korus,ost,KoRus Øst,31", "fylke 31 står 2 ganger",
                     id="a county in two"),
        pytest.param("regions.csv", "korus,nord,KoRus Nord,18", "korus,nord,KoRus i nord,18",
                     "korus nord har flere navn", id="two names"),
        pytest.param("districts.csv", "030101", "30101", "30101 skal være", id="a district without its zero"),
        pytest.param("municipality_changes.csv", "2018,1601,Trondheim,5001", "2018,5001,Trondheim,5001",
                     "5001 er omkodet i ring", id="a ring of numbers"),
    ],
)  # fmt: skip
def test_a_mistake_is_found(tmp_path: Path, geography: Geography, file: str, old: str, new: str, said: str) -> None:
    folder = shutil.copytree(geography.folder, tmp_path / "reference")
    content = (folder / file).read_text(encoding="utf-8")
    assert old in content
    (folder / file).write_text(content.replace(old, new, 1), encoding="utf-8")
    found = list(problems(Geography(folder)))
    assert any(where == file and said in what for where, what in found), found
