"""Moments as people type them, and what the commands on releases refuse before they begin."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from pipelines.cli.release_steps import moment
from pipelines.settings import Settings
from tests.support.workflow import put_release

Answer = tuple[int, str, str]


@pytest.mark.parametrize(
    ("written", "utc"),
    [
        pytest.param("2026-12-01T08:00", "2026-12-01T07:00:00+00:00", id="winter"),
        pytest.param("2026-07-01T08:00", "2026-07-01T06:00:00+00:00", id="summer"),
        pytest.param("2026-12-01 08:00", "2026-12-01T07:00:00+00:00", id="with a space"),
        pytest.param("2026-12-01", "2026-11-30T23:00:00+00:00", id="a date"),
        pytest.param("2026-12-01T08:00+05:00", "2026-12-01T03:00:00+00:00", id="with its own offset"),
        pytest.param("2026-10-25T02:30+01:00", "2026-10-25T01:30:00+00:00", id="the hour that comes twice, said which"),
    ],
)
def test_moments_are_norwegian(written: str, utc: str) -> None:
    from datetime import UTC

    assert moment(written).astimezone(UTC).isoformat() == utc


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("i morgen", "ikke et tidspunkt"),
        ("2026-13-01", "ikke et tidspunkt"),
        ("", "ikke et tidspunkt"),
        ("2026-10-25T02:30", "Klokka stilles"),
        ("2027-03-28T02:30", "Klokka stilles"),
    ],
)
def test_what_is_no_moment_is_said(written: str, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        moment(written)
    assert (stopped.value.code, said in capsys.readouterr().err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("release", "publish"), "--when-due"),
        (("release", "publish", "abc", "--when-due"), "--when-due"),
        (("release", "submit", "abc"), "Utgivelsen abc finnes ikke"),
        (("release", "approve", "abc"), "Utgivelsen abc finnes ikke"),
        (("release", "rollback", "--reason", "feil"), "ingen tidligere"),
        (("release", "withdraw", "abc", "--reason", "feil"), "finnes ikke"),
        (("revision", "open", "brukerplan", "2019", "--reason", "feil"), "ikke publisert ennå"),
        (("revision", "close", "brukerplan", "2019", "--reason", "feil"), "ingen åpen revisjon"),
        (("revision", "show", "ukjent", "2019"), "ikke publisert ennå"),
    ],
)
def test_a_refusal_is_one_sentence_and_ends_with_2(
    opptrapp: Callable[..., Answer], home: Settings, arguments: tuple[str, ...], said: str
) -> None:
    code, out, err = opptrapp(*arguments)
    assert (code, out, said in err) == (2, "", True)


def test_nothing_due_and_nothing_closed_is_said(opptrapp: Callable[..., Answer], home: Settings) -> None:
    assert opptrapp("release", "publish", "--when-due")[:2] == (
        0,
        "Ingen godkjente utgivelser har passert tidspunktet sitt.\n",
    )
    assert opptrapp("revision", "list")[:2] == (0, "Ingen bølger er publisert ennå, så ingenting venter.\n")
    assert opptrapp("revision", "list", "--json")[:2] == (0, "[]\n")


def test_a_release_whose_folder_is_gone_is_listed_as_such(opptrapp: Callable[..., Answer], home: Settings) -> None:
    release = put_release(home)
    assert "mappen mangler" not in opptrapp("release", "list")[1]
    shutil.rmtree(home.releases / release)
    listed = " ".join(opptrapp("release", "list")[1].split())
    assert "mappen mangler" in listed
    assert json.loads(opptrapp("release", "list", "--json")[1])[0]["folder"] is False
