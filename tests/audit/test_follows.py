"""Nothing is said of a hidden figure, nor reckoned from one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from pipelines.audit.follows import said_of_hidden
from pipelines.published import Release, open_release
from pipelines.published.files import COLUMNS
from tests.support.release import RELEASE, write_release

KEY = {"indikator": "blalys", "aar": 2019, "regiontype": "kommune", "regionkode": "1103", "geografi": "2024",
       "basisgruppe": "rus", "inndeling": "alle", "kategori": "alle", "kilde": "beregnet"}  # fmt: skip
ELSEWHERE = {
    "itself": {}, "the year before": {"aar": 2017}, "the land": {"regiontype": "land", "regionkode": "0"},
    "its region": {"regiontype": "korus", "regionkode": "vest"}, "another": {"regionkode": "5001"},
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Release:
    releases = tmp_path_factory.mktemp("folger")
    write_release(releases, municipalities=("1103",))
    return open_release(releases, RELEASE)


def told(made: Release, hidden: str, **said: object) -> list[str]:
    cube = pl.DataFrame([KEY | ELSEWHERE[hidden] | {"status": "skjult"}], schema=pl.Schema(COLUMNS["cube"]))
    rows = pl.DataFrame([KEY | said], schema=pl.Schema(COLUMNS["vurdering"]))
    notes = made.notes.clear()
    return said_of_hidden(replace(made, cube=cube, assessments=rows, notes=notes))["brudd"].to_list()


@pytest.mark.parametrize(
    ("hidden", "said", "found"),
    [
        pytest.param("itself", {"rang": 3}, True, id="a rank of it"),
        pytest.param("itself", {"rang_arsak": "skjult"}, False, id="why it has none"),
        pytest.param("the year before", {"endring": 2.0, "endring_fra": 2017}, True, id="a change from it"),
        pytest.param("the year before", {"endring": 2.0, "endring_fra": 2015}, False, id="a change from another"),
        pytest.param("the year before", {"trend_per_aar": 1.0, "trend_fra": 2017}, True, id="a trend from it"),
        pytest.param("the land", {"land_forskjell": 1.0}, True, id="a difference from the land"),
        pytest.param("its region", {"korus": "vest", "korus_forskjell": 1.0}, True, id="a difference from its region"),
        pytest.param("its region", {"korus": "midt", "korus_forskjell": 1.0}, False, id="from another region"),
        pytest.param("another", {"rang": 3, "endring": 2.0}, False, id="another is hidden"),
    ],
)
def test_what_is_reckoned_from_a_hidden_figure(
    made: Release, hidden: str, said: dict[str, object], found: bool
) -> None:
    assert told(made, hidden, **said) == (["folger"] if found else [])


@pytest.mark.parametrize(
    ("words", "found"), [("Vi har 3 på bolig.", True), ("Ny rutine fra 2018.", False), ("Nytt fagsystem.", False)]
)
def test_notes_beside_hidden_figures(made: Release, words: str, found: bool) -> None:
    note = ("brukerplan", 2019, "1103", "1103", None, words, date(2020, 1, 1))
    notes = pl.DataFrame([note], schema=pl.Schema(COLUMNS["notes"]), orient="row")
    cube = pl.DataFrame([KEY | {"status": "skjult"}], schema=pl.Schema(COLUMNS["cube"]))
    release = replace(made, cube=cube, notes=notes, assessments=made.assessments.clear())
    assert said_of_hidden(release)["brudd"].to_list() == (["merknad"] if found else [])
