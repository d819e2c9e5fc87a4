"""Codes of different forms become the same codes, and a missing file stops the run."""

from __future__ import annotations

import pytest

from pipelines.contracts.repository import Contracts
from pipelines.handin.harmonise import StalePartError, columns_of, harmonise
from pipelines.register import open_register
from pipelines.settings import Settings
from tests.support.installation import put_wave


@pytest.mark.parametrize(("year", "form"), [(2015, "2015"), (2019, "2019")])
def test_codes_and_numbers(home: Settings, contracts: Contracts, year: int, form: str) -> None:
    put_wave(home, "brukerplan", year, {"1103": 5}, bolig="3", barn="1", antall_barn="2", levekarsindeks=None)
    survey = contracts.surveys["brukerplan"]
    rows = harmonise(survey, home.accepted, open_register(home.register_url).current_parts())
    assert set(rows["bolig"]) == {"rod"}
    assert set(rows["antall_barn"]) == {2}
    assert rows["levekarsindeks"].null_count() == 5
    assert set(rows["skjema"]) == {form}
    assert rows["syntetisk"].all()
    assert set(rows.columns) == {*columns_of(survey), "skjema", "syntetisk"}


def test_a_lost_file_is_an_error_with_what_to_do(home: Settings, contracts: Contracts) -> None:
    put_wave(home, "brukerplan", 2015, {"1103": 5})
    parts = open_register(home.register_url).current_parts()
    (home.accepted / parts[0].path).unlink()
    with pytest.raises(StalePartError, match="sikkerhetskopi"):
        harmonise(contracts.surveys["brukerplan"], home.accepted, parts)
