"""The address of a wave goes in and comes back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.wave_state import parse, surveys, years
from pipelines.published import Release


def test_no_wishes_give_the_newest_wave_of_the_first_survey(release: Release) -> None:
    wave, problems = parse({}, release)
    assert problems == ()
    assert wave is not None
    assert wave.params() == {"undersokelse": "brukerplan", "aar": "2019", "vis": "kart", "sprak": "nb"}
    assert parse(wave.params(), release) == (wave, ())


def test_only_surveys_that_municipalities_take_part_in_can_be_chosen(release: Release) -> None:
    assert surveys(release) == ["brukerplan", "brukertilfredshet"]
    assert years(release, "brukertilfredshet") == [2021, 2019, 2017]


@pytest.mark.parametrize(
    ("params", "kept", "faults"),
    [
        ({"undersokelse": "brukertilfredshet", "aar": "2015"}, ("brukertilfredshet", 2021), []),
        ({"undersokelse": "tull", "aar": "2017"}, ("brukerplan", 2017), ["undersokelse"]),
        ({"aar": "1999"}, ("brukerplan", 2019), ["aar"]),
        ({"undersokelse": "indikatortall"}, ("brukerplan", 2019), ["undersokelse"]),
    ],
    ids=["another survey's year", "no such survey", "no such year", "figures that arrive counted"],
)
def test_what_cannot_be_had_is_replaced_and_said(
    release: Release, params: dict[str, str], kept: tuple[str, int], faults: list[str]
) -> None:
    wave, problems = parse(params, release)
    assert wave is not None
    assert (wave.undersokelse, wave.aar) == kept
    assert [one.parameter for one in problems] == faults


def test_a_release_that_nobody_took_part_in_has_no_wave(release: Release) -> None:
    assert parse({}, replace(release, coverage=release.coverage.clear())) == (None, ())
