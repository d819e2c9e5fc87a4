"""`opptrapp doctor` as it is typed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from pipelines.operations.doctor import CHECKS

Answer = tuple[int, str, str]


@pytest.fixture(autouse=True)
def without_the_slow_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading every contract takes seconds, and is looked at where the doctor is."""
    monkeypatch.delitem(CHECKS, "kontrakter")


@pytest.mark.parametrize(("gigabytes", "code", "state"), [("0", 1, "i_orden"), ("1e9", 2, "feil")])
def test_the_exit_code_is_that_of_the_gravest(
    gigabytes: str, code: int, state: str, opptrapp: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPPTRAPP_FREE_GIGABYTES", gigabytes)
    monkeypatch.setenv("OPPTRAPP_DAGSTER_URL", "http://127.0.0.1:9")
    ended, out, _ = opptrapp("doctor", "--json")
    said = {one["check"]: one for one in json.loads(out)}
    assert (ended, said["plass"]["state"], said["dagster"]["state"]) == (code, state, "merk")


def test_each_is_told_in_words(opptrapp: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPPTRAPP_FREE_GIGABYTES", "1e9")
    out = opptrapp("doctor")[1]
    assert "FEIL     Plass på disken\n         Bare " in out
    assert "i orden  Registeret\n" in out


@pytest.mark.parametrize(("gigabytes", "code", "ready"), [("0", 0, True), ("1e9", 2, False)])
def test_health_says_whether_it_can_serve(
    gigabytes: str, code: int, ready: bool, opptrapp: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPPTRAPP_FREE_GIGABYTES", gigabytes)
    ended, out, _ = opptrapp("health", "--json")
    assert (ended, json.loads(out)["ready"]) == (code, ready)
    assert opptrapp("health")[0] == code


def test_a_wrong_setting_is_one_sentence_and_an_error(
    opptrapp: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPPTRAPP_ENGINE", "tull")
    told = "OPPTRAPP_ENGINE er satt til «tull», men må være duckdb eller spark. Rett den, og prøv igjen.\n"
    assert opptrapp("doctor") == (2, "", told)
