"""Colours: enough contrast, told apart without colour vision, and the same in Streamlit's own settings."""

from __future__ import annotations

import tomllib
from itertools import combinations, pairwise
from math import dist
from pathlib import Path

import pytest

from dashboards.theme import (
    DARK,
    LEVELS,
    LIGHT,
    SHEET,
    STEPS,
    Palette,
    chart_config,
    css,
    locale,
    palette,
    steps,
    words_on,
)

CONFIG = Path(__file__).resolve().parents[2] / "dashboards" / ".streamlit" / "config.toml"
BOTH = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
@pytest.mark.parametrize("words", ["ink", "muted", "accent", "land", "published"])
@pytest.mark.parametrize("ground", ["paper", "wash"])
def test_words_and_marks_are_readable(colours: Palette, words: str, ground: str) -> None:
    assert contrast(getattr(colours, words), getattr(colours, ground)) >= 4.5


@BOTH
def test_notices_are_readable(colours: Palette) -> None:
    assert contrast(colours.notice_ink, colours.notice) >= 7


# How linear red, green and blue are seen by who lacks one kind of cone, in full (Machado, Oliveira and Fernandes 2009).
BLINDNESS = {
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}  # fmt: skip


def seen(colour: str, kind: str) -> tuple[float, float, float]:
    """The colour as seen, in CIELAB, where 2 to 3 is what can just be told apart."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = (
        max(0.0, min(1.0, sum(m * c for m, c in zip(row, linear, strict=True)))) for row in BLINDNESS[kind]
    )
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def apart(one: str, other: str, kind: str) -> float:
    return dist(seen(one, kind), seen(other, kind))


@BOTH
@pytest.mark.parametrize("kind", ["protan", "deutan", "tritan"])
def test_series_differ_for_those_who_do_not_see_all_colours(colours: Palette, kind: str) -> None:
    for one, other in combinations((colours.accent, colours.land, colours.published), 2):
        assert apart(one, other, kind) > 10


@BOTH
@pytest.mark.parametrize("kind", BLINDNESS)
def test_steps_of_maps_go_one_way_in_grey_and_are_told_apart_by_all(colours: Palette, kind: str) -> None:
    lightness = [seen(step, kind)[0] for step in STEPS[colours]]
    assert lightness in (sorted(lightness), sorted(lightness, reverse=True))
    assert min(abs(a - b) for a, b in pairwise(lightness)) > 5
    for count in range(2, len(STEPS[colours]) + 1):
        assert len(set(steps(colours, count))) == count


@BOTH
def test_words_on_a_map_are_readable_on_every_step(colours: Palette) -> None:
    assert all(contrast(words_on(step, colours), step) >= 4.5 for step in STEPS[colours])


@pytest.mark.parametrize(("section", "colours"), [("light", LIGHT), ("dark", DARK)])
def test_streamlit_has_the_same_colours(section: str, colours: Palette) -> None:
    said = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][section]
    assert said == {
        "primaryColor": colours.accent,
        "backgroundColor": colours.paper,
        "secondaryBackgroundColor": colours.wash,
        "textColor": colours.ink,
        "linkColor": colours.accent,
        "borderColor": colours.line,
    }


def test_streamlit_does_not_phone_home_nor_show_stack_traces() -> None:
    said = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert said["browser"]["gatherUsageStats"] is False
    assert said["client"]["showErrorDetails"] == "none"
    assert said["server"]["address"] == "127.0.0.1"


def test_the_palette_follows_the_readers_theme() -> None:
    assert palette("dark") is DARK
    assert palette("light") is LIGHT
    assert palette(None) is LIGHT


def test_every_variable_of_the_style_sheet_is_set() -> None:
    used = {part.split(")")[0] for part in SHEET.read_text(encoding="utf-8").split("var(")[1:]}
    made = css(LIGHT)
    assert used
    assert not [name for name in used if f"{name}:" not in made]


@pytest.mark.parametrize(
    ("language", "signs", "month"),
    [("nb", (",", "\N{NO-BREAK SPACE}"), "oktober"), ("nn", (",", "\N{NO-BREAK SPACE}"), "oktober"),
     ("en", (".", ","), "October")],
)  # fmt: skip
def test_numbers_and_dates_in_charts_are_in_the_readers_language(
    language: str, signs: tuple[str, str], month: str
) -> None:
    said = locale(language)
    assert (said["number"]["decimal"], said["number"]["thousands"]) == signs
    assert said["time"]["months"][9] == month
    assert said["time"]["days"][0].lower() in ("søndag", "sundag", "sunday")
    assert chart_config(LIGHT)["locale"] == locale("nb")


def test_what_stands_alone_on_a_line_of_the_app_is_not_written_on_the_page() -> None:
    assert tomllib.loads(CONFIG.read_text(encoding="utf-8"))["runner"]["magicEnabled"] is False


@BOTH
@pytest.mark.parametrize("kind", BLINDNESS)
def test_levels_beside_one_another_are_told_apart(colours: Palette, kind: str) -> None:
    """In grey too: neighbours differ in lightness, five times what can just be told apart."""
    for one, other in pairwise(LEVELS[colours].values()):
        assert dist(seen(one, kind), seen(other, kind)) >= 10
