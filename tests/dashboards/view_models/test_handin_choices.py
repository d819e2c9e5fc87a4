"""What is offered on the page Last opp: only what can be handed in, with its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboards.view_models import handin_choices as choices
from pipelines.contracts.model import Stop
from pipelines.contracts.repository import Contracts
from pipelines.handin import Desk
from pipelines.settings import Settings


@pytest.fixture
def desk(home: Settings) -> Desk:
    return Desk.of(home, "nn")


STOP = Stop(date(2021, 10, 13), {"nb": "Avvik meldt.", "nn": "Avvik meldt, nynorsk."})


@pytest.mark.parametrize(
    ("persons", "expected"),
    [(None, ["brukertilfredshet", "indikatortall"]), (True, ["brukertilfredshet"]), (False, ["indikatortall"])],
)
def test_a_stopped_survey_is_not_offered(contracts: Contracts, persons: bool | None, expected: list[str]) -> None:
    three = [contracts.surveys[name] for name in ("brukerplan", "brukertilfredshet", "indikatortall")]
    known = [replace(s, stop=STOP) if s.id == "brukerplan" else s for s in three]
    assert list(choices.surveys(known, persons=persons)) == expected


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("nb", "BrukerPlan er stanset fra 13.10.2021 og tas ikke imot: Avvik meldt."),
        ("nn", "BrukarPlan er stansa frå 13.10.2021 og blir ikkje teken imot: Avvik meldt, nynorsk."),
    ],
)
def test_a_stopped_survey_says_why(contracts: Contracts, language: str, sentence: str) -> None:
    known = [contracts.surveys["indikatortall"], replace(contracts.surveys["brukerplan"], stop=STOP)]
    assert [one.sentence for one in choices.stopped(known, language)] == [sentence]


@pytest.mark.parametrize(
    ("survey", "this_year", "first", "last", "default"),
    [
        ("brukerplan", 2026, 2027, 2015, 2026),
        ("brukerplan", 2023, 2024, 2015, 2021),
        ("brukertilfredshet", 2026, 2021, 2017, 2021),
        ("brukertilfredshet", 2010, 2021, 2021, 2021),
    ],
    ids=["open", "no form this year", "ended", "before the first"],
)
def test_years(contracts: Contracts, survey: str, this_year: int, first: int, last: int, default: int) -> None:
    offered = choices.years(contracts.surveys[survey], this_year)
    assert (offered[0], offered[-1], choices.default_year(offered, this_year)) == (first, last, default)


def test_municipalities_stand_in_the_alphabets_order_with_their_codes(desk: Desk) -> None:
    offered = choices.municipalities(desk, 2024)
    assert offered["1103"] == "1103 Stavanger"
    assert len(offered) == 357
    assert list(offered.values())[-1].endswith("Åsnes")


def test_all_years_together_hold_those_that_are_no_more(desk: Desk) -> None:
    ever = choices.municipalities_ever(desk, [2019, 2024])
    assert {"1601", "5001"} & set(ever) == {"5001"}  # Trondheim left its first number in 2018
    assert ever["0104"] == "0104 Moss"
    assert ever["3002" if "3002" in ever else "3103"].endswith("Moss")


@pytest.mark.parametrize(
    ("kind", "year", "code", "label"),
    [
        ("land", 2024, "0", "0 Heile landet"),
        ("korus", 2024, "nord", "KoRus Nord"),
        ("fylke", 2024, "11", "11 Rogaland"),
        ("kommune", 2019, "0104", "0104 Moss"),
    ],
)
def test_places_of_a_kind(desk: Desk, kind: str, year: int, code: str, label: str) -> None:
    assert choices.places(desk, kind, year)[code] == label


@pytest.mark.parametrize(("kind", "year"), [("bydel", 2024), ("fylke", 2019)])
def test_places_that_no_list_has_are_written(desk: Desk, kind: str, year: int) -> None:
    assert choices.places(desk, kind, year) == {}


def test_indicators_are_named_in_her_language(desk: Desk) -> None:
    assert choices.indicators(desk, "brukerplan")["bostedslos"] == "Bustadlause"
    assert choices.indicators(desk, "finnes_ikke") == {}
