"""For whom a visitor acts: until there is login, the user of this machine for all."""

from __future__ import annotations

import pytest

from dashboards.view_models.handin_area import Area, area

OSLO = Area("kari", frozenset({"0301"}))


def test_the_user_of_this_machine_acts_for_all_and_a_municipality_for_itself() -> None:
    both = {"1103": "1103 Stavanger", "0301": "0301 Oslo"}
    assert area("kari").of(both) == both
    assert OSLO.of(both) == {"0301": "0301 Oslo"}


@pytest.mark.parametrize(
    ("municipalities", "seen"),
    [(["0301"], True), (["1103"], False), (["0301", "1103"], False), ([], False)],
    ids=["own", "another's", "own and another's", "nobody's"],
)
def test_a_municipality_sees_deliveries_that_are_its_own_only(municipalities: list[str], seen: bool) -> None:
    assert OSLO.sees(municipalities) is seen
    assert area("kari").sees(municipalities)
