"""`plan lint|list|show` as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable

Answer = tuple[int, str, str]


def test_the_shipped_plans_are_listed_and_without_mistakes(opptrapp: Callable[..., Answer]) -> None:
    assert opptrapp("plan", "lint", "--json") == (0, "[]\n", "")
    code, out, _ = opptrapp("plan", "list", "--json")
    assert (code, [p["id"] for p in json.loads(out)]) == (0, ["psykisk_helse_2023_2033", "rusfeltet_2016_2020"])


def test_a_plan_is_shown_with_its_goals_and_the_warning_about_money(opptrapp: Callable[..., Answer]) -> None:
    code, out, _ = opptrapp("plan", "show", "rusfeltet_2016_2020", "--language", "nn")
    assert code == 0
    assert "Mål 5: Det skal utviklast" in out
    assert "kan ikkje leggjast saman" in out


def test_a_program_gets_the_whole_plan(opptrapp: Callable[..., Answer]) -> None:
    shown = json.loads(opptrapp("plan", "show", "rusfeltet_2016_2020", "--json")[1])
    assert shown["indicators"][1]["carried_by"] == ["arsverk_totalt"]
    assert shown["money"]["target"] == 2400


def test_a_plan_that_is_not_there_is_told_with_the_nearest(opptrapp: Callable[..., Answer]) -> None:
    code, out, err = opptrapp("plan", "show", "rusfeltet")
    assert (code, out) == (2, "")
    assert "Mente du «rusfeltet_2016_2020»?" in err
