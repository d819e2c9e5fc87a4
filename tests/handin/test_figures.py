"""A municipality's own figures: the catalogue's, over her rows, with small cells hidden."""

from __future__ import annotations

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.disclosure.policy import load_policy
from pipelines.handin.figures import OwnFigure, own_figures
from pipelines.handin.harmonise import harmonise
from pipelines.indicators.catalogue import load_catalogue
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.installation import put_part, survey_rows


def figures_of(home: Settings, contracts: Contracts, rows: list[dict[str, str | None]]) -> dict[str, OwnFigure]:
    survey = contracts.surveys["brukerplan"]
    put_part(home, survey.id, 2019, rows, "1103")
    frame = harmonise(survey, home.accepted, open_register(home.register_url).current_parts())
    catalogue, policy = load_catalogue(home.contracts), load_policy(home.contracts)
    found = own_figures(survey, survey.forms["2019"], catalogue[survey.id], policy, frame)
    return {figure.indicator: figure for figure in found}


def made(contracts: Contracts, red: int, green: int, others: int = 0) -> list[dict[str, str | None]]:
    """Rows of persons with a substance-use problem, `red` and `green` by housing, and `others` without one."""
    survey = contracts.surveys["brukerplan"]
    rows = survey_rows(survey, 2019, "1103", red + green + others, aldersgruppe="4", enhet="2", basisgruppe="2")
    for n, row in enumerate(rows):
        row["bolig"] = "3" if n < red else "1"
        if n >= red + green:
            row["basisgruppe"] = "4"
    return rows


def test_counts_and_shares_are_of_the_first_base(home: Settings, contracts: Contracts) -> None:
    found = figures_of(home, contracts, made(contracts, 10, 30, others=7))
    assert (found["kartlagte"].counted, found["kartlagte"].base_count) == (40, None)
    homeless = found["bostedslos"]
    assert (homeless.counted, homeless.base_count, homeless.value, homeless.base) == (10, 40, 25.0, "rus")
    # Wilson's limits for 10 of 40 as scipy gives them.
    assert (homeless.low, homeless.high) == (pytest.approx(14.1872, abs=1e-3), pytest.approx(40.1937, abs=1e-3))


@pytest.mark.parametrize("red", [1, 4, 36, 39])
def test_a_small_cell_or_complement_takes_everything_with_it(home: Settings, contracts: Contracts, red: int) -> None:
    homeless = figures_of(home, contracts, made(contracts, red, 40 - red))["bostedslos"]
    assert homeless.hidden == "personvern"
    assert (homeless.counted, homeless.base_count, homeless.value, homeless.low, homeless.high) == (None,) * 5


def test_what_counts_municipalities_is_left_out(home: Settings, contracts: Contracts) -> None:
    assert "kommuner_kartlagt" not in figures_of(home, contracts, made(contracts, 10, 30))


def test_no_rows_give_no_figures(home: Settings, contracts: Contracts) -> None:
    survey = contracts.surveys["brukerplan"]
    empty = harmonise(survey, home.accepted, [])
    indicators = load_catalogue(home.contracts)[survey.id]
    assert own_figures(survey, survey.forms["2019"], indicators, load_policy(home.contracts), empty) == ()
