"""`plan status` as a person types it: a release's plan in words, in JSON, and what cannot be had."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

Answer = tuple[int, str, str]
NBSP = "\N{NO-BREAK SPACE}"


def test_the_plan_of_the_published_release_is_told_goal_by_goal(released: Callable[..., Answer]) -> None:
    code, out, err = released("plan", "status", "rusfeltet_2016_2020")
    assert (code, err) == (0, "")
    assert "Mål 3: Alle skal møte et tilgjengelig" in out
    assert f"2{NBSP}463 årsverk høyere" in out
    assert "+ riktig retning" in out
    assert "kan ikke legges sammen" in out


def test_a_place_and_nynorsk(released: Callable[..., Answer]) -> None:
    code, out, _ = released("plan", "status", "rusfeltet_2016_2020", "--region", "fylke-50", "--language", "nn")
    assert code == 0
    assert "berre tal for landet" in out
    assert "Rekna ut (syntetiske data)" in out


def test_a_program_gets_the_rows_of_the_release(released: Callable[..., Answer], written: Path) -> None:
    code, out, _ = released("plan", "status", "psykisk_helse_2023_2033", "--release", written.name, "--json")
    rows = json.loads(out)
    assert code == 0
    assert [row["planindikator"] for row in rows][:2] == ["r1", "r2"]
    assert {row["arsak"] for row in rows} == {"ikke_etablert"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rusfeltet"], "Mente du «rusfeltet_2016_2020»?"),
        (["rusfeltet_2016_2020", "--region", "fylke-99"], "ingen tall for planen i «fylke-99»"),
        (["rusfeltet_2016_2020", "--release", "finnes-ikke"], "finnes-ikke"),
    ],
    ids=["plan", "place", "release"],
)
def test_what_is_not_there_is_said_in_one_sentence(
    released: Callable[..., Answer], arguments: list[str], said: str
) -> None:
    code, out, err = released("plan", "status", *arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_before_anything_is_published_it_says_so(opptrapp: Callable[..., Answer]) -> None:
    code, out, err = opptrapp("plan", "status", "rusfeltet_2016_2020")
    assert (code, out) == (2, "")
    assert "Ingenting er publisert" in err
