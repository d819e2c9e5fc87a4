"""`grant give|withdraw|list` as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta

from pipelines.access import person
from pipelines.register import open_register
from pipelines.settings import Settings

Answer = tuple[int, str, str]
NEXT_MONTH = (date.today() + timedelta(days=30)).isoformat()


def test_a_grant_is_given_listed_and_withdrawn(home: Settings, opptrapp: Callable[..., Answer]) -> None:
    assert "Ingen har logget inn" in opptrapp("grant", "list")[1]
    register = open_register(home.register_url)
    register.meet("https://id.example", "abc", "Kari")
    given = ("P0001", "kommune", "kommune:1103", "--until", NEXT_MONTH, "--reason", "ny")
    assert opptrapp("grant", "give", *given)[:2] == (0, "Tilgang 1 er gitt: kommune i kommune:1103.\n")
    (grant,) = json.loads(opptrapp("grant", "list", "--json")[1])["grants"]
    assert (grant["person"], grant["area"], grant["given_by"]) == ("P0001", "kommune:1103", person())
    assert "kommune:1103" in opptrapp("grant", "list")[1]
    assert opptrapp("grant", "withdraw", "1", "--reason", "sluttet")[0] == 0
    assert json.loads(opptrapp("grant", "list", "--json")[1])["grants"] == []
    assert len(json.loads(opptrapp("grant", "list", "--all", "--json")[1])["grants"]) == 1


def test_a_day_that_is_none_is_told(home: Settings, opptrapp: Callable[..., Answer]) -> None:
    code, _, said = opptrapp("grant", "give", "P0001", "kommune", "kommune:1103", "--until", "snart", "--reason", "ny")
    assert (code, said) == (2, "«snart» er ikke en dag. Skriv for eksempel 2027-06-30.\n")
